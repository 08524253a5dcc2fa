package org.relock.tests.nlm;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** NLM checks 50 and 51: when a client is watched, and what a statd that fails costs. */
final class MonitorChecks {

    private static final int SAMPLES = 200;

    private MonitorChecks() {}

    static List<Check> all() {
        return List.of(
                new Check(50, "SM_MON is done before the first GRANTED", MonitorChecks::granted),
                new Check(50, "SM_MON is done before the first BLOCKED", MonitorChecks::blocked),
                new Check(50, "a client is watched once, whatever it locks", MonitorChecks::once),
                new Check(50, "TEST and NM_LOCK watch nobody", MonitorChecks::nobody),
                new Check(51, "a deaf statd delays no known client", MonitorChecks::deaf),
                new Check(51, "a dead statd is noticed and found again", MonitorChecks::dead));
    }

    private static void granted(Stage stage) {
        ScriptedStatd statd = stage.statd();
        Client a = stage.client();
        Result result = a.v4().result(Nlm.LOCK, a.want(stage.file()));
        Expect.granted(result.stat(), "LOCK");
        Monitored monitored = statd.monitored(a, Duration.ofSeconds(2));
        Expect.that(monitored.answered() <= result.nanos(), "SM_MON came after the reply");
    }

    private static void blocked(Stage stage) {
        ScriptedStatd statd = stage.statd();
        Client a = stage.client();
        Client b = stage.client();
        Want held = a.want(stage.file());
        Expect.granted(a.v4().lock(held), "A's LOCK");
        Result result = b.v4().result(Nlm.LOCK, b.want(held.file()).waiting());
        Expect.blocked(result.stat(), "B's LOCK");
        Monitored monitored = statd.monitored(b, Duration.ofSeconds(2));
        Expect.that(monitored.answered() <= result.nanos(), "SM_MON came after the reply");
    }

    private static void once(Stage stage) {
        ScriptedStatd statd = stage.statd();
        Client a = stage.client();
        for (int i = 0; i < 20; i++) {
            Transport transport = i % 2 == 0 ? Transport.TCP : Transport.UDP;
            int version = stage.versions().get(i % stage.versions().size());
            Want want = a.want(stage.file()).range(i, 1);
            Expect.granted(a.speak(version, transport).lock(want), "LOCK " + i);
            Expect.granted(a.speak(version, transport).unlock(want), "UNLOCK " + i);
        }
        List<Monitored> asked = statd.asked().during(Duration.ofMillis(300));
        Expect.same(1, asked.size(), "calls to statd");
    }

    private static void nobody(Stage stage) {
        ScriptedStatd statd = stage.statd();
        Client a = stage.client();
        Expect.granted(a.v4().test(a.want(stage.file())).stat(), "TEST");
        Expect.granted(a.v4().result(Nlm.NM_LOCK, a.want(stage.file())).stat(), "NM_LOCK");
        Expect.same(List.of(), statd.asked().during(Duration.ofMillis(300)), "calls to statd");
    }

    /** A known client locks and unlocks while another one's LOCK hangs; returns after both. */
    private static Stat meanwhile(Stage stage, Client known) {
        Client stranger = stage.client();
        Want wish = stranger.want(stage.file());
        Call call = stranger.v4().call(Nlm.LOCK, wish.lockArguments(4));
        stranger.v4().link().send(call.bytes());
        Want own = known.want(stage.file());
        long[] millis = new long[SAMPLES];
        for (int i = 0; i < SAMPLES; i++) {
            long begin = System.nanoTime();
            Expect.granted(known.v4().lock(own), "the known client's LOCK");
            Expect.granted(known.v4().unlock(own), "the known client's UNLOCK");
            millis[i] = (System.nanoTime() - begin) / 1_000_000;
        }
        Arrays.sort(millis);
        Expect.that(
                millis[SAMPLES * 99 / 100] <= stage.within(50).toMillis(),
                "the known client's LOCK and UNLOCK took up to " + millis[SAMPLES - 1] + " ms");
        Optional<Reply> reply = stranger.v4().link().reply(call.xid(), stage.within(3_500));
        return Result.of(
                        reply.orElseThrow(() -> new CheckFailed("no reply to the new client"))
                                .reader(),
                        4,
                        Nlm.LOCK,
                        0)
                .stat();
    }

    private static void deaf(Stage stage) {
        ScriptedStatd statd = stage.statd();
        Client known = stage.client();
        Expect.granted(known.v4().lock(known.want(stage.file())), "the known client's LOCK");
        statd.mood(ScriptedStatd.Mood.DEAF);
        try {
            Expect.same(Stat.NOLOCKS, meanwhile(stage, known), "the new client's LOCK");
        } finally {
            statd.mood(ScriptedStatd.Mood.WELL);
        }
        recovered(stage);
    }

    private static void dead(Stage stage) {
        ScriptedStatd statd = stage.statd();
        Client known = stage.client();
        Expect.granted(known.v4().lock(known.want(stage.file())), "the known client's LOCK");
        statd.kill();
        try {
            Expect.same(Stat.NOLOCKS, meanwhile(stage, known), "the new client's LOCK");
        } finally {
            statd.restart();
        }
        recovered(stage);
    }

    private static void recovered(Stage stage) {
        stage.until(
                "a new client is watched again",
                () -> {
                    Client other = stage.client();
                    return other.v4().lock(other.want(stage.file())) == Stat.GRANTED;
                });
    }
}
