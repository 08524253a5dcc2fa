package org.relock.lockd.nfs3;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.relock.lockd.nfs3.Mounted.NOTHING;
import static org.relock.lockd.nfs3.Mounted.hyper;
import static org.relock.lockd.nfs3.Mounted.reading;
import static org.relock.lockd.nfs3.Mounted.text;
import static org.relock.lockd.nfs3.Mounted.word;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.relock.lockd.vfs.posix.LocalDirectory;
import org.relock.lockd.vfs.posix.LocalOptions;
import org.relock.state.xdr.MalformedXdrException;
import org.relock.state.xdr.XdrReader;

/** The procedures on a directory of this machine. */
class OnDiskTest {

    private static final String OK = "00000000";

    @TempDir private Path scratch;

    private LocalDirectory open() throws IOException {
        Path handles = scratch.resolve("handles");
        Path top = Files.createDirectories(scratch.resolve("top"));
        return LocalDirectory.open(top, new LocalOptions(true, false, 64, Optional.of(handles)));
    }

    /** Returns the handle that a LOOKUP or CREATE found, with its length and padding. */
    private static String handleIn(String reply, int at) {
        int length = Integer.parseInt(reply.substring(at, at + 8), 16);
        return reply.substring(at, at + 8 + 2 * ((length + 3) & ~3));
    }

    @Test
    void aFileIsMadeWrittenForcedReadMovedAndRemoved() throws IOException {
        try (LocalDirectory files = open()) {
            Mounted mounted = new Mounted(files);
            String root = mounted.root();
            Path top = scratch.resolve("top");
            String made = mounted.call(Nfs3.CREATE, root, text("a"), word(1), NOTHING);
            String file = handleIn(made, 16);
            assertEquals(OK, made.substring(0, 8));
            assertEquals(
                    0, mounted.status(Nfs3.WRITE, file, hyper(0), word(5), word(0), text("hello")));
            assertEquals(0, mounted.status(Nfs3.COMMIT, file, hyper(0), word(0)));
            assertEquals("hello", Files.readString(top.resolve("a")));
            for (int i = 0; i < 3; i++) {
                assertTrue(
                        mounted.call(Nfs3.READ, file, hyper(1), word(9))
                                .endsWith(word(4) + word(1) + text("ello")));
            }
            assertEquals(0, mounted.status(Nfs3.MKDIR, root, text("d"), NOTHING));
            String directory = handleIn(mounted.call(Nfs3.LOOKUP, root, text("d")), 8);
            assertEquals(0, mounted.status(Nfs3.RENAME, root, text("a"), directory, text("b")));
            assertEquals("hello", Files.readString(top.resolve("d/b")));
            assertEquals(0, mounted.status(Nfs3.REMOVE, directory, text("b")));
            assertEquals(70, mounted.status(Nfs3.GETATTR, file));
            assertEquals(0, mounted.status(Nfs3.RMDIR, root, text("d")));
            assertEquals(0, mounted.status(Nfs3.FSINFO, root));
            assertEquals(0, mounted.status(Nfs3.FSSTAT, root));
            assertEquals(0, mounted.status(Nfs3.PATHCONF, root));
        }
    }

    /** Neither by a name, nor by a path, nor by a link. */
    @Test
    void nothingAboveTheTopIsReached() throws IOException {
        Files.writeString(scratch.resolve("secret"), "s");
        try (LocalDirectory files = open()) {
            Mounted mounted = new Mounted(files);
            String root = mounted.root();
            String up = mounted.call(Nfs3.LOOKUP, root, text(".."));
            assertEquals(root, handleIn(up, 8));
            assertEquals(13, mounted.status(Nfs3.LOOKUP, root, text("../secret")));
            assertEquals(
                    0, mounted.status(Nfs3.SYMLINK, root, text("l"), NOTHING, text("../secret")));
            String link = handleIn(mounted.call(Nfs3.LOOKUP, root, text("l")), 8);
            assertEquals(22, mounted.status(Nfs3.READ, link, hyper(0), word(9)));
            assertTrue(mounted.call(Nfs3.READLINK, link).endsWith(text("../secret")));
        }
    }

    @Test
    void aDirectoryIsListedInPieces() throws IOException, MalformedXdrException {
        try (LocalDirectory files = open()) {
            Set<String> expected = new TreeSet<>(Set.of(".", ".."));
            for (int i = 0; i < 500; i++) {
                expected.add("file" + i);
                Files.createFile(scratch.resolve("top/file" + i));
            }
            Mounted mounted = new Mounted(files);
            Set<String> seen = new TreeSet<>();
            long cookie = 0;
            boolean eof = false;
            while (!eof) {
                XdrReader xdr =
                        reading(
                                mounted.call(
                                        Nfs3.READDIRPLUS,
                                        mounted.root(),
                                        hyper(cookie),
                                        hyper(0),
                                        word(2_000),
                                        word(8_000)));
                assertEquals(0, xdr.i32());
                xdr.skip(96);
                while (xdr.bool()) {
                    long number = xdr.i64();
                    String name = xdr.string(255);
                    assertTrue(seen.add(name), name);
                    cookie = xdr.i64();
                    assertTrue(xdr.bool());
                    xdr.skip(52);
                    assertEquals(number, xdr.i64(), name);
                    xdr.skip(24);
                    assertTrue(xdr.bool());
                    xdr.opaque(64);
                }
                eof = xdr.bool();
            }
            assertEquals(expected, seen);
        }
    }
}
