package org.relock.tests.nlm;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import org.relock.state.xdr.Opaque;

/** NLM check 58: FREE_ALL. */
final class FreeAllChecks {

    private static final int OUTSTANDING = 64;

    private FreeAllChecks() {}

    static List<Check> all() {
        return List.of(
                new Check(58, "FREE_ALL frees locks and wakes those behind", FreeAllChecks::locks),
                new Check(58, "FREE_ALL ends waits", FreeAllChecks::waits),
                new Check(
                        58,
                        "FREE_ALL gives on what was granted and not yet taken",
                        FreeAllChecks::reserved),
                new Check(
                        58,
                        "FREE_ALL of many locks takes less than a second",
                        FreeAllChecks::many));
    }

    private static void locks(Stage stage) {
        HandOver over = HandOver.of(stage, OnGranted.ACCEPT);
        Want other = over.a().want(stage.file());
        Expect.granted(over.a().v4().result(Nlm.NM_LOCK, other).stat(), "A's NM_LOCK");
        over.a().v4().freeAll(over.a().name());
        Expect.granted(over.b(), over.wish(), stage.within(2_000), "B after A's FREE_ALL");
        Expect.granted(over.b().v4().lock(over.b().want(other.file())), "B's LOCK of the other");
    }

    private static void waits(Stage stage) {
        HandOver over = HandOver.of(stage, OnGranted.ACCEPT);
        Client c = stage.client();
        Want next = over.andBehind(c);
        over.b().v4().freeAll(over.b().name());
        Expect.granted(over.a().v4().unlock(over.held()), "A's UNLOCK");
        Expect.granted(c, next, stage.within(2_000), "C, whom B no longer precedes");
        Expect.noneGranted(over.b(), over.wish(), Duration.ofMillis(300), "B after FREE_ALL");
    }

    private static void reserved(Stage stage) {
        HandOver over = HandOver.of(stage, OnGranted.SILENCE);
        Client c = stage.client();
        Want next = over.andBehind(c);
        over.release(stage);
        over.b().v4().freeAll(over.b().name());
        Expect.granted(c, next, stage.within(2_000), "C after B's FREE_ALL");
    }

    private static void many(Stage stage) {
        Client a = stage.client();
        Asker way = a.v4();
        Opaque file = stage.file();
        Want want = a.want(file);
        Deque<Call> under = new ArrayDeque<>();
        int count = stage.rounds() * 500;
        for (int i = 0; i < count || !under.isEmpty(); i++) {
            if (under.size() == OUTSTANDING || i >= count) {
                Call oldest = under.removeFirst();
                Reply reply =
                        way.link()
                                .reply(oldest.xid(), Duration.ofSeconds(20))
                                .orElseThrow(() -> new CheckFailed("no reply to a LOCK"));
                Expect.granted(Result.of(reply.reader(), 4, Nlm.LOCK, 0).stat(), "LOCK");
            }
            if (i < count) {
                Call call = way.call(Nlm.LOCK, want.range(2L * i, 1).lockArguments(4));
                way.link().send(call.bytes());
                under.add(call);
            }
        }
        long begin = System.nanoTime();
        way.freeAll(a.name());
        long millis = (System.nanoTime() - begin) / 1_000_000;
        Client b = stage.client();
        Expect.granted(b.v4().lock(b.want(file)), "B W[0,EOF) after it");
        Expect.that(
                millis <= stage.within(1_000).toMillis(),
                "FREE_ALL of " + count + " locks took " + millis + " ms");
    }
}
