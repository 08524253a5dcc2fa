package org.relock.tests.nlm;

import java.util.List;
import java.util.Set;
import org.relock.state.xdr.Opaque;
import org.relock.tests.nlm.Reply.Outcome;

/** NLM checks 8 and 9: file handles, and the 32-bit ranges of versions 1 and 3. */
final class HandleChecks {

    private static final long MOST = 0xffff_ffffL;

    private HandleChecks() {}

    static List<Check> all() {
        return List.of(
                new Check(8, "a handle of 0 or 65 bytes is STALE_FH", HandleChecks::lengths),
                new Check(8, "a handle of 1025 bytes is refused", HandleChecks::tooLong),
                new Check(8, "a handle of no file is STALE_FH", HandleChecks::foreign),
                new Check(8, "a deleted file's handle is STALE_FH", HandleChecks::deleted),
                new Check(8, "a directory is FAILED", HandleChecks::directory),
                new Check(9, "a 32-bit range that wraps is an error", HandleChecks::wraps),
                new Check(9, "a 32-bit length of 0 reaches to the end", HandleChecks::toTheEnd),
                new Check(9, "version 1 sees a 64-bit holder clamped", HandleChecks::clamped));
    }

    private static void each(Client a, Want want, Stat expected) {
        for (int procedure : List.of(Nlm.TEST, Nlm.LOCK, Nlm.NM_LOCK)) {
            Expect.same(expected, a.v4().result(procedure, want).stat(), "procedure " + procedure);
        }
    }

    private static void lengths(Stage stage) {
        Client a = stage.client();
        for (int length : List.of(0, 65, 1024)) {
            each(a, a.want(Opaque.copyOf(new byte[length])), Stat.STALE_FH);
        }
        if (stage.versions().contains(3)) {
            Want want = a.want(Opaque.copyOf(new byte[31])).range(0, 1);
            Reply reply = a.speak(3, Transport.TCP).ask(Nlm.LOCK, want.lockArguments(3));
            Expect.that(
                    reply.outcome() == Outcome.GARBAGE_ARGS
                            || Result.of(reply.reader(), 3, Nlm.LOCK, 0).stat() == Stat.NOLOCKS,
                    "31 bytes in version 3 are neither GARBAGE_ARGS nor NOLOCKS");
        }
    }

    private static void tooLong(Stage stage) {
        Client a = stage.client();
        Want want = a.want(Opaque.copyOf(new byte[1025]));
        Reply reply = a.v4().ask(Nlm.LOCK, want.lockArguments(4));
        Expect.that(
                reply.outcome() == Outcome.GARBAGE_ARGS
                        || Result.of(reply.reader(), 4, Nlm.LOCK, 0).stat() == Stat.STALE_FH,
                "LOCK: neither GARBAGE_ARGS nor STALE_FH, but " + reply.outcome());
    }

    private static void foreign(Stage stage) {
        if (stage.files().directory().isEmpty()) {
            throw new CheckSkipped("any bytes are a handle here");
        }
        Client a = stage.client();
        each(
                a,
                a.want(
                        Opaque.copyOf(
                                "no file has this for its handle!"
                                        .getBytes(java.nio.charset.StandardCharsets.US_ASCII))),
                Stat.STALE_FH);
    }

    private static void deleted(Stage stage) {
        Opaque gone =
                stage.files()
                        .deleted()
                        .orElseThrow(() -> new CheckSkipped("any bytes are a handle here"));
        Client a = stage.client();
        each(a, a.want(gone), Stat.STALE_FH);
    }

    private static void directory(Stage stage) {
        Opaque directory =
                stage.files()
                        .directory()
                        .orElseThrow(() -> new CheckSkipped("any bytes are a handle here"));
        Client a = stage.client();
        each(a, a.want(directory), Stat.FAILED);
    }

    private static void speaks(Stage stage, int version) {
        if (!stage.versions().contains(version)) {
            throw new CheckSkipped("the server does not speak version " + version);
        }
    }

    private static void wraps(Stage stage) {
        speaks(stage, 3);
        Client a = stage.client();
        Want want = a.want(stage.file()).range(0xffff_fff0L, 0x20);
        Stat stat = a.speak(3, Transport.TCP).lock(want);
        Expect.that(
                Set.of(Stat.NOLOCKS, Stat.DENIED).contains(stat),
                "LOCK: expected an error, got " + stat);
        Expect.granted(a.v4().test(a.want(want.file())).stat(), "TEST: nothing is held");
    }

    private static void toTheEnd(Stage stage) {
        speaks(stage, 3);
        Client a = stage.client();
        Want want = a.want(stage.file()).range(0xffff_fff0L, 0);
        Expect.granted(a.speak(3, Transport.TCP).lock(want), "LOCK");
        Result.Holder holder = a.v4().test(a.want(want.file())).holder().orElseThrow();
        Expect.same(0xffff_fff0L, holder.offset(), "offset");
        Expect.same(0L, holder.length(), "length");
    }

    private static void clamped(Stage stage) {
        speaks(stage, 1);
        Client a = stage.client();
        for (long length : List.of(0L, 5L, 1L << 40)) {
            Want want = a.want(stage.file()).range(1L << 33, length);
            Expect.granted(a.v4().lock(want), "LOCK at 2^33");
            Result result = a.speak(1, Transport.TCP).test(a.want(want.file()));
            Result.Holder holder =
                    result.holder().orElseThrow(() -> new CheckFailed("TEST: " + result.stat()));
            Expect.same(MOST, holder.offset(), "offset");
            Expect.that(holder.length() <= 1, "length wraps: " + holder.length());
        }
        Want across = a.want(stage.file()).range(100, 1L << 33);
        Expect.granted(a.v4().lock(across), "LOCK across 2^32");
        Result.Holder holder =
                a.speak(1, Transport.TCP).test(a.want(across.file())).holder().orElseThrow();
        Expect.same(100L, holder.offset(), "offset");
        Expect.that(
                holder.length() == 0 || holder.offset() + holder.length() - 1 <= MOST,
                "length wraps: " + holder.length());
    }
}
