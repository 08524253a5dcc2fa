package org.relock.lockd.export;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.relock.lockd.locks.ByteRange;
import org.relock.lockd.locks.ClientId;
import org.relock.lockd.locks.FileKey;
import org.relock.lockd.locks.LocalAnswer;
import org.relock.lockd.locks.LockJournal;
import org.relock.lockd.locks.LockLimits;
import org.relock.lockd.locks.LockMode;
import org.relock.lockd.locks.LockOutcome;
import org.relock.lockd.locks.LockOwner;
import org.relock.lockd.locks.LockRequest;
import org.relock.lockd.locks.LockService;
import org.relock.lockd.locks.OfferListener;
import org.relock.lockd.locks.RecordedState;
import org.relock.lockd.locks.Taken;
import org.relock.lockd.locks.Wish;
import org.relock.lockd.vfs.Actor;
import org.relock.lockd.vfs.FileId;
import org.relock.lockd.vfs.posix.LocalDirectory;
import org.relock.lockd.vfs.posix.LocalOptions;
import org.relock.state.xdr.Opaque;

/** NLM check 61: a lock table, files of this machine, and a program that locks them too. */
class LocalLockFilesTest implements OfferListener {

    private static final LockOutcome GRANTED = LockOutcome.Granted.INSTANCE;

    @TempDir private Path top;

    private final Deque<Runnable> later = new ArrayDeque<>();
    private final Deque<Long> offers = new ArrayDeque<>();
    private long now = 1;
    private ExportTable table;
    private LocalLockFiles local;
    private LockService locks;
    private FileChannel program;
    private FileId file;

    @BeforeEach
    void open() throws Exception {
        Files.writeString(top.resolve("file"), "text");
        table =
                new ExportTable(
                        SignedHandles.open(SmallFiles.below(top)),
                        (path, id, synchronous, subtreeCheck) ->
                                LocalDirectory.open(
                                        top, new LocalOptions(false, false, 64, Optional.empty())),
                        new ClientNames(new FakeNames(), () -> 1),
                        (delay, task) -> {});
        export("");
        program =
                FileChannel.open(
                        top.resolve("file"), StandardOpenOption.READ, StandardOpenOption.WRITE);
        Opaque name = Opaque.copyOf("file".getBytes(java.nio.charset.StandardCharsets.US_ASCII));
        file =
                exported()
                        .files()
                        .lookup(new Actor(0, 0, List.of()), exported().files().root(), name)
                        .file();
        start(RecordedState.EMPTY);
    }

    private void export(String options) {
        ExportsReader reader = new ExportsReader();
        reader.file("exports", "/a *(rw,fsid=9" + options + ")");
        assertEquals(List.of(), table.load(reader.list()).complaints());
    }

    private Export exported() {
        return table.byId(9).orElseThrow();
    }

    private void start(RecordedState state) {
        local =
                new LocalLockFiles(
                        table, Runnable::run, (delay, task) -> later.add(task), () -> now);
        local.reopen(state.locked());
        locks =
                new LockService(
                        () -> now,
                        LockLimits.STANDARD,
                        LockJournal.NONE,
                        this,
                        local,
                        state,
                        fileSystem -> true);
        local.begin(locks::retryLocal);
    }

    @AfterEach
    void close() throws IOException {
        program.close();
        local.close();
        table.close();
    }

    @Override
    public void offered(Wish wish) {
        offers.add(wish.id());
    }

    @Override
    public void settled(long wish) {}

    private static LockOwner owner(int number) {
        return new LockOwner(new ClientId(number), Opaque.ofHex("00000001"));
    }

    private LockRequest request(int owner, LockMode mode, ByteRange range) throws Exception {
        local.prepare(exported(), file);
        return new LockRequest(
                key(),
                owner(owner),
                mode,
                range,
                false,
                new Taken(InetAddress.getLoopbackAddress(), 1, true, 0));
    }

    private FileKey key() {
        return new FileKey(9, file.bytes());
    }

