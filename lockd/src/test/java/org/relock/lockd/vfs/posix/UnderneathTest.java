package org.relock.lockd.vfs.posix;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.relock.lockd.vfs.posix.Served.ALICE;
import static org.relock.lockd.vfs.posix.Served.BOB;
import static org.relock.lockd.vfs.posix.Served.ROOT;
import static org.relock.lockd.vfs.posix.Served.fails;
import static org.relock.lockd.vfs.posix.Served.name;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.relock.lockd.vfs.FileException;
import org.relock.lockd.vfs.FileId;
import org.relock.lockd.vfs.FileStatus;
import org.relock.lockd.vfs.Stability;

/** Programs of this machine change the files while they are served. */
class UnderneathTest {

    @TempDir private Path scratch;

    private Path top;

    @BeforeEach
    void make() throws IOException {
        top = Files.createDirectory(scratch.resolve("top"));
        Files.setPosixFilePermissions(top, PosixFilePermissions.fromString("rwxrwxrwx"));
    }

    private Served serve(boolean subtreeCheck) throws IOException {
        return new Served(
                top,
                new LocalOptions(true, subtreeCheck, 64, Optional.of(scratch.resolve("handles"))));
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void aDirectoryThatIsRemovedIsStaleAndSoIsEverythingInIt(boolean subtreeCheck)
            throws Exception {
        try (Served served = serve(subtreeCheck)) {
            FileId root = served.root();
            FileId file = served.create(ALICE, root, "file", 0644).file();
            served.write(ALICE, file, 0, "text", Stability.UNSTABLE);
            Files.delete(top.resolve("file"));
            Files.delete(top);
            fails(FileStatus.STALE, () -> served.files.attributes(root));
            fails(FileStatus.STALE, () -> served.files.attributes(file));
            isGone(() -> served.create(ALICE, root, "more", 0644));
            isGone(() -> served.makeDirectory(ALICE, root, "more", 0755));
            isGone(() -> served.files.lookup(ALICE, root, name("file")));
            isGone(() -> served.files.remove(ALICE, root, name("file")));
            // Another one of the same name is not it.
            Files.createDirectory(top);
            Files.writeString(top.resolve("file"), "other");
            fails(FileStatus.STALE, () -> served.files.attributes(root));
            isGone(() -> served.files.lookup(ALICE, root, name("file")));
        }
    }

    private interface Deed {
        void take() throws FileException;
    }

    /** A directory without a name has no entries, and gets none. */
    private static void isGone(Deed step) {
        FileStatus status = assertThrows(FileException.class, step::take).status();
        assertTrue(Set.of(FileStatus.STALE, FileStatus.NOENT).contains(status), "" + status);
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void anotherFileMovedIntoItsPlaceIsNotIt(boolean subtreeCheck) throws Exception {
        try (Served served = serve(subtreeCheck)) {
            FileId file = served.create(ALICE, served.root(), "file", 0644).file();
            Path other = Files.writeString(top.resolve("other"), "other");
            Files.move(other, top.resolve("file"), StandardCopyOption.ATOMIC_MOVE);
            fails(FileStatus.STALE, () -> served.files.attributes(file));
            FileId now = served.at(ALICE, "file").file();
            assertEquals("other|", served.read(ROOT, now, 0, 10));
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void whatIsCutOrClosedToOthersIsSoAtOnce(boolean subtreeCheck) throws Exception {
        try (Served served = serve(subtreeCheck)) {
            FileId file = served.create(ALICE, served.root(), "file", 0644).file();
            served.write(ALICE, file, 0, "a long text", Stability.FILE_SYNC);
            assertEquals("a long text|", served.read(BOB, file, 0, 20));
            try (FileChannel local =
                    FileChannel.open(top.resolve("file"), StandardOpenOption.WRITE)) {
                local.truncate(6);
            }
            assertEquals("a long|", served.read(BOB, file, 0, 20));
            assertEquals("|", served.read(BOB, file, 8, 20));
            assertEquals(6, served.files.attributes(file).size());
            Files.setPosixFilePermissions(
                    top.resolve("file"), PosixFilePermissions.fromString("rw-------"));
            fails(FileStatus.ACCES, () -> served.read(BOB, file, 0, 20));
            assertEquals("a long|", served.read(ALICE, file, 0, 20));
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void whatLocalProgramsMakeIsListedAtOnce(boolean subtreeCheck) throws Exception {
        try (Served served = serve(subtreeCheck)) {
            assertEquals(2, served.list(ALICE, served.root(), 10).size());
            Files.createFile(top.resolve("new"));
            List<String> names = served.list(ALICE, served.root(), 10);
            assertTrue(names.contains("new"), names::toString);
            Files.delete(top.resolve("new"));
            fails(FileStatus.NOENT, () -> served.at(ALICE, "new"));
        }
    }
}
