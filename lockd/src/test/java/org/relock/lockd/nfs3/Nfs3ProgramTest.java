package org.relock.lockd.nfs3;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.relock.lockd.nfs3.Mounted.NOTHING;
import static org.relock.lockd.nfs3.Mounted.handle;
import static org.relock.lockd.nfs3.Mounted.hyper;
import static org.relock.lockd.nfs3.Mounted.text;
import static org.relock.lockd.nfs3.Mounted.word;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.RejectedExecutionException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.relock.lockd.export.ExportRights;
import org.relock.lockd.vfs.Actor;
import org.relock.lockd.vfs.FileException;
import org.relock.lockd.vfs.FileStatus;
import org.relock.state.rpc.Limits;
import org.relock.state.rpc.Transport;

/** The table, who may use it, and what a file system says of itself. */
class Nfs3ProgramTest {

    private static final String OK = "00000000";
    private static final String TRUE = "00000001";
    private static final String ROOT = handle(1);

    private final Mounted mounted = new Mounted();

    private void assertStatus(FileStatus status, int procedure, String... arguments) {
        assertEquals(status.number(), mounted.status(procedure, arguments));
    }

    private static ExportRights rights(
            boolean readOnly, boolean rootSquash, boolean reservedPort, Integer... flavors) {
        return new ExportRights(
                readOnly,
                rootSquash,
                false,
                65_534,
                65_533,
                reservedPort,
                false,
                false,
                List.of(flavors));
    }

    @Test
    void version2IsAMismatchAndThereAreTwentyTwoProcedures() {
        mounted.sendTo(2, 1, "");
        mounted.sendTo(4, 0, "");
        assertEquals(
                List.of("00000002" + word(3) + word(3), "00000002" + word(3) + word(3)),
                mounted.replies);
        assertEquals("", mounted.call(0));
        assertEquals("00000003", mounted.answer(22));
    }

    @Test
    void attributesAreTheBytesOfTheSpecification() {
        String root =
                "00000002" // NF3DIR
                        + "000001ed" // mode 0755
                        + "00000002" // nlink
                        + "00000000" // uid
                        + "00000000" // gid
                        + "0000000000000000" // size
                        + "0000000000000000" // used
                        + "0000000000000000" // rdev
                        + "0000000000000011" // fsid
                        + "0000000000000001" // fileid
                        + "0000038400000001" // atime
                        + "000003e800000005" // mtime
                        + "000003e800000005"; // ctime
        assertEquals(OK + root, mounted.call(Nfs3.GETATTR, ROOT));
    }

    @Test
    void aFileSystemSaysWhatItCanDo() throws FileException {
        String before = OK + mounted.postOp(1);
        String mebibyte = "00100000";
        String page = "00001000";
        String largest = hyper(1L << 43) + word(0) + word(1);
        assertEquals(
                before
                        + mebibyte
                        + mebibyte
                        + page
                        + mebibyte
                        + mebibyte
                        + page
                        + "00010000"
                        + largest
                        + "0000001b",
                mounted.call(Nfs3.FSINFO, ROOT));
        assertEquals(
                before
                        + hyper(1L << 40)
                        + hyper(3)
                        + hyper(2)
                        + hyper(1L << 33)
                        + hyper(5)
                        + hyper(4)
                        + word(0),
                mounted.call(Nfs3.FSSTAT, ROOT));
        assertEquals(
                before + word(127) + word(255) + TRUE + TRUE + OK + TRUE,
                mounted.call(Nfs3.PATHCONF, ROOT));
        mounted.transport = Transport.UDP;
        String small = "00008000";
        assertEquals(
                before + small + small + page + small + small + page + small + largest + "0000001b",
                mounted.call(Nfs3.FSINFO, ROOT));
    }