    @Test
    void aLockOfAClientKeepsProgramsOutUntilItIsGivenUp() throws Exception {
        assertEquals(GRANTED, locks.lock(request(1, LockMode.READ, ByteRange.ALL)));
        assertEquals(GRANTED, locks.lock(request(2, LockMode.READ, new ByteRange(0, 9))));
        assertNull(program.tryLock());
        locks.unlock(key(), owner(1), ByteRange.ALL);
        assertNull(program.tryLock(9, 1, false));
        try (FileLock rest = program.tryLock(10, 1, false)) {
            assertNotNull(rest);
        }
        assertEquals(1, local.size());
        locks.unlock(key(), owner(2), ByteRange.ALL);
        assertEquals(0, local.size(), "nothing keeps the file open after its last lock");
        try (FileLock all = program.tryLock()) {
            assertNotNull(all);
        }
    }

    @Test
    void fiftyThousandOwnersOfAFileTakeOneDescriptor() throws Exception {
        int owners = 50_000;
        for (int i = 1; i <= owners; i++) {
            assertEquals(GRANTED, locks.lock(request(i, LockMode.READ, ByteRange.ALL)));
        }
        assertEquals(1, local.size());
        for (int i = 1; i < owners; i++) {
            locks.unlock(key(), owner(i), ByteRange.ALL);
        }
        assertNull(program.tryLock());
        locks.unlock(key(), owner(owners), ByteRange.ALL);
        assertEquals(0, local.size());
        try (FileLock all = program.tryLock()) {
            assertNotNull(all);
        }
    }

    @Test
    void aBlockedLockIsGrantedWhenTheProgramLetsGo() throws Exception {
        FileLock theirs = program.lock(0, 10, false);
        LockOutcome outcome =
                locks.lockOrWait(request(1, LockMode.WRITE, ByteRange.ALL), Opaque.EMPTY);
        assertTrue(outcome instanceof LockOutcome.Waiting, () -> "" + outcome);
        round();
        assertEquals(0, offers.size());
        theirs.release();
        round();
        assertEquals(1, offers.size());
        assertNull(program.tryLock());
        assertTrue(locks.decline(offers.remove()));
        assertEquals(0, local.size());
    }

    private void round() {
        for (int i = later.size(); i > 0; i--) {
            later.remove().run();
        }
    }

    @Test
    void aFileThatWasOpenedForAnAnswerThatNeverCameIsClosed() throws Exception {
        local.prepare(exported(), file);
        assertEquals(1, local.size());
        round();
        assertEquals(1, local.size());
        now += LocalLockFiles.PATIENCE.toNanos();
        round();
        assertEquals(0, local.size());
        assertEquals(0, later.size());
    }

    @Test
    void aQuestionLeavesNothingOpen() throws Exception {
        try (FileLock theirs = program.lock(5, 5, true)) {
            LockOutcome outcome = locks.test(request(1, LockMode.WRITE, new ByteRange(0, 6)));
            LockOutcome.Denied denied = (LockOutcome.Denied) outcome;
            assertEquals(new ByteRange(5, 9), denied.holder().range());
            assertEquals(LockMode.READ, denied.holder().mode());
            assertEquals(0, local.size());
            assertTrue(theirs.isValid());
        }
    }

    @Test
    void afterARestartTheLocksAreTakenAnew() throws Exception {
        locks.lock(request(1, LockMode.WRITE, new ByteRange(0, 9)));
        RecordedState state = locks.snapshot();
        local.close();
        FileLock gap = program.tryLock(0, 1, true);
        assertNotNull(gap);
        start(state);
        try (FileLock more = program.tryLock(9, 1, false)) {
            assertNotNull(more, "a program was faster, and all is taken or nothing");
        }
        gap.release();
        round();
        assertNull(program.tryLock(9, 1, false));
    }

    @Test
    void withoutLocalLocksProgramsMeetNothing() throws Exception {
        export(",no_local_locks");
        try (FileLock theirs = program.lock()) {
            assertEquals(GRANTED, locks.lock(request(1, LockMode.WRITE, ByteRange.ALL)));
            assertEquals(0, local.size());
            assertTrue(theirs.isValid());
        }
    }

    @Test
    void whatIsNotOpenCannotBeLocked() {
        assertEquals(LocalAnswer.NoRoom.INSTANCE, local.take(key(), LockMode.READ, ByteRange.ALL));
    }
}
