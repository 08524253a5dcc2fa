package org.relock.tests.nlm;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** NLM check 36: clients that cannot be reached cost those who can nothing. */
final class UnreachableChecks {

    private static final int DEAF = 100;
    private static final int ROUNDS = 20;

    private UnreachableChecks() {}

    static List<Check> all() {
        return List.of(
                new Check(
                        36,
                        "a hundred deaf clients do not delay a live one",
                        UnreachableChecks::live));
    }

    private static void live(Stage stage) {
        Client a = stage.client();
        Want far = a.want(stage.file()).range(1_000, 0);
        Expect.granted(a.v4().lock(far), "A W[1000,EOF)");
        for (int i = 0; i < DEAF; i++) {
            Client deaf = stage.client();
            deaf.portmapper().deaf();
            Want wish = deaf.want(far.file()).range(1_000 + i, 1).waiting();
            Expect.blocked(deaf.v4().lock(wish), "deaf client " + i);
        }
        Client b = stage.client();
        Want held = a.want(far.file()).range(0, 10);
        Want wish = b.want(far.file()).range(0, 10).waiting();
        Expect.granted(a.v4().unlock(far), "A's UNLOCK: a hundred to be told");
        List<Long> millis = new ArrayList<>();
        for (int i = 0; i < ROUNDS; i++) {
            Expect.granted(a.v4().lock(held), "A W[0,10)");
            Expect.blocked(b.v4().lock(wish), "B W[0,10)");
            long begin = System.nanoTime();
            Expect.granted(a.v4().unlock(held), "A's UNLOCK");
            Granted granted = Expect.granted(b, wish, stage.within(10_000), "B, round " + i);
            millis.add((granted.nanos() - begin) / 1_000_000);
            Expect.granted(b.v4().unlock(wish), "B's UNLOCK");
        }
        long[] sorted = millis.stream().mapToLong(Long::longValue).sorted().toArray();
        Expect.that(
                sorted[ROUNDS - 1] <= stage.within(50).toMillis(),
                "UNLOCK to GRANTED, in ms: " + Arrays.toString(sorted));
    }
}
