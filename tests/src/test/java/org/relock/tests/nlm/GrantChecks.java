package org.relock.tests.nlm;

import java.net.InetAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.relock.state.xdr.Opaque;

/** NLM checks 28, 29 and 37: what a GRANTED says, and how it is tried again. */
final class GrantChecks {

    private GrantChecks() {}

    static List<Check> all() {
        return List.of(
                new Check(
                        28,
                        "GRANTED comes the way of the LOCK and says what it said",
                        GrantChecks::says),
                new Check(28, "GRANTED comes from the address that was asked", GrantChecks::source),
                new Check(28, "GRANTED comes over IPv6 to an IPv6 client", GrantChecks::six),
                new Check(29, "a lost GRANTED is sent again", GrantChecks::again),
                new Check(
                        29,
                        "a silent client is tried by procedure 5 and the other transport",
                        GrantChecks::fallback),
                new Check(
                        37,
                        "a client that ended in order is found at its new port",
                        s -> moved(s, Service.End.FIN, 3_000)),
                new Check(
                        37,
                        "a client that was reset is found at its new port",
                        s -> moved(s, Service.End.RST, 3_000)),
                new Check(
                        37,
                        "a client that fell silent is found at its new port",
                        s -> moved(s, Service.End.SILENCE, 4_000)));
    }

    private static void says(Stage stage) {
        Set<Opaque> cookies = new HashSet<>();
        for (int version : stage.versions()) {
            for (Transport transport : Transport.values()) {
                for (long length : List.of(0L, 10L)) {
                    Client b = stage.client();
                    Granted granted =
                            handedOver(stage, b.speak(version, transport), length, cookies);
                    Expect.same(stage.server(), granted.from().getAddress(), "source");
                }
            }
        }
    }

    private static Granted handedOver(Stage stage, Asker way, long length, Set<Opaque> cookies) {
        Client a = stage.client();
        Want held = a.want(stage.file());
        Expect.granted(a.v4().lock(held), "A's LOCK");
        Want wish = way.client().want(held.file()).range(3, length).waiting();
        String what = "v" + way.version() + " " + way.transport();
        Expect.blocked(way.lock(wish), what + " LOCK");
        Expect.granted(a.v4().unlock(held), "A's UNLOCK");
        Granted granted = Expect.granted(way.client(), wish, stage.within(2_000), what);
        Expect.same(Nlm.GRANTED_MSG, granted.procedure(), what + " procedure");
        Expect.same(way.version(), granted.version(), what + " version");
        Expect.same(way.transport(), granted.transport(), what + " transport");
        Expect.same(wish.caller(), granted.caller(), what + " caller_name");
        Expect.that(granted.cookie().length() >= 8, what + " cookie " + granted.cookie());
        Expect.that(cookies.add(granted.cookie()), what + " cookie was seen before");
        Expect.that(!granted.cookie().equals(wish.cookie()), what + " cookie is the LOCK's");
        return granted;
    }

    private static void source(Stage stage) {
        Set<Opaque> cookies = new HashSet<>();
        for (InetAddress server : List.of(stage.second(), stage.server())) {
            for (Transport transport : Transport.values()) {
                Asker way = stage.client().speak(4, transport, server);
                Granted granted = handedOver(stage, way, 10, cookies);
                Expect.same(server, granted.from().getAddress(), "source over " + transport);
            }
        }
    }

    private static void six(Stage stage) {
        InetAddress server = stage.six();
        for (Transport transport : Transport.values()) {
            Asker way = stage.client6().speak(4, transport);
            Granted granted = handedOver(stage, way, 10, new HashSet<>());
            Expect.same(server, granted.from().getAddress(), "source over " + transport);
        }
    }

    private static void again(Stage stage) {
        HandOver over = HandOver.of(stage, OnGranted.atFirst(2, Optional.empty()));
        Granted first = over.release(stage);
        Duration bound = stage.within(4_000);
        for (int i = 2; i <= 3; i++) {
            Granted next = Expect.granted(over.b(), over.wish(), bound, "GRANTED number " + i);
            long millis = (next.nanos() - first.nanos()) / 1_000_000;
            Expect.that(
                    millis <= bound.toMillis(), "GRANTED number " + i + " after " + millis + " ms");
        }
        Expect.noneGranted(
                over.b(), over.wish(), Duration.ofSeconds(5), "after the third was answered");
        Expect.denied(over.stranger(stage), "a stranger's TEST");
    }

    private static void fallback(Stage stage) {
        HandOver over = HandOver.of(stage, OnGranted.SILENCE);
        List<String> seen = new ArrayList<>();
        Granted first = over.release(stage);
        boolean five = false;
        boolean other = false;
        long end = System.nanoTime() + stage.within(20_000).toNanos();
        while (!(five && other) && System.nanoTime() < end) {
            Optional<Granted> next =
                    over.b().grants().take(Duration.ofNanos(end - System.nanoTime()));
            if (next.isPresent()) {
                five |= next.get().procedure() == Nlm.GRANTED;
                other |= next.get().transport() != first.transport();
                seen.add(next.get().procedure() + " " + next.get().transport());
            }
        }
        Expect.that(five && other, "in 20 s it was tried again only by " + seen);
    }

    private static void moved(Stage stage, Service.End end, long millis) {
        Client b = stage.client();
        HandOver before = HandOver.of(stage, b);
        before.release(stage);
        b.restart(end);
        HandOver after = HandOver.of(stage, b);
        Expect.granted(after.a().v4().unlock(after.held()), "A's UNLOCK");
        Expect.granted(b, after.wish(), stage.within(millis), "B at its new port");
    }
}