    @Test
    void accessIsGrantedAsFarAsTheExportIsWritable() throws FileException {
        String before = OK + mounted.postOp(1);
        assertEquals(before + word(0x3f), mounted.call(Nfs3.ACCESS, ROOT, word(-1)));
        mounted.rights = Optional.of(rights(true, false, false, 1));
        assertEquals(before + word(0x23), mounted.call(Nfs3.ACCESS, ROOT, word(-1)));
        assertEquals(before + word(1), mounted.call(Nfs3.ACCESS, ROOT, word(5)));
    }

    @Test
    void nothingIsChangedInAReadOnlyExport() throws FileException {
        mounted.created("a");
        mounted.rights = Optional.of(rights(true, false, false, 1));
        String wcc = mounted.preOp(1) + mounted.postOp(1);
        assertEquals(word(30) + wcc, mounted.call(Nfs3.CREATE, ROOT, text("b"), word(1), NOTHING));
        assertEquals(word(30) + wcc, mounted.call(Nfs3.REMOVE, ROOT, text("a")));
        assertEquals(
                word(30) + wcc + wcc, mounted.call(Nfs3.RENAME, ROOT, text("a"), ROOT, text("b")));
        assertStatus(FileStatus.ROFS, Nfs3.SETATTR, handle(2), NOTHING, word(0));
        assertStatus(FileStatus.ROFS, Nfs3.WRITE, handle(2), hyper(0), word(1), word(0), text("a"));
        assertStatus(FileStatus.ROFS, Nfs3.LINK, handle(2), ROOT, text("b"));
        assertEquals(0, mounted.status(Nfs3.READ, handle(2), hyper(0), word(1)));
    }

    @Test
    void whoMayNotUseTheExportLearnsNothing() {
        mounted.rights = Optional.of(rights(false, false, true, 1));
        assertEquals(0, mounted.status(Nfs3.GETATTR, ROOT));
        mounted.port = 1024;
        assertEquals(word(13), mounted.call(Nfs3.GETATTR, ROOT));
        mounted.port = 1023;
        mounted.flavor = 0;
        assertEquals(word(13), mounted.call(Nfs3.GETATTR, ROOT));
        mounted.rights = Optional.empty();
        mounted.flavor = 1;
        assertEquals(word(13) + OK, mounted.call(Nfs3.LOOKUP, ROOT, text("a")));
        assertEquals(word(13) + OK + OK, mounted.call(Nfs3.REMOVE, ROOT, text("a")));
    }

    @Test
    void rootIsSquashed() {
        mounted.call(Nfs3.ACCESS, ROOT, word(1));
        assertEquals(new Actor(0, 100, List.of()), mounted.files.actor);
        mounted.rights = Optional.of(rights(false, true, false, 1, 0));
        mounted.call(Nfs3.ACCESS, ROOT, word(1));
        assertEquals(new Actor(65_534, 100, List.of()), mounted.files.actor);
        assertStatus(FileStatus.ACCES, Nfs3.CREATE, ROOT, text("a"), word(1), NOTHING);
        mounted.flavor = 0;
        mounted.call(Nfs3.ACCESS, ROOT, word(1));
        assertEquals(new Actor(65_534, 65_533, List.of()), mounted.files.actor);
    }

    /** Each with as many absent attributes as its results have for a failure. */
    @ParameterizedTest
    @CsvSource({
        "1,0", "2,2", "3,1", "4,1", "5,1", "6,1", "7,2", "8,2", "9,2", "10,2", "11,2", "12,2",
        "13,2", "14,4", "15,3", "16,1", "17,1", "18,1", "19,1", "20,1", "21,2"
    })
    void aHandleThatIsNotOursIsBadAndOneOfNoExportIsStale(int procedure, int attributes) {
        String second = procedure == Nfs3.LINK ? ROOT : "";
        String rest = procedure == Nfs3.MKNOD ? text("a") + word(7) : "";
        String zeros = "00".repeat(100);
        for (String bad :
                List.of("00000000", text("HH"), text("\0".repeat(32)), text("x".repeat(64)))) {
            assertEquals(
                    word(10_001) + OK.repeat(attributes),
                    mounted.call(procedure, bad, second, rest, zeros));
        }
        assertEquals(
                word(70) + OK.repeat(attributes),
                mounted.call(procedure, handle(3, 1), second, rest, zeros));
        assertEquals("00000004", mounted.answer(procedure, word(65) + zeros + zeros));
    }

