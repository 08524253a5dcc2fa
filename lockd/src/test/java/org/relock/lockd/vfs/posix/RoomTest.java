package org.relock.lockd.vfs.posix;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;
import static org.relock.lockd.vfs.posix.Served.ALICE;
import static org.relock.lockd.vfs.posix.Served.ROOT;
import static org.relock.lockd.vfs.posix.Served.fails;
import static org.relock.lockd.vfs.posix.Served.mode;
import static org.relock.lockd.vfs.posix.Served.name;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.relock.lockd.vfs.Entry;
import org.relock.lockd.vfs.FileException;
import org.relock.lockd.vfs.FileId;
import org.relock.lockd.vfs.FileStatus;
import org.relock.lockd.vfs.NewNode;
import org.relock.lockd.vfs.SetAttributes;
import org.relock.lockd.vfs.Stability;

/** File systems that are full, read-only, or mounted on one another. */
class RoomTest {

    private static final int PIECE = 300_000;

    @TempDir private Path top;

    @Test
    void aFullDiskTakesWhatFits() throws Exception {
        PrivateMounts.run(
                () -> {
                    PrivateMounts.tmpfs(top, "size=1m,nr_inodes=4,mode=777");
                    try (Served served = new Served(top)) {
                        FileId file = served.create(ALICE, served.root(), "file", 0600).file();
                        assertEquals(1 << 20, fill(served, file));
                        assertEquals(1 << 20, served.files.attributes(file).size());
                        assertEquals(0, served.files.numbers(file).freeBytes());
                        served.create(ALICE, served.root(), "b", 0600);
                        served.create(ALICE, served.root(), "c", 0600);
                        fails(
                                FileStatus.NOSPC,
                                () -> served.create(ALICE, served.root(), "d", 0600));
                        served.files.change(ALICE, file, Served.size(0), Optional.empty());
                        assertEquals(5, served.write(ALICE, file, 0, "again", Stability.UNSTABLE));
                    }
                });
    }

    /** Returns how many bytes could be written until there was no room. */
    private static int fill(Served served, FileId file) {
        int all = 0;
        try {
            while (true) {
                ByteBuffer piece = ByteBuffer.allocateDirect(PIECE);
                all += served.files.write(ALICE, file, all, piece, Stability.UNSTABLE);
            }
        } catch (FileException e) {
            assertEquals(FileStatus.NOSPC, e.status());
        }
        return all;
    }

    @Test
    void whatIsReadOnlyStaysAsItIs() throws Exception {
        PrivateMounts.run(
                () -> {
                    PrivateMounts.tmpfs(top, "");
                    Files.writeString(top.resolve("file"), "text");
                    PrivateMounts.mount(
                            "tmpfs", top, PrivateMounts.REMOUNT | PrivateMounts.READ_ONLY, "");
                    try (Served served = new Served(top)) {
                        FileId root = served.root();
                        FileId file = served.at(ROOT, "file").file();
                        assertEquals("text|", served.read(ROOT, file, 0, 10));
                        assertEquals(1, served.files.access(ROOT, file, 0xf));
                        fails(
                                FileStatus.ROFS,
                                () -> served.write(ROOT, file, 0, "x", Stability.UNSTABLE));
                        fails(FileStatus.ROFS, () -> served.create(ROOT, root, "x", 0600));
                        fails(FileStatus.ROFS, () -> served.makeDirectory(ROOT, root, "x", 0));
                        fails(FileStatus.ROFS, () -> served.files.remove(ROOT, root, name("file")));
                        fails(
                                FileStatus.ROFS,
                                () -> served.files.change(ROOT, file, mode(0), Optional.empty()));
                        SetAttributes none = SetAttributes.NOTHING;
                        fails(
                                FileStatus.ROFS,
                                () ->
                                        served.files.make(
                                                ROOT,
                                                root,
                                                name("x"),
                                                new NewNode.SymbolicLink(name("y"), none)));
                    }
                });
    }

    @Test
    void whatIsMountedBelowIsNotSeen() throws Exception {
        PrivateMounts.run(
                () -> {
                    Path below = Files.createDirectory(top.resolve("below"));
                    Files.createFile(below.resolve("covered"));
                    long inode = (long) Files.getAttribute(below, "unix:ino");
                    PrivateMounts.tmpfs(below, "");
                    Files.createFile(below.resolve("covering"));
                    assertNotEquals(inode, Files.getAttribute(below, "unix:ino"));
                    try (Served served = new Served(top)) {
                        Entry seen = served.at(ROOT, "below");
                        assertEquals(inode, seen.attributes().fileId());
                        served.at(ROOT, "below/covered");
                        fails(FileStatus.NOENT, () -> served.at(ROOT, "below/covering"));
                        Path later = Files.createDirectory(top.resolve("later"));
                        PrivateMounts.tmpfs(later, "");
                        assertNotEquals(
                                Files.getAttribute(later, "unix:ino"),
                                served.at(ROOT, "later").attributes().fileId());
                    }
                });
    }

