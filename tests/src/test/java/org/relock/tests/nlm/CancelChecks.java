package org.relock.tests.nlm;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.relock.state.xdr.Opaque;

/** NLM checks 38 to 40 and 42: duplicates of a wait, and its end by CANCEL. */
final class CancelChecks {

    private static final Duration QUIET = Duration.ofMillis(300);

    private CancelChecks() {}

    static List<Check> all() {
        return List.of(
                new Check(38, "a LOCK sent five times waits once", CancelChecks::once),
                new Check(
                        39,
                        "only an equal CANCEL cancels; block is not looked at",
                        CancelChecks::matrix),
                new Check(39, "CANCEL loses no held byte", CancelChecks::held),
                new Check(40, "CANCEL against UNLOCK ends as the replies say", CancelChecks::race),
                new Check(
                        42,
                        "a storm of LOCK, CANCEL and UNLOCK leaves nothing",
                        CancelChecks::storm));
    }

    private static void once(Stage stage) {
        HandOver over = HandOver.of(stage, OnGranted.ACCEPT);
        for (int i = 0; i < 4; i++) {
            Want same = over.wish().cookie(Opaque.copyOf(new byte[] {(byte) i}));
            Expect.blocked(over.b().v4().lock(same), "B's LOCK again");
        }
        over.release(stage);
        Expect.noneGranted(over.b(), over.wish(), Duration.ofSeconds(3), "a second time");
        Expect.granted(over.b().v4().unlock(over.wish()), "B's UNLOCK");
        Expect.noneGranted(over.b(), over.wish(), QUIET, "after B's UNLOCK");
        Expect.granted(over.stranger(stage), "a stranger's TEST");
    }

    private static void matrix(Stage stage) {
        Opaque elsewhere = stage.file();
        HandOver over = HandOver.of(stage, OnGranted.ACCEPT);
        Want wish = over.wish();
        Map<String, Want> others = new LinkedHashMap<>();
        others.put("file", wish.file(elsewhere));
        others.put("oh", wish.owner(wish.svid(), Opaque.ofHex("00")));
        others.put("svid", wish.owner(wish.svid() + 100_000, wish.oh()));
        others.put("offset", wish.range(1, 10));
        others.put("length", wish.range(0, 9));
        others.put("exclusive", wish.read());
        others.forEach((what, other) -> over.b().v4().cancel(other));
        over.release(stage);
        Expect.granted(over.b().v4().unlock(wish), "B's UNLOCK");

        HandOver second = HandOver.of(stage, OnGranted.ACCEPT);
        Expect.granted(second.b().v4().cancel(second.wish().waiting(false)), "CANCEL");
        Expect.granted(second.a().v4().unlock(second.held()), "A's UNLOCK");
        Expect.noneGranted(second.b(), second.wish(), QUIET, "after CANCEL with block false");
        Expect.granted(second.stranger(stage), "a stranger's TEST");
    }

    private static void held(Stage stage) {
        Client a = stage.client();
        Client b = stage.client();
        Want as = a.want(stage.file());
        Want bs = b.want(as.file());
        Expect.granted(b.v4().lock(bs.range(0, 1)), "B W[0,1)");
        Expect.granted(a.v4().lock(as.range(10, 1)), "A W[10,11)");
        Expect.blocked(b.v4().lock(bs.waiting()), "B W[0,EOF)");
        Expect.granted(b.v4().cancel(bs.waiting()), "CANCEL");
        Expect.denied(a.v4().lock(as.range(0, 1)), "A W[0,1)");
        b.v4().cancel(bs.range(0, 1));
        Expect.denied(a.v4().lock(as.range(0, 1)), "A W[0,1), after CANCEL of what is held");
    }

    /** B refuses what it no longer waits for, as a kernel does. */
    private static void race(Stage stage) {
        Client a = stage.client();
        Client b = stage.client().on(OnGranted.always(Stat.DENIED));
        Want held = a.want(stage.file());
        Random random = new Random(1);
        for (int i = 0; i < stage.rounds() * 5; i++) {
            Want wish = b.want(held.file()).waiting();
            Expect.granted(a.v4().lock(held), "A's LOCK");
            Expect.blocked(b.v4().lock(wish), "B's LOCK");
            Call unlock = a.v4().call(Nlm.UNLOCK, held.unlockArguments(4));
            Call cancel = b.v4().call(Nlm.CANCEL, wish.cancelArguments(4));
            boolean first = random.nextBoolean();
            Link one = first ? a.v4().link() : b.v4().link();
            one.send((first ? unlock : cancel).bytes());
            (first ? b.v4() : a.v4()).link().send((first ? cancel : unlock).bytes());
            answered(a, unlock, stage);
            Stat stat = answered(b, cancel, stage);
            if (stat == Stat.DENIED) {
                // It was granted before; then it is B's until B says otherwise.
                Expect.granted(b.v4().unlock(wish), "B's UNLOCK");
            } else {
                Expect.granted(stat, "CANCEL");
            }
            Stat after = a.v4().lock(held);
            Expect.granted(after, "A's LOCK after CANCEL was " + stat + ", round " + i);
            Expect.granted(a.v4().unlock(held), "A's UNLOCK");
        }
    }

    private static Stat answered(Client client, Call call, Stage stage) {
        Optional<Reply> reply = client.v4().link().reply(call.xid(), stage.within(10_000));
        return Result.of(
                        reply.orElseThrow(() -> new CheckFailed("no reply in a race")).reader(),
                        4,
                        call.procedure(),
                        0)
                .stat();
    }

    private static void storm(Stage stage) {
        Client a = stage.client();
        Client b = stage.client().on(OnGranted.always(Stat.DENIED));
        Random random = new Random(1);
        Want as = a.want(stage.file());
        Want[] owners = {b.want(as.file()), b.want(as.file()), b.want(as.file())};
        for (int i = 0; i < stage.rounds() * 20; i++) {
            Want want = owners[random.nextInt(owners.length)];
            want = want.range(random.nextInt(4), random.nextInt(5)).waiting();
            switch (random.nextInt(5)) {
                case 0 -> a.v4().lock(as.range(random.nextInt(8), 1 + random.nextInt(4)));
                case 1 -> a.v4().unlock(as.range(random.nextInt(8), 1 + random.nextInt(4)));
                case 2 -> b.v4().cancel(want);
                case 3 -> b.v4().unlock(want);
                default -> b.v4().lock(want);
            }
        }
        for (Want owner : owners) {
            for (int from = 0; from < 4; from++) {
                for (int length = 0; length < 5; length++) {
                    b.v4().cancel(owner.range(from, length).waiting());
                }
            }
            b.v4().unlock(owner);
        }
        a.v4().unlock(as);
        b.grants().during(QUIET);
        Expect.granted(a.v4().lock(as), "A W[0,EOF) after the storm");
        Expect.granted(a.v4().unlock(as), "A's UNLOCK");
        Expect.same(List.of(), b.grants().during(QUIET), "GRANTED after the storm");
    }
}
