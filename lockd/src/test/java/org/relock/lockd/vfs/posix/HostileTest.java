package org.relock.lockd.vfs.posix;

import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.relock.lockd.vfs.posix.Served.ROOT;
import static org.relock.lockd.vfs.posix.Served.name;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.relock.lockd.vfs.Entry;
import org.relock.lockd.vfs.FileException;
import org.relock.lockd.vfs.FileId;
import org.relock.lockd.vfs.FileStatus;

/** Local processes move things about to lead a client out of the directory. */
class HostileTest {

    private static final int TRIES = 5_000;

    @TempDir private Path top;

    private interface Step {
        void run() throws IOException;
    }

    private LocalOptions options(boolean subtreeCheck) {
        return new LocalOptions(false, subtreeCheck, 64, Optional.of(top.resolve("handles")));
    }

    /** Does something again and again while the test goes on. */
    private static Thread meanwhile(AtomicBoolean done, Step step) {
        Thread thread =
                new Thread(
                        () -> {
                            while (!done.get()) {
                                try {
                                    step.run();
                                } catch (IOException e) {
                                    throw new UncheckedIOException(e);
                                }
                            }
                        });
        thread.start();
        return thread;
    }

    private static Optional<Entry> tried(Served served, FileId directory, String name) {
        try {
            return Optional.of(served.files.lookup(ROOT, directory, name(name)));
        } catch (FileException e) {
            return Optional.empty(); // it is the wrong one that must not be found
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void aDirectoryThatBecomesALinkAndBackLeadsNowhere(boolean subtreeCheck) throws Exception {
        Path shown = Files.createDirectory(top.resolve("shown"));
        Path outside = Files.createDirectory(top.resolve("outside"));
        Path secret = Files.createFile(outside.resolve("file"));
        Files.createFile(Files.createDirectory(shown.resolve("a")).resolve("file"));
        Files.createSymbolicLink(shown.resolve("b"), outside);
        long inode = (long) Files.getAttribute(secret, "unix:ino");
        AtomicBoolean done = new AtomicBoolean();
        try (Served served = new Served(shown, options(subtreeCheck))) {
            Thread swapper =
                    meanwhile(
                            done,
                            () -> {
                                Files.move(shown.resolve("a"), shown.resolve("c"));
                                Files.move(shown.resolve("b"), shown.resolve("a"));
                                Files.move(shown.resolve("c"), shown.resolve("b"));
                            });
            int found = 0;
            for (int i = 0; i < TRIES || found == 0; i++) {
                Optional<Entry> a = tried(served, served.root(), "a");
                Optional<Entry> file = a.flatMap(dir -> tried(served, dir.file(), "file"));
                if (file.isPresent()) {
                    found++;
                    assertNotEquals(inode, file.get().attributes().fileId());
                }
            }
            done.set(true);
            swapper.join();
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void aDirectoryMovedInAndOutLeadsToNothingAbove(boolean subtreeCheck) throws Exception {
        Path shown = Files.createDirectory(top.resolve("shown"));
        Path outside = Files.createDirectory(top.resolve("outside"));
        Path inner = Files.createDirectory(shown.resolve("inner"));
        Files.createDirectory(inner.resolve("below"));
        long wrong = (long) Files.getAttribute(outside, "unix:ino");
        long above = (long) Files.getAttribute(top, "unix:ino");
        AtomicBoolean done = new AtomicBoolean();
        try (Served served = new Served(shown, options(subtreeCheck))) {
            FileId dir = served.at(ROOT, "inner").file();
            FileId below = served.at(ROOT, "inner/below").file();
            Thread mover =
                    meanwhile(
                            done,
                            () -> {
                                Files.move(inner, outside.resolve("inner"));
                                Files.move(outside.resolve("inner"), inner);
                            });
            int found = 0;
            for (int i = 0; i < TRIES || found == 0; i++) {
                for (FileId from : new FileId[] {dir, below}) {
                    Optional<Entry> up = tried(served, from, "..");
                    if (up.isPresent()) {
                        found++;
                        assertNotEquals(wrong, up.get().attributes().fileId());
                        assertNotEquals(above, up.get().attributes().fileId());
                    }
                }
            }
            done.set(true);
            mover.join();
        }
    }

    @Test
    void linksAndDevicesAreNeverOpened() throws Exception {
        Path shown = Files.createDirectory(top.resolve("shown"));
        Files.createSymbolicLink(shown.resolve("link"), Path.of("/etc/passwd"));
        try (Served served = new Served(shown, options(false))) {
            Entry link = served.at(ROOT, "link");
            assertNotEquals(
                    Files.getAttribute(Path.of("/etc/passwd"), "unix:ino"),
                    link.attributes().fileId());
            Served.fails(FileStatus.INVAL, () -> served.read(ROOT, link.file(), 0, 10));
        }
    }
}