    @Test
    void whenThereIsNoWorkerTheClientIsToComeAgain() {
        mounted.created("a");
        mounted.workers =
                task -> {
                    throw new RejectedExecutionException("full");
                };
        assertEquals(word(10_008), mounted.call(Nfs3.GETATTR, ROOT));
        assertEquals(word(10_008) + OK + OK, mounted.call(Nfs3.REMOVE, ROOT, text("a")));
        for (int i = 0; i < 100; i++) {
            int most = 1_048_576;
            assertStatus(
                    FileStatus.JUKEBOX,
                    Nfs3.WRITE,
                    handle(2),
                    hyper(0),
                    word(most),
                    word(0),
                    word(most),
                    "61".repeat(most));
        }
        mounted.workers = Runnable::run;
        assertEquals(
                0, mounted.status(Nfs3.WRITE, handle(2), hyper(0), word(1), word(0), text("a")));
    }

    @Test
    void whatMustNotRunTwiceIsAnsweredTwiceButDoneOnce() {
        mounted.created("a");
        String first = mounted.answer(Nfs3.REMOVE, ROOT, text("a"));
        assertEquals(first, mounted.repeated(Nfs3.REMOVE, ROOT, text("a")));
        assertEquals(1, mounted.counters.calls(Nfs3.REMOVE));
        mounted.workers = mounted.waiting::add;
        mounted.xid++;
        mounted.send(Nfs3.MKDIR, ROOT, text("d"), NOTHING);
        mounted.send(Nfs3.MKDIR, ROOT, text("d"), NOTHING);
        assertEquals(1, mounted.waiting.size());
        mounted.waiting.remove().run();
        mounted.send(Nfs3.MKDIR, ROOT, text("d"), NOTHING);
        assertTrue(mounted.waiting.isEmpty());
        int replies = mounted.replies.size();
        assertEquals(mounted.replies.get(replies - 2), mounted.replies.get(replies - 1));
    }

    @Test
    void callsAndAnswersAreCounted() {
        mounted.call(Nfs3.GETATTR, ROOT);
        mounted.call(Nfs3.GETATTR, ROOT);
        mounted.call(Nfs3.GETATTR, handle(9));
        assertEquals(3, mounted.counters.calls(Nfs3.GETATTR));
        assertEquals(2, mounted.counters.successes(Nfs3.GETATTR));
        assertEquals(1, mounted.counters.failures(Nfs3.GETATTR, FileStatus.STALE));
        assertEquals(0, mounted.counters.latencies(Nfs3.GETATTR).sumNanos());
    }

    @Test
    void theServersLimitsLetTheLargestWritePass() {
        int header = 24 + 8 + 400 + 8 + 400;
        int arguments = 4 + 64 + 8 + 4 + 4 + 4;
        assertTrue(
                Nfs3Program.limits(Limits.STANDARD).recordBytes()
                        >= header + arguments + Nfs3Limits.TCP_TRANSFER);
    }

    @Test
    void whatNeverWaitsIsDoneAtOnce() {
        mounted.files.prompt = true;
        mounted.workers =
                task -> {
                    throw new AssertionError("nothing is to be waited for");
                };
        String create = text("a") + word(1) + Mounted.NOTHING;
        assertEquals(0, mounted.status(Nfs3.CREATE, ROOT, create));
        assertEquals(0, mounted.status(Nfs3.LOOKUP, ROOT, text("a")));
        assertEquals(0, mounted.status(Nfs3.REMOVE, ROOT, text("a")));
        assertStatus(FileStatus.NOENT, Nfs3.LOOKUP, ROOT, text("a"));
    }
}
