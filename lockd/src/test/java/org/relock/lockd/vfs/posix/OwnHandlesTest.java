package org.relock.lockd.vfs.posix;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.relock.lockd.vfs.posix.Served.ROOT;
import static org.relock.lockd.vfs.posix.Served.fails;
import static org.relock.lockd.vfs.posix.Served.name;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.relock.lockd.vfs.CreateMode;
import org.relock.lockd.vfs.FileId;
import org.relock.lockd.vfs.FileStatus;
import org.relock.lockd.vfs.Stability;
import org.relock.state.xdr.Opaque;

class OwnHandlesTest extends FilesContract {

    @Override
    LocalOptions options() {
        return new LocalOptions(true, true, 64, Optional.of(top.resolve("handles")));
    }

    @Test
    void aFileIsFoundThroughManyDirectoriesAfterARestart() throws Exception {
        FileId at = served.root();
        for (int depth = 0; depth < 40; depth++) {
            at = served.makeDirectory(ROOT, at, "d" + depth, 0755).file();
        }
        FileId file = served.create(ROOT, at, "file", 0600).file();
        served.write(ROOT, file, 0, "text", Stability.UNSTABLE);
        served.files.rename(ROOT, served.root(), name("d0"), served.root(), name("renamed"));
        served.close();
        served = serve();
        assertEquals("text|", served.read(ROOT, file, 0, 10));
    }

    @Test
    void aFileMovedOutsideIsStale() throws Exception {
        FileId directory = served.makeDirectory(ROOT, served.root(), "dir", 0755).file();
        FileId file = served.create(ROOT, directory, "file", 0600).file();
        served.close();
        Files.move(shown.resolve("dir"), top.resolve("outside"));
        served = serve();
        fails(FileStatus.STALE, () -> served.files.attributes(file));
        fails(FileStatus.STALE, () -> served.files.attributes(directory));
    }

    @Test
    void anotherFileInItsPlaceIsNotIt() throws Exception {
        FileId file = served.create(ROOT, served.root(), "file", 0600).file();
        served.close();
        Path place = shown.resolve("file");
        Files.move(place, top.resolve("kept"));
        Files.createFile(place);
        served = serve();
        fails(FileStatus.STALE, () -> served.files.attributes(file));
        Files.delete(place);
        Files.createSymbolicLink(place, top.resolve("kept"));
        fails(FileStatus.STALE, () -> served.files.attributes(file));
    }

    @Test
    void aDirectoryBecomeALinkLeadsNowhere() throws Exception {
        FileId directory = served.makeDirectory(ROOT, served.root(), "dir", 0755).file();
        FileId file = served.create(ROOT, directory, "file", 0600).file();
        served.close();
        Files.move(shown.resolve("dir"), top.resolve("outside"));
        Files.createSymbolicLink(shown.resolve("dir"), top.resolve("outside"));
        served = serve();
        fails(FileStatus.STALE, () -> served.files.attributes(file));
    }

    @Test
    void aNameOfAnyBytesIsRemembered() throws Exception {
        Opaque odd = Opaque.ofHex("ff0a80" + "2e".repeat(252));
        FileId file =
                served.files
                        .create(ROOT, served.root(), odd, new CreateMode.Guarded(Served.mode(0600)))
                        .file();
        served.close();
        served = serve();
        served.files.attributes(file);
    }
}
