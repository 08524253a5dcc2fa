package org.relock.tests.nlm;

import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.relock.state.xdr.Opaque;
import org.relock.tests.nlm.Reply.Outcome;

/** NLM checks 1, 2, 6 and 7: versions, procedures, cookies and one-way calls. */
final class WireChecks {

    private static final List<Integer> COOKIES = List.of(0, 1, 4, 8, 32, 33, 64, 1024);
    private static final byte[] NOTHING = new byte[0];

    private WireChecks() {}

    static List<Check> all() {
        return List.of(
                new Check(1, "NULL answers in versions 1, 3, 4 over UDP and TCP", WireChecks::ping),
                new Check(1, "NULL answers over IPv6", WireChecks::ping6),
                new Check(1, "versions 0 and 2 are PROG_MISMATCH 1 to 4", WireChecks::versions),
                new Check(1, "unassigned procedures are PROC_UNAVAIL", WireChecks::procedures),
                new Check(
                        2, "a cookie of 0 to 1024 bytes comes back as it was", WireChecks::cookie),
                new Check(2, "a cookie of 1025 bytes is GARBAGE_ARGS", WireChecks::longCookie),
                new Check(
                        6,
                        "a _MSG has no reply and one _RES, over UDP",
                        s -> msg(s, Transport.UDP)),
                new Check(
                        6,
                        "a _MSG has no reply and one _RES, over TCP",
                        s -> msg(s, Transport.TCP)),
                new Check(
                        7, "a _RES out of the blue is dropped in silence", WireChecks::strangers));
    }

    private static void ping(Stage stage) {
        pingFrom(stage.client());
    }

    private static void ping6(Stage stage) {
        stage.six();
        pingFrom(stage.client6());
    }

    private static void pingFrom(Client a) {
        for (Transport transport : Transport.values()) {
            for (int version : List.of(1, 3, 4)) {
                Reply reply = a.speak(version, transport).ask(Nlm.NULL, NOTHING);
                String what = "NULL v" + version + " " + transport;
                Expect.same(Outcome.SUCCESS, reply.outcome(), what);
                Expect.same(0, reply.results().length(), what + " results");
            }
        }
    }

    private static void versions(Stage stage) {
        Client a = stage.client();
        for (Transport transport : Transport.values()) {
            for (int version : List.of(0, 2, 5)) {
                Reply reply = a.speak(version, transport).ask(Nlm.NULL, NOTHING);
                Expect.same(Outcome.PROG_MISMATCH, reply.outcome(), "version " + version);
                Expect.same("1 to 4", reply.low() + " to " + reply.high(), "version " + version);
            }
        }
    }

    private static void procedures(Stage stage) {
        Client a = stage.client();
        for (int version : stage.versions()) {
            for (int procedure : List.of(17, 18, 19, 24, 25, 1000, -1)) {
                Reply reply = a.speak(version, Transport.TCP).ask(procedure, NOTHING);
                Expect.same(Outcome.PROC_UNAVAIL, reply.outcome(), "procedure " + procedure);
            }
        }
    }

    private static void cookie(Stage stage) {
        Client a = stage.client();
        Client b = stage.client();
        Want held = a.want(stage.file());
        Expect.granted(a.v4().lock(held), "A's lock");
        for (int length : COOKIES) {
            byte[] bytes = new byte[length];
            java.util.Arrays.fill(bytes, (byte) 0xa5);
            Want want = b.want(held.file()).cookie(Opaque.copyOf(bytes));
            Want beyond = want.range(-1, 2);
            Want free = want.file(stage.file());
            for (int procedure : List.of(1, 2, 22, 3, 4)) {
                for (Want each : List.of(want, beyond, free)) {
                    Result result = b.v4().result(procedure, each);
                    Expect.same(want.cookie(), result.cookie(), "cookie of " + procedure);
                }
            }
            for (int procedure : List.of(Nlm.SHARE, Nlm.SHARE, Nlm.UNSHARE)) {
                for (Client each : List.of(a, b)) {
                    Result result = each.v4().result(procedure, want.shareArguments(3, 3));
                    Expect.same(want.cookie(), result.cookie(), "cookie of " + procedure);
                }
            }
        }
    }

    private static void longCookie(Stage stage) {
        Client a = stage.client();
        Want want = a.want(stage.file()).cookie(Opaque.copyOf(new byte[Nlm.LONGEST + 1]));
        for (int procedure : List.of(1, 2, 3, 4, 22)) {
            Reply reply = a.v4().ask(procedure, want.arguments(4, procedure));
            Expect.same(Outcome.GARBAGE_ARGS, reply.outcome(), "procedure " + procedure);
        }
        Reply reply = a.v4().ask(Nlm.SHARE, want.shareArguments(0, 1));
        Expect.same(Outcome.GARBAGE_ARGS, reply.outcome(), "SHARE");
    }

    private static void msg(Stage stage, Transport transport) {
        Client a = stage.client();
        for (int version : stage.versions()) {
            Asker asker = a.speak(version, transport);
            Want want = a.want(stage.file()).range(0, 10);
            for (int procedure :
                    List.of(Nlm.TEST_MSG, Nlm.LOCK_MSG, Nlm.CANCEL_MSG, Nlm.UNLOCK_MSG)) {
                Call call = asker.call(procedure, want.arguments(version, procedure));
                asker.link().send(call.bytes());
                String what = "procedure " + procedure + " of v" + version;
                Answer answer =
                        a.answers()
                                .take(Duration.ofSeconds(5))
                                .orElseThrow(() -> new CheckFailed(what + ": no _RES"));
                Expect.same(procedure + 5, answer.procedure(), what + ": its _RES");
                Expect.same(version, answer.version(), what + ": version of its _RES");
                Expect.same(transport, answer.transport(), what + ": transport of its _RES");
                Expect.same(want.cookie(), answer.result().cookie(), what + ": cookie");
                Expect.same(stage.server(), answer.from().getAddress(), what + ": source");
                if (procedure != Nlm.CANCEL_MSG) {
                    Expect.granted(answer.result().stat(), what);
                }
                Expect.that(
                        asker.link().reply(call.xid(), Duration.ofMillis(100)).isEmpty(),
                        what + ": there was an RPC reply");
            }
        }
        Expect.same(List.of(), a.answers().during(Duration.ofMillis(300)), "further _RES");
    }

    private static void strangers(Stage stage) {
        Client a = stage.client();
        for (Transport transport : Transport.values()) {
            Asker asker = a.speak(4, transport);
            for (int procedure : Set.of(11, 12, 13, 14, 15)) {
                // An unknown cookie with GRANTED, as nlm4_res; for a TEST_RES, too.
                byte[] result = {0, 0, 0, 4, 1, 2, 3, 4, 0, 0, 0, 0};
                Call call = asker.call(procedure, result);
                asker.link().send(call.bytes());
                Expect.that(
                        asker.link().reply(call.xid(), Duration.ofMillis(200)).isEmpty(),
                        "procedure " + procedure + " has a reply over " + transport);
            }
            Expect.same(Outcome.SUCCESS, asker.ask(Nlm.NULL, NOTHING).outcome(), "NULL after it");
        }
    }
}
