package org.relock.tests.nlm;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.relock.state.xdr.Opaque;
import org.relock.state.xdr.XdrWriter;
import org.relock.tests.nlm.Reply.Outcome;

/** NLM checks 3 to 5: names, enums, and XDR that is cut or too long. */
final class HostileChecks {

    private HostileChecks() {}

    static List<Check> all() {
        return List.of(
                new Check(3, "a caller_name of 1 to 1024 bytes is accepted", HostileChecks::names),
                new Check(
                        3, "a caller_name of 1025 bytes is GARBAGE_ARGS", HostileChecks::longName),
                new Check(3, "odd names are but names", HostileChecks::oddNames),
                new Check(4, "a bool other than 0 and 1 is GARBAGE_ARGS", HostileChecks::bools),
                new Check(
                        4,
                        "a share mode or access out of range is GARBAGE_ARGS",
                        HostileChecks::enums),
                new Check(
                        4,
                        "lengths of 2^k and 2^k-1 leave the server alive",
                        HostileChecks::lengths),
                new Check(5, "cut XDR is GARBAGE_ARGS wherever it is cut", HostileChecks::cut),
                new Check(5, "XDR with bytes behind it is GARBAGE_ARGS", HostileChecks::tooLong));
    }

    private static void names(Stage stage) {
        Client a = stage.client();
        for (int length : List.of(1, 2, 3, 4, 5, 255, 256, 257, 1023, 1024)) {
            Want want = a.want(stage.file()).caller("n".repeat(length));
            Expect.granted(a.v4().lock(want), "LOCK by a name of " + length);
            Expect.granted(a.v4().unlock(want), "UNLOCK by a name of " + length);
        }
    }

    private static void longName(Stage stage) {
        Client a = stage.client();
        Want want = a.want(stage.file()).caller("n".repeat(1025));
        for (int procedure : List.of(1, 2, 3, 4, 22)) {
            Reply reply = a.v4().ask(procedure, want.arguments(4, procedure));
            Expect.same(Outcome.GARBAGE_ARGS, reply.outcome(), "procedure " + procedure);
        }
    }

    private static void oddNames(Stage stage) {
        for (String name :
                List.of(
                        "",
                        "/",
                        ".",
                        "..",
                        "../../etc/passwd",
                        "a/b",
                        "nul\0nul",
                        "new\nline",
                        "%s%n%x",
                        "\u00ff\u00fe\u00c3(",
                        "$(reboot)")) {
            Client a = stage.client();
            Want want = a.want(stage.file()).caller(name);
            Expect.granted(a.v4().lock(want), "LOCK by " + name);
            Expect.denied(a.v4().lock(a.want(want.file())), "LOCK by another owner");
            Expect.granted(a.v4().unlock(want), "UNLOCK by " + name);
            if (stage.hasStatd()) {
                Monitored monitored =
                        stage.statd()
                                .asked()
                                .take(m -> m.procedure() == Monitored.MON, stage.within(1_000))
                                .orElseThrow(() -> new CheckFailed("no SM_MON for " + name));
                Expect.that(
                        monitored.name().matches("[A-Za-z0-9.:_-]+"),
                        "SM_MON of the name " + monitored.name());
            }
        }
    }

    /** Where the bools stand in the arguments of a wish with a cookie of 8 bytes. */
    private static Map<Integer, List<Integer>> bools(Want want) {
        Map<Integer, List<Integer>> places = new TreeMap<>();
        int end = want.lockArguments(4).length;
        places.put(Nlm.TEST, List.of(12));
        places.put(Nlm.LOCK, List.of(12, 16, end - 8));
        places.put(Nlm.NM_LOCK, List.of(12, 16, end - 8));
        places.put(Nlm.CANCEL, List.of(12, 16));
        return places;
    }

