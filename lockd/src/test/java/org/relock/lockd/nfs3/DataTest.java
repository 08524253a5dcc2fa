package org.relock.lockd.nfs3;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.relock.lockd.nfs3.Mounted.handle;
import static org.relock.lockd.nfs3.Mounted.hyper;
import static org.relock.lockd.nfs3.Mounted.text;
import static org.relock.lockd.nfs3.Mounted.word;

import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.relock.lockd.export.ExportRights;
import org.relock.lockd.vfs.FileException;
import org.relock.lockd.vfs.FileStatus;
import org.relock.lockd.vfs.Stability;
import org.relock.state.rpc.Transport;

/** READ, WRITE and COMMIT. */
class DataTest {

    private static final String OK = "00000000";
    private static final String TRUE = "00000001";
    private static final String FALSE = "00000000";
    private static final String UNSTABLE = "00000000";
    private static final String FILE_SYNC = "00000002";
    private static final String VERIFIER = "0000000000005eed";

    private final Mounted mounted = new Mounted();
    private final String file = handle(mounted.created("file"));

    private String write(long offset, String data, String stability) {
        return mounted.call(
                Nfs3.WRITE, file, hyper(offset), word(data.length()), stability, text(data));
    }

    @Test
    void whatWasWrittenIsReadBack() throws FileException {
        String before = mounted.preOp(2);
        String written = write(0, "hello", UNSTABLE);
        String after = mounted.postOp(2);
        assertEquals(OK + before + after + word(5) + UNSTABLE + VERIFIER, written);
        assertEquals(
                OK + after + word(5) + TRUE + text("hello"),
                mounted.call(Nfs3.READ, file, hyper(0), word(100)));
        assertEquals(
                OK + after + word(3) + FALSE + text("ell"),
                mounted.call(Nfs3.READ, file, hyper(1), word(3)));
        assertEquals(5, mounted.counters.bytesWritten());
        assertEquals(8, mounted.counters.bytesRead());
    }

    @Test
    void behindTheEndThereIsNothing() throws FileException {
        write(0, "hello", UNSTABLE);
        String nothing = OK + mounted.postOp(2) + word(0) + TRUE + word(0);
        for (long offset : new long[] {5, 1L << 40, Long.MAX_VALUE, Long.MIN_VALUE, -1}) {
            assertEquals(nothing, mounted.call(Nfs3.READ, file, hyper(offset), word(-1)));
        }
    }

    @Test
    void nothingIsWrittenWhereNoFileReaches() {
        for (long offset : new long[] {Long.MIN_VALUE, -1, Long.MAX_VALUE - 4}) {
            String reply = write(offset, "hello", UNSTABLE);
            assertEquals(word(FileStatus.FBIG.number()), reply.substring(0, 8));
        }
    }

    @Test
    void stabilityIsAskedForAndTold() {
        for (Stability how : Stability.values()) {
            String number = word(WriteArgs.number(how));
            String reply = write(0, "a", number);
            assertEquals(number, reply.substring(reply.length() - 24, reply.length() - 16));
            assertEquals(how, mounted.files.stability);
        }
        ExportRights open = Mounted.OPEN;
        mounted.rights =
                Optional.of(
                        new ExportRights(
                                false, false, false, 1, 1, false, true, false, open.flavors()));
        String reply = write(0, "a", FILE_SYNC);
        assertEquals(FILE_SYNC, reply.substring(reply.length() - 24, reply.length() - 16));
        assertEquals(Stability.UNSTABLE, mounted.files.stability);
    }

    @Test
    void aDiskThatIsFullTakesFewerAndThenNone() {
        mounted.files.room = 3;
        String reply = write(0, "hello", UNSTABLE);
        assertEquals(word(3), reply.substring(reply.length() - 32, reply.length() - 24));
        assertEquals(word(FileStatus.NOSPC.number()), write(3, "lo", UNSTABLE).substring(0, 8));
    }

    @Test
    void aCountBeyondTheDataIsInvalidAndOneWithinItIsKeptTo() throws FileException {
        assertEquals(
                FileStatus.INVAL.number(),
                mounted.status(Nfs3.WRITE, file, hyper(0), word(6), UNSTABLE, text("hello")));
        assertEquals(
                FileStatus.INVAL.number(),
                mounted.status(Nfs3.WRITE, file, hyper(0), word(-1), UNSTABLE, text("hello")));
        mounted.call(Nfs3.WRITE, file, hyper(0), word(2), UNSTABLE, text("hello"));
        assertEquals(2, mounted.files.attributes(MemoryNode.id(2)).size());
    }

    @Test
    void commitForcesAndTellsTheVerifier() throws FileException {
        write(0, "hello", UNSTABLE);
        String attributes = mounted.preOp(2) + mounted.postOp(2);
        assertEquals(
                OK + attributes + VERIFIER,
                mounted.call(Nfs3.COMMIT, file, hyper(4_096), word(-1)));
        assertEquals("4096 4294967295", mounted.files.committed);
        mounted.files.writeVerifier++;
        assertEquals(
                OK + attributes + "0000000000005eee",
                mounted.call(Nfs3.COMMIT, file, hyper(-1), word(5)));
        assertEquals("0 0", mounted.files.committed);
    }