    @Test
    void aForceThatFailsChangesTheVerifier() throws Exception {
        assumeTrue(Files.exists(Path.of("/usr/sbin/mkfs.ext4")), "needs mkfs.ext4");
        PrivateMounts.run(
                () -> {
                    // The image has holes for which there is no room when they are to be filled.
                    Path lower = Files.createDirectory(top.resolve("lower"));
                    Path upper = Files.createDirectory(top.resolve("upper"));
                    PrivateMounts.tmpfs(lower, "size=3m");
                    String image = lower.resolve("image").toString();
                    shell("truncate -s 64m " + image + " && mkfs.ext4 -q -O ^has_journal " + image);
                    shell("mount -o loop,errors=continue " + image + " " + upper);
                    try (Served served = new Served(upper)) {
                        FileId file = served.create(ROOT, served.root(), "file", 0600).file();
                        served.write(ROOT, file, 0, "small", Stability.UNSTABLE);
                        served.files.commit(ROOT, file, 0, 0);
                        long before = served.files.writeVerifier();
                        for (int i = 0; i < 20; i++) {
                            ByteBuffer piece = ByteBuffer.allocateDirect(PIECE);
                            served.files.write(
                                    ROOT, file, (long) i * PIECE, piece, Stability.UNSTABLE);
                        }
                        assertEquals(before, served.files.writeVerifier());
                        fails(FileStatus.NOSPC, () -> served.files.commit(ROOT, file, 0, 0));
                        assertNotEquals(before, served.files.writeVerifier());
                    }
                });
    }

    /** ext4 has names for a file up to 65,000. */
    @Test
    void aFileOfTooManyNamesGetsNoMore() throws Exception {
        onExt4(
                upper -> {
                    Path file = Files.createFile(upper.resolve("file"));
                    for (int i = 1; i < 65_000; i++) {
                        Files.createLink(upper.resolve("name" + i), file);
                    }
                    try (Served served = new Served(upper)) {
                        FileId id = served.at(ROOT, "file").file();
                        assertEquals(65_000, served.files.attributes(id).links());
                        fails(
                                FileStatus.MLINK,
                                () -> served.files.link(ROOT, id, served.root(), name("more")));
                    }
                });
    }

    private interface OnDisk {
        void run(Path upper) throws Exception;
    }

    private void onExt4(OnDisk what) throws Exception {
        assumeTrue(Files.exists(Path.of("/usr/sbin/mkfs.ext4")), "needs mkfs.ext4");
        PrivateMounts.run(
                () -> {
                    Path lower = Files.createDirectory(top.resolve("lower"));
                    Path upper = Files.createDirectory(top.resolve("upper"));
                    PrivateMounts.tmpfs(lower, "size=64m");
                    String image = lower.resolve("image").toString();
                    shell("truncate -s 48m " + image + " && mkfs.ext4 -q -O ^has_journal " + image);
                    shell("mount -o loop " + image + " " + upper);
                    what.run(upper);
                });
    }

    private static void shell(String command) throws Exception {
        Process process =
                new ProcessBuilder("/bin/sh", "-c", command).redirectErrorStream(true).start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertEquals(0, process.waitFor(), said);
    }

    @Test
    void aRemovedFileDoesNotTakeUpSpace() throws Exception {
        PrivateMounts.run(
                () -> {
                    PrivateMounts.tmpfs(top, "size=1m");
                    try (Served served = new Served(top)) {
                        FileId file = served.create(ROOT, served.root(), "file", 0600).file();
                        FileId other = served.create(ROOT, served.root(), "other", 0600).file();
                        served.files.write(
                                ROOT,
                                file,
                                0,
                                ByteBuffer.allocateDirect(PIECE),
                                Stability.UNSTABLE);
                        served.files.remove(ROOT, served.root(), name("file"));
                        long free = 0;
                        while (free < (1 << 20) - 8192) {
                            // Bounded by the test's own limit: the sweeper comes each second.
                            free = served.files.numbers(other).freeBytes();
                            Thread.onSpinWait();
                        }
                        while (served.files.descriptors() > 1) {
                            Thread.onSpinWait();
                        }
                        assertTrue(served.files.attributes(other).size() == 0);
                    }
                });
    }
}