    private static void bools(Stage stage) {
        Client a = stage.client();
        Want want = a.want(stage.file());
        for (int wrong : List.of(2, 256, 0x0100_0000, Integer.MAX_VALUE, -1)) {
            bools(want)
                    .forEach(
                            (procedure, places) -> {
                                for (int place : places) {
                                    byte[] bytes = want.arguments(4, procedure);
                                    ByteBuffer.wrap(bytes).putInt(place, wrong);
                                    Reply reply = a.v4().ask(procedure, bytes);
                                    Expect.same(
                                            Outcome.GARBAGE_ARGS,
                                            reply.outcome(),
                                            "procedure " + procedure + ", bool " + wrong);
                                }
                            });
        }
    }

    private static void enums(Stage stage) {
        Client a = stage.client();
        Want want = a.want(stage.file());
        for (int wrong : List.of(4, 7, 100, 1 << 30, -1)) {
            for (int procedure : List.of(Nlm.SHARE, Nlm.UNSHARE)) {
                for (byte[] bytes :
                        List.of(want.shareArguments(wrong, 1), want.shareArguments(0, wrong))) {
                    Expect.same(
                            Outcome.GARBAGE_ARGS,
                            a.v4().ask(procedure, bytes).outcome(),
                            "procedure " + procedure + ", enum " + wrong);
                }
            }
        }
    }

    private static void lengths(Stage stage) {
        Client a = stage.client();
        Want want = a.want(stage.file());
        for (int bit = 0; bit <= 32; bit++) {
            for (int length : List.of((int) (1L << bit), (int) ((1L << bit) - 1))) {
                for (int procedure : List.of(1, 2, 3, 4, 22)) {
                    byte[] bytes = want.arguments(4, procedure);
                    for (int place = 0; place + 4 <= bytes.length; place += 4) {
                        byte[] other = bytes.clone();
                        ByteBuffer.wrap(other).putInt(place, length);
                        a.v4().ask(procedure, other);
                    }
                }
            }
        }
        Expect.same(Outcome.SUCCESS, a.v4().ask(Nlm.NULL, new byte[0]).outcome(), "NULL");
        Want other = a.want(stage.file());
        Expect.granted(a.v4().lock(other), "a good LOCK after all that");
    }

    private static Map<Integer, byte[]> good(Stage stage, Client a) {
        Map<Integer, byte[]> all = new TreeMap<>();
        Want want = a.want(stage.file()).cookie(Opaque.ofHex("0102030405"));
        for (int procedure : List.of(1, 2, 3, 4, 22)) {
            all.put(procedure, want.arguments(4, procedure));
        }
        all.put(Nlm.SHARE, want.shareArguments(0, 1));
        all.put(Nlm.UNSHARE, want.shareArguments(0, 1));
        all.put(Nlm.FREE_ALL, new XdrWriter(64).string("nobody.nlm.test").i32(0).toBytes());
        return all;
    }

    private static void cut(Stage stage) {
        Client a = stage.client();
        Link before = a.v4().link();
        good(stage, a)
                .forEach(
                        (procedure, bytes) -> {
                            for (int length = 0; length < bytes.length; length++) {
                                Reply reply = a.v4().ask(procedure, Arrays.copyOf(bytes, length));
                                Expect.same(
                                        Outcome.GARBAGE_ARGS,
                                        reply.outcome(),
                                        "procedure " + procedure + " cut at " + length);
                            }
                        });
        Expect.that(before == a.v4().link() && !before.over(), "the connection did not stay");
        Expect.granted(a.v4().lock(a.want(stage.file())), "a good LOCK after all that");
    }

    private static void tooLong(Stage stage) {
        Client a = stage.client();
        good(stage, a)
                .forEach(
                        (procedure, bytes) -> {
                            for (int more : List.of(1, 4, 400)) {
                                Reply reply =
                                        a.v4().ask(
                                                        procedure,
                                                        Arrays.copyOf(bytes, bytes.length + more));
                                Expect.same(
                                        Outcome.GARBAGE_ARGS,
                                        reply.outcome(),
                                        "procedure " + procedure + " and " + more + " bytes");
                            }
                        });
    }
}
