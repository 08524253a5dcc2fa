package org.relock.tests.nlm;

import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;

/** NLM check 43: a call that comes twice is done once. */
final class DuplicateChecks {

    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private DuplicateChecks() {}

    static List<Check> all() {
        return List.of(
                new Check(
                        43,
                        "an UNLOCK sent again spares the new lock, over UDP",
                        s -> unlock(s, Transport.UDP, false)),
                new Check(
                        43,
                        "an UNLOCK sent again spares the new lock, over TCP",
                        s -> unlock(s, Transport.TCP, false)),
                new Check(
                        43,
                        "so it does on a new connection from the same port",
                        s -> unlock(s, Transport.TCP, true)),
                new Check(
                        43,
                        "a LOCK sent again after its UNLOCK locks nothing",
                        DuplicateChecks::lock),
                new Check(43, "a CANCEL sent again spares the new wait", DuplicateChecks::cancel),
                new Check(43, "a LOCK sent twice at once is granted once", DuplicateChecks::twice));
    }

    /** Sends a call again, the same bytes from the same port; the reply must be the same. */
    private static void replay(Link link, Call call, Reply before) {
        Reply after = ask(link, call);
        Expect.same(before.results(), after.results(), "results of the replay");
    }

    private static Reply ask(Link link, Call call) {
        return link.ask(call, PATIENCE).orElseThrow(() -> new CheckFailed("no reply"));
    }

    private static void unlock(Stage stage, Transport transport, boolean reconnect) {
        Client a = stage.client();
        Want want = a.want(stage.file());
        Asker way = a.speak(4, transport);
        InetSocketAddress server = new InetSocketAddress(stage.server(), stage.port(transport));
        Expect.granted(way.lock(want), "LOCK");
        // A port of our own choice, since a chosen one can be taken again at once.
        InetSocketAddress from = new InetSocketAddress(a.address(), 901);
        Call unlock = way.call(Nlm.UNLOCK, want.unlockArguments(4));
        Link link = Link.open(transport, from, server);
        try {
            Reply before = ask(link, unlock);
            Expect.granted(way.lock(want), "LOCK again");
            if (reconnect) {
                link.close();
                link = Link.open(transport, from, server);
            }
            replay(link, unlock, before);
        } finally {
            link.close();
        }
        Client b = stage.client();
        Expect.denied(b.v4().lock(b.want(want.file())), "B's LOCK after the replay");
    }

    private static void lock(Stage stage) {
        Client a = stage.client();
        Client b = stage.client();
        for (Transport transport : Transport.values()) {
            Want want = a.want(stage.file());
            Asker way = a.speak(4, transport);
            Call lock = way.call(Nlm.LOCK, want.lockArguments(4));
            Reply before = ask(way.link(), lock);
            Expect.granted(way.unlock(want), "UNLOCK");
            replay(way.link(), lock, before);
            Expect.granted(b.v4().lock(b.want(want.file())), "B's LOCK after the replay");
        }
    }

    private static void cancel(Stage stage) {
        HandOver over = HandOver.of(stage, OnGranted.ACCEPT);
        Asker way = over.b().v4();
        Call cancel = way.call(Nlm.CANCEL, over.wish().cancelArguments(4));
        Reply before = ask(way.link(), cancel);
        Expect.blocked(way.lock(over.wish()), "B waits again");
        replay(way.link(), cancel, before);
        over.release(stage);
    }

    private static void twice(Stage stage) {
        Client a = stage.client();
        Client b = stage.client();
        for (Transport transport : Transport.values()) {
            Want held = a.want(stage.file());
            Expect.granted(a.v4().lock(held), "A's LOCK");
            Want wish = b.want(held.file()).waiting();
            Asker way = b.speak(4, transport);
            Call lock = way.call(Nlm.LOCK, wish.lockArguments(4));
            way.link().send(lock.bytes());
            way.link().send(lock.bytes());
            Reply reply =
                    way.link()
                            .reply(lock.xid(), PATIENCE)
                            .orElseThrow(() -> new CheckFailed("no reply"));
            Expect.blocked(Result.of(reply.reader(), 4, Nlm.LOCK, 0).stat(), "B's LOCK");
            Expect.granted(a.v4().unlock(held), "A's UNLOCK");
            Expect.granted(b, wish, stage.within(2_000), "B");
            Expect.noneGranted(b, wish, Duration.ofSeconds(2), "a second time");
        }
    }
}
