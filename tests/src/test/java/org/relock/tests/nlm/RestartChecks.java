package org.relock.tests.nlm;

import java.time.Duration;
import java.util.List;

/** NLM checks 47 to 49, 67 and 70: reboots, restarts and the end. They come last. */
final class RestartChecks {

    private static final int GRACE_SECONDS = 6;

    private RestartChecks() {}

    static List<Check> all() {
        return List.of(
                new Check(
                        47,
                        "after a reboot there is grace, and locks are reclaimed",
                        RestartChecks::grace),
                new Check(48, "there is no grace when nobody held a lock", RestartChecks::nobody),
                new Check(49, "a reclaim outside of grace is GRACE", RestartChecks::late),
                new Check(67, "locks and waits survive kill -9", RestartChecks::kill),
                new Check(70, "it ends within two seconds among many waiters", RestartChecks::end));
    }

    private static void grace(Stage stage) {
        Client a = stage.client();
        Want want = a.want(stage.file()).range(0, 10);
        Expect.granted(a.v4().lock(want), "LOCK");
        Client holdout = stage.client();
        Expect.granted(holdout.v4().lock(holdout.want(stage.file())), "another one's LOCK");
        long begin = System.nanoTime();
        stage.restart("reboot", GRACE_SECONDS);
        Client b = stage.client();
        Want other = b.want(want.file()).range(100, 1);
        Expect.same(Stat.GRACE, b.v4().lock(other), "a new LOCK");
        Expect.same(Stat.GRACE, b.v4().lock(other.waiting()), "a new LOCK that would wait");
        Expect.same(Stat.GRACE, b.v4().test(other).stat(), "TEST");
        Expect.same(Stat.GRACE, b.v4().result(Nlm.NM_LOCK, other).stat(), "NM_LOCK");
        Expect.same(Stat.GRACE, b.v4().share(other, 0, 1), "SHARE");
        Expect.granted(a.v4().lock(want.reclaiming()), "the reclaim");
        Want piece = want.range(0, 5);
        Expect.granted(a.v4().unlock(piece), "UNLOCK of half of what was reclaimed");
        stage.until("grace is over", () -> b.v4().test(other).stat() != Stat.GRACE);
        long seconds = (System.nanoTime() - begin) / 1_000_000_000;
        Expect.denied(b.v4().lock(other.range(7, 1)), "B's LOCK of what was reclaimed");
        Expect.granted(b.v4().lock(other.range(0, 5)), "B's LOCK of what was unlocked");
        Expect.that(seconds <= GRACE_SECONDS + 10, "grace lasted " + seconds + " s");
    }

    private static void nobody(Stage stage) {
        stage.hook("stop");
        stage.hook("wipe");
        stage.restart("reboot", GRACE_SECONDS);
        Client a = stage.client();
        Expect.granted(a.v4().lock(a.want(stage.file())), "the first LOCK");
    }

    private static void late(Stage stage) {
        Client a = stage.client();
        stage.until("grace is over", () -> a.v4().test(a.want(stage.file())).stat() != Stat.GRACE);
        Stat stat = a.v4().lock(a.want(stage.file()).reclaiming());
        Expect.same(Stat.GRACE, stat, "the reclaim");
    }

    private static void kill(Stage stage) {
        HandOver over = HandOver.of(stage, OnGranted.ACCEPT);
        stage.restart("kill", 0);
        Expect.denied(over.stranger(stage), "a stranger's TEST after the restart");
        over.release(stage);
    }

    private static void end(Stage stage) {
        Client a = stage.client();
        Client b = stage.client();
        Want held = a.want(stage.file());
        Expect.granted(a.v4().lock(held), "A's LOCK");
        for (int i = 0; i < stage.rounds() * 50; i++) {
            Expect.blocked(b.v4().lock(b.want(held.file()).waiting()), "waiter " + i);
        }
        long begin = System.nanoTime();
        stage.hook("stop");
        Duration took = Duration.ofNanos(System.nanoTime() - begin);
        stage.hook("start");
        stage.until("it serves again", stage::answers);
        Expect.that(took.compareTo(stage.within(2_000)) <= 0, "it took " + took.toMillis() + " ms");
    }
}
