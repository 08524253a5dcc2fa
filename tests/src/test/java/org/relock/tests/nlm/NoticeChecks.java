package org.relock.tests.nlm;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.relock.state.xdr.Opaque;
import org.relock.state.xdr.XdrWriter;

/** NLM checks 52 to 54 and 57: what news of a client's reboot frees, and whose news count. */
final class NoticeChecks {

    private static final Duration SOON = Duration.ofSeconds(2);

    private NoticeChecks() {}

    static List<Check> all() {
        return List.of(
                new Check(
                        52,
                        "a newer odd state frees locks, waits and their waiters",
                        NoticeChecks::frees),
                new Check(52, "the same state again frees nothing new", NoticeChecks::again),
                new Check(52, "a lock of the new state stays", NoticeChecks::fresh),
                new Check(52, "a lock of state 0 is freed", NoticeChecks::zero),
                new Check(52, "an even state is ignored", NoticeChecks::even),
                new Check(53, "a notice with other private bytes is ignored", NoticeChecks::priv),
                new Check(
                        53,
                        "a notice from the network tells nothing and does nothing",
                        NoticeChecks::network),
                new Check(54, "a LOCK of another state drops no lock", NoticeChecks::change),
                new Check(57, "a reboot frees shares", NoticeChecks::share));
    }

    private record Watched(Client a, Want want, Monitored monitored) {

        static Watched of(Stage stage, int state) {
            stage.statd();
            Client a = stage.client();
            Want want = a.want(stage.file()).state(state);
            Expect.granted(a.v4().lock(want), "LOCK");
            return new Watched(a, want, stage.statd().monitored(a, SOON));
        }

        void held(Stage stage, Stat expected, String what) {
            Client other = stage.client();
            Stat stat = other.v4().test(other.want(want.file())).stat();
            Expect.same(expected, stat, "TEST by another, " + what);
        }
    }

    private static void frees(Stage stage) {
        Watched watched = Watched.of(stage, 1);
        Client b = stage.client();
        Want behind = b.want(watched.want.file()).waiting();
        Expect.blocked(b.v4().lock(behind), "B waits for A");
        Want elsewhere = b.want(stage.file());
        Expect.granted(b.v4().lock(elsewhere), "B's LOCK elsewhere");
        Want wait = watched.a.want(elsewhere.file()).waiting().state(1);
        Expect.blocked(watched.a.v4().lock(wait), "A waits for B");
        stage.statd().rebooted(watched.monitored, 3);
        Expect.granted(b, behind, stage.within(2_000), "B after A's reboot");
        Expect.granted(b.v4().unlock(elsewhere), "B's UNLOCK elsewhere");
        Expect.noneGranted(watched.a, wait, Duration.ofMillis(300), "A after its reboot");
    }

    private static void again(Stage stage) {
        Watched watched = Watched.of(stage, 3);
        stage.statd().rebooted(watched.monitored, 5);
        watched.held(stage, Stat.GRANTED, "after the reboot");
        Expect.granted(watched.a.v4().lock(watched.want.state(5)), "LOCK after the reboot");
        Monitored then =
                stage.statd()
                        .asked()
                        .take(m -> m.procedure() == Monitored.MON, Duration.ofMillis(300))
                        .orElse(watched.monitored);
        stage.statd().rebooted(then, 5);
        watched.held(stage, Stat.DENIED, "after the same news again");
    }

    private static void fresh(Stage stage) {
        Watched watched = Watched.of(stage, 7);
        stage.statd().rebooted(watched.monitored, 7);
        watched.held(stage, Stat.DENIED, "after late news of the state it has");
    }

    private static void zero(Stage stage) {
        Watched watched = Watched.of(stage, 0);
        stage.statd().rebooted(watched.monitored, 9);
        watched.held(stage, Stat.GRANTED, "after the reboot");
    }

    private static void even(Stage stage) {
        Watched watched = Watched.of(stage, 1);
        stage.statd().rebooted(watched.monitored, 4);
        watched.held(stage, Stat.DENIED, "after an even state");
    }

    private static void priv(Stage stage) {
        Watched watched = Watched.of(stage, 1);
        byte[] other = watched.monitored.priv().toBytes();
        other[15] ^= 1;
        other[0] ^= 1;
        stage.statd().notify(watched.monitored, 3, other);
        watched.held(stage, Stat.DENIED, "after a notice with other private bytes");
    }

    private static void network(Stage stage) {
        Watched watched = Watched.of(stage, 1);
        Client thief = stage.client();
        for (Transport transport : Transport.values()) {
            Asker way = thief.speak(watched.monitored.version(), transport);
            Optional<Reply.Outcome> known =
                    notice(way, watched.monitored, watched.monitored.name());
            Optional<Reply.Outcome> unknown = notice(way, watched.monitored, "nobody.nlm.test");
            Expect.same(unknown, known, "the answer over " + transport);
        }
        watched.held(stage, Stat.DENIED, "after a notice from the network");
    }

    private static Optional<Reply.Outcome> notice(Asker way, Monitored about, String name) {
        byte[] arguments =
                new XdrWriter(64).string(name).i32(99).fixedOpaque(about.priv()).toBytes();
        Call call = way.call(about.callback(), arguments);
        way.link().send(call.bytes());
        return way.link().reply(call.xid(), Duration.ofMillis(300)).map(Reply::outcome);
    }

    private static void change(Stage stage) {
        Client a = stage.client();
        Want first = a.want(stage.file()).state(5);
        Expect.granted(a.v4().lock(first), "LOCK");
        for (int state : List.of(7, 0, -1, 3)) {
            Want other = a.want(stage.file()).state(state);
            Expect.granted(a.v4().lock(other), "LOCK of state " + state);
            Expect.granted(a.v4().result(Nlm.NM_LOCK, other.range(9, 1)).stat(), "NM_LOCK");
            Client b = stage.client();
            Stat stat = b.v4().test(b.want(first.file())).stat();
            Expect.denied(stat, "TEST after a LOCK of state " + state);
        }
    }

    private static void share(Stage stage) {
        Watched watched = Watched.of(stage, 1);
        Opaque file = stage.file();
        Client b = stage.client();
        Expect.granted(watched.a.v4().share(watched.a.want(file), 3, 3), "A's SHARE");
        Expect.denied(b.v4().share(b.want(file), 0, 1), "B's SHARE");
        stage.statd().rebooted(watched.monitored, 3);
        Expect.granted(b.v4().share(b.want(file), 0, 1), "B's SHARE after A's reboot");
    }
}
