package org.relock.lockd.vfs.posix;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.relock.lockd.vfs.posix.Served.ROOT;
import static org.relock.lockd.vfs.posix.Served.fails;
import static org.relock.lockd.vfs.posix.Served.name;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.relock.lockd.vfs.FileException;
import org.relock.lockd.vfs.FileId;
import org.relock.lockd.vfs.FileStatus;
import org.relock.lockd.vfs.LockFile;

/**
 * Locks of ours and of programs meet. The program is this one, whose own locks (POSIX's, of the
 * process) are another owner's than those of an open file.
 */
class LockDescriptorTest {

    @TempDir private Path top;

    private Served served;
    private FileChannel program;

    @BeforeEach
    void open() throws IOException {
        Path file = Files.writeString(top.resolve("file"), "text");
        served = new Served(top);
        program = FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE);
    }

    @AfterEach
    void close() throws IOException {
        program.close();
        served.close();
    }

    private LockFile locking(String name) throws FileException {
        FileId id = served.files.lookup(ROOT, served.files.root(), name(name)).file();
        return served.files.openForLocks(id).orElseThrow();
    }

    @Test
    void aProgramsLockIsInTheWayAndSaysWhoseItIs() throws Exception {
        try (LockFile ours = locking("file");
                FileLock theirs = program.lock(10, 5, false)) {
            assertFalse(ours.lock(false, 0, -1));
            LockFile.Other other = ours.inTheWay(false, 0, -1).orElseThrow();
            int process = (int) ProcessHandle.current().pid();
            assertEquals(new LockFile.Other(true, 10, 14, process), other);
            assertTrue(ours.lock(true, 0, 9));
            assertTrue(theirs.isValid());
        }
    }

    @Test
    void ourLocksAreInTheWayOfPrograms() throws Exception {
        try (LockFile ours = locking("file")) {
            assertTrue(ours.lock(true, 0, 99));
            assertTrue(ours.lock(false, 50, 99));
            assertNull(program.tryLock(20, 1, true));
            assertNull(program.tryLock(60, 1, false));
            try (FileLock shared = program.tryLock(60, 1, true)) {
                assertNotNull(shared);
            }
            ours.unlock(10, 29);
            try (FileLock exclusive = program.tryLock(10, 20, false)) {
                assertNotNull(exclusive);
            }
            assertNull(program.tryLock(30, 1, false));
        }
        try (FileLock all = program.tryLock()) {
            assertNotNull(all, "nothing is left after the close");
        }
    }

    @Test
    void whatNoProgramCanLockIsFree() throws Exception {
        try (LockFile ours = locking("file");
                FileLock theirs = program.lock()) {
            assertTrue(ours.lock(true, Long.MIN_VALUE, -1));
            assertTrue(ours.inTheWay(true, Long.MIN_VALUE, -1).isEmpty());
            ours.unlock(Long.MIN_VALUE, -1);
            assertFalse(ours.lock(true, Long.MAX_VALUE - 1, Long.MIN_VALUE));
            LockFile.Other other = ours.inTheWay(true, 1, Long.MIN_VALUE).orElseThrow();
            assertEquals(0, other.first());
            assertTrue(theirs.isValid());
        }
    }

    /** What runs cannot be opened for writing; what is locked as well can still be run. */
    @Test
    void aProgramThatRunsIsLockedAllTheSame() throws Exception {
        Path sleep = top.resolve("sleep");
        Files.copy(Path.of("/bin/sleep"), sleep);
        Files.setPosixFilePermissions(
                sleep, java.nio.file.attribute.PosixFilePermissions.fromString("rwxr-xr-x"));
        Process process = new ProcessBuilder(sleep.toString(), "60").start();
        try (LockFile ours = locking("sleep");
                LockFile others = locking("sleep")) {
            assertTrue(ours.lock(true, 0, -1));
            assertFalse(others.lock(true, 0, 0));
            assertTrue(others.lock(false, 0, 0));
        } finally {
            process.destroyForcibly().waitFor();
        }
    }

    @Test
    void onlyRegularFilesAreOpened() throws Exception {
        Files.createDirectory(top.resolve("directory"));
        fails(FileStatus.ISDIR, () -> locking("directory"));
    }
}