    @Test
    void aReadIsAsLongAsTheTransportAllows() {
        int most = 1_048_576;
        mounted.call(
                Nfs3.WRITE, file, hyper(0), word(most), UNSTABLE, word(most), "61".repeat(most));
        mounted.call(Nfs3.WRITE, file, hyper(most), word(4), UNSTABLE, text("tail"));
        String tcp = mounted.call(Nfs3.READ, file, hyper(0), word(-1));
        assertEquals(8 + 2 * (88 + 4 + 4 + 4 + most), tcp.length());
        mounted.transport = Transport.UDP;
        String udp = mounted.call(Nfs3.READ, file, hyper(0), word(-1));
        assertEquals(8 + 2 * (88 + 4 + 4 + 4 + 32_768), udp.length());
        assertEquals(
                "00000004",
                mounted.answer(
                        Nfs3.WRITE,
                        file,
                        hyper(0),
                        word(most + 1),
                        UNSTABLE,
                        word(most + 1),
                        "61".repeat(most + 4)));
    }

    /** The attributes of before would tell the client that the change was its own alone. */
    @Test
    void whoChangesAFileWithOthersIsNotToldHowItWasBefore() {
        Runnable other =
                () -> {
                    mounted.files.during.set(() -> {});
                    write(0, "theirs", UNSTABLE);
                };
        mounted.files.during.set(other);
        String mine = write(0, "mine", UNSTABLE);
        assertEquals(OK + FALSE + TRUE, mine.substring(0, 24));
        String alone = write(0, "alone", UNSTABLE);
        assertEquals(OK + TRUE, alone.substring(0, 16));
    }

    @Test
    void theDataOfWritesThatWaitIsBounded() {
        int most = 1_048_576;
        String data = "61".repeat(most);
        mounted.workers = mounted.waiting::add;
        int sent = Nfs3Limits.PAYLOADS / most + 1;
        int before = mounted.replies.size();
        for (int i = 0; i < sent; i++) {
            mounted.xid++;
            mounted.send(Nfs3.WRITE, file, hyper(0), word(most), UNSTABLE, word(most), data);
        }
        // There is no room for the last one, which is not kept waiting.
        assertEquals(before + 1, mounted.replies.size());
        String last = mounted.replies.get(before);
        assertEquals(OK + word(FileStatus.JUKEBOX.number()), last.substring(0, 16));
        mounted.waiting.forEach(Runnable::run);
        mounted.waiting.clear();
        assertEquals(sent - 1, mounted.counters.successes(Nfs3.WRITE));
        mounted.workers = Runnable::run;
        assertTrue(write(0, "room again", UNSTABLE).startsWith(OK));
    }

    @Test
    void aDirectoryHasNoBytes() {
        assertEquals(
                FileStatus.ISDIR.number(), mounted.status(Nfs3.READ, handle(1), hyper(0), word(1)));
        assertEquals(
                FileStatus.INVAL.number(),
                mounted.status(Nfs3.WRITE, handle(1), hyper(0), word(1), UNSTABLE, text("a")));
    }

    @Test
    void whatIsInMemoryNeedsNoWorker() throws FileException {
        write(0, "hello", UNSTABLE);
        mounted.files.inMemory = true;
        mounted.workers = mounted.waiting::add;
        assertEquals(OK + mounted.fattr3(2), mounted.call(Nfs3.GETATTR, file));
        String after = OK + mounted.postOp(2);
        assertEquals(
                after + word(5) + TRUE + text("hello"),
                mounted.call(Nfs3.READ, file, hyper(0), word(100)));
        assertEquals(
                after + word(2) + FALSE + text("he"),
                mounted.call(Nfs3.READ, file, hyper(0), word(2)));
        mounted.send(Nfs3.READ, handle(1), hyper(0), word(2));
        mounted.files.inMemory = false;
        mounted.send(Nfs3.GETATTR, file);
        assertEquals(2, mounted.waiting.size());
    }

    @Test
    void aReadGivesItsBufferBackHoweverItEnds() {
        write(0, "hello", UNSTABLE);
        for (int i = 0; i < 3 * Nfs3Limits.PAYLOADS / Nfs3Limits.TCP_TRANSFER; i++) {
            mounted.files.inMemory = i % 2 == 0;
            assertEquals(0, mounted.status(Nfs3.READ, file, hyper(0), word(-1)));
            assertEquals(
                    FileStatus.ISDIR.number(),
                    mounted.status(Nfs3.READ, handle(1), hyper(0), word(-1)));
            assertEquals(
                    FileStatus.STALE.number(),
                    mounted.status(Nfs3.READ, handle(99), hyper(0), word(-1)));
        }
    }
}
