package org.relock.lockd.vfs.posix;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;
import static org.relock.lockd.vfs.posix.Served.ROOT;
import static org.relock.lockd.vfs.posix.Served.fails;
import static org.relock.lockd.vfs.posix.Served.mode;
import static org.relock.lockd.vfs.posix.Served.name;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.relock.lockd.vfs.Attributes;
import org.relock.lockd.vfs.CreateMode;
import org.relock.lockd.vfs.Entry;
import org.relock.lockd.vfs.FileId;
import org.relock.lockd.vfs.FileStatus;
import org.relock.lockd.vfs.FileSystemNumbers;
import org.relock.lockd.vfs.FileTime;
import org.relock.lockd.vfs.FileType;
import org.relock.lockd.vfs.ReadNow;
import org.relock.lockd.vfs.SetAttributes;
import org.relock.lockd.vfs.Stability;
import org.relock.state.xdr.Opaque;

/** What holds of a directory however its files are found. */
abstract class FilesContract extends NamesContract {

    @Test
    void attributesAreWhatTheKernelHas() throws Exception {
        Path file = Files.writeString(shown.resolve("file"), "12345");
        Files.createLink(shown.resolve("other"), file);
        Attributes seen = served.at(ROOT, "file").attributes();
        assertEquals(FileType.REGULAR, seen.type());
        assertEquals(5, seen.size());
        assertEquals(2, seen.links());
        assertEquals(Files.getAttribute(file, "unix:ino"), seen.fileId());
        assertEquals((int) Files.getAttribute(file, "unix:mode") & 07777, seen.mode());
        assertEquals(
                Files.getLastModifiedTime(file).toInstant().getEpochSecond(),
                seen.modified().seconds());
        assertEquals(FileType.DIRECTORY, served.files.attributes(served.root()).type());
    }

    @Test
    void bytesWrittenAreReadAgain() throws Exception {
        FileId file = served.create(ROOT, served.root(), "file", 0640).file();
        assertEquals(5, served.write(ROOT, file, 0, "hello", Stability.UNSTABLE));
        assertEquals(6, served.write(ROOT, file, 5, " world", Stability.DATA_SYNC));
        assertEquals(1, served.write(ROOT, file, 11, "!", Stability.FILE_SYNC));
        served.files.commit(ROOT, file, 0, 0);
        assertEquals("hello", served.read(ROOT, file, 0, 5));
        assertEquals("world!|", served.read(ROOT, file, 6, 6));
        assertEquals("!|", served.read(ROOT, file, 11, 100));
        assertEquals("|", served.read(ROOT, file, 12, 1));
        assertEquals("|", served.read(ROOT, file, Long.MAX_VALUE, 1));
        assertEquals("|", served.read(ROOT, file, -1, 1));
        assertEquals("hello world!", Files.readString(shown.resolve("file")));
        assertEquals(12, served.files.attributes(file).size());
    }

    @Test
    void writingPastTheLargestOffsetIsTooBig() throws Exception {
        FileId file = served.create(ROOT, served.root(), "file", 0640).file();
        for (long offset : new long[] {-1, Long.MAX_VALUE, Long.MIN_VALUE}) {
            fails(
                    FileStatus.FBIG,
                    () -> served.write(ROOT, file, offset, "xx", Stability.UNSTABLE));
        }
    }

    @Test
    void aModeIsWhatTheClientAskedForWhateverTheUmask() throws Exception {
        assertEquals(0666, served.create(ROOT, served.root(), "a", 0666).attributes().mode());
        assertEquals(
                0777, served.makeDirectory(ROOT, served.root(), "b", 0777).attributes().mode());
        assertEquals(
                03777, served.makeDirectory(ROOT, served.root(), "c", 03777).attributes().mode());
        assertEquals(04755, served.create(ROOT, served.root(), "d", 04755).attributes().mode());
    }

    @Test
    void aRemovedFileIsStale() throws Exception {
        FileId file = served.create(ROOT, served.root(), "file", 0600).file();
        FileId directory = served.makeDirectory(ROOT, served.root(), "dir", 0700).file();
        served.files.remove(ROOT, served.root(), name("file"));
        served.files.removeDirectory(ROOT, served.root(), name("dir"));
        served.create(ROOT, served.root(), "file", 0600);
        fails(FileStatus.STALE, () -> served.files.attributes(file));
        fails(FileStatus.STALE, () -> served.files.attributes(file));
        fails(FileStatus.STALE, () -> served.files.attributes(directory));
        fails(FileStatus.NOENT, () -> served.at(ROOT, "dir"));
    }

    @Test
    void anIdOutlivesRestartAndRename() throws Exception {
        FileId file = served.create(ROOT, served.root(), "file", 0600).file();
        FileId directory = served.makeDirectory(ROOT, served.root(), "dir", 0700).file();
        served.write(ROOT, file, 0, "text", Stability.UNSTABLE);
        served.files.rename(ROOT, served.root(), name("file"), directory, name("new"));
        long verifier = served.files.writeVerifier();
        served.close();
        served = serve();
        assertEquals("text|", served.read(ROOT, file, 0, 10));
        assertEquals(file, served.at(ROOT, "dir/new").file());
        assertNotEquals(verifier, served.files.writeVerifier());
    }

    @Test
    void anIdThatIsNoneIsStale() {
        for (String none : List.of("fe0102030405060708", "01ffffff7f00000000", "00", "ff", "01")) {
            fails(FileStatus.STALE, () -> served.files.attributes(new FileId(Opaque.ofHex(none))));
        }
    }

    @Test
    void anExclusiveCreateIsKnownAgainAfterARestart() throws Exception {
        CreateMode mine = new CreateMode.Exclusive(0xfedcba9876543210L);
        Entry made = served.files.create(ROOT, served.root(), name("file"), mine);
        served.close();
        served = serve();
        Entry again = served.files.create(ROOT, served.root(), name("file"), mine);
        assertEquals(made.file(), again.file());
        fails(
                FileStatus.EXIST,
                () ->
                        served.files.create(
                                ROOT, served.root(), name("file"), new CreateMode.Exclusive(1)));
        served.write(ROOT, made.file(), 0, "x", Stability.UNSTABLE);
        fails(FileStatus.EXIST, () -> served.files.create(ROOT, served.root(), name("file"), mine));
    }

    @Test
    void anUncheckedCreateCutsWhatIsThere() throws Exception {
        Entry made = served.create(ROOT, served.root(), "file", 0640);
        served.write(ROOT, made.file(), 0, "text", Stability.UNSTABLE);
        SetAttributes cut = Served.size(0);
        Entry again =
                served.files.create(
                        ROOT, served.root(), name("file"), new CreateMode.Unchecked(cut));
        assertEquals(made.file(), again.file());
        assertEquals(0, again.attributes().size());
        assertEquals(0640, again.attributes().mode());
        fails(FileStatus.EXIST, () -> served.create(ROOT, served.root(), "file", 0600));
        served.makeDirectory(ROOT, served.root(), "dir", 0700);
        fails(
                FileStatus.EXIST,
                () ->
                        served.files.create(
                                ROOT, served.root(), name("dir"), new CreateMode.Unchecked(cut)));
    }

    @Test
    void aGuardedChangeFailsIfTheFileWasChanged() throws Exception {
        Entry made = served.create(ROOT, served.root(), "file", 0640);
        FileTime before = made.attributes().changed();
        Attributes after = served.files.change(ROOT, made.file(), mode(0600), Optional.of(before));
        assertEquals(0600, after.mode());
        FileTime wrong = new FileTime(before.seconds() - 1, before.nanos());
        fails(
                FileStatus.NOT_SYNC,
                () -> served.files.change(ROOT, made.file(), mode(0644), Optional.of(wrong)));
    }

    @Test
    void timesAreSetToTheNanosecond() throws Exception {
        Entry made = served.create(ROOT, served.root(), "file", 0640);
        FileTime time = new FileTime(1_000_000_007, 123_456_789);
        SetAttributes.NewTime set = new SetAttributes.NewTime(false, Optional.of(time));
        SetAttributes none = SetAttributes.NOTHING;
        Attributes after =
                served.files.change(
                        ROOT,
                        made.file(),
                        new SetAttributes(
                                none.mode(),
                                none.uid(),
                                none.gid(),
                                none.size(),
                                SetAttributes.NewTime.NOW,
                                set),
                        Optional.empty());
        assertEquals(time, after.modified());
        assertTrue(after.accessed().seconds() > time.seconds());
    }

    @Test
    void whatIsInMemoryIsReadWithoutWaiting() throws Exception {
        FileId file = served.create(ROOT, served.root(), "file", 0600).file();
        served.write(ROOT, file, 0, "some text", Stability.UNSTABLE);
        served.close();
        served = serve();
        ByteBuffer into = ByteBuffer.allocateDirect(4);
        assertEquals(ReadNow.WOULD_WAIT, served.files.readNow(ROOT, file, 0, into));
        assertEquals(Optional.empty(), served.files.attributesNow(file));
        assertEquals("some text|", served.read(ROOT, file, 0, 10));
        assertEquals(9, served.files.attributesNow(file).orElseThrow().size());
        ReadNow now = served.files.readNow(ROOT, file, 0, into);
        assumeTrue(now != ReadNow.WOULD_WAIT, "needs a file system that knows RWF_NOWAIT");
        assertEquals(ReadNow.READ, now);
        assertEquals("some", StandardCharsets.UTF_8.decode(into.flip()).toString());
        into.clear();
        assertEquals(ReadNow.READ_TO_END, served.files.readNow(ROOT, file, 5, into));
        assertEquals(4, into.position());
        into.clear();
        assertEquals(ReadNow.READ_TO_END, served.files.readNow(ROOT, file, 7, into));
        assertEquals(2, into.position());
    }

    @Test
    void anAsynchronousViewIsTheSameDirectory() throws Exception {
        try (LocalDirectory view = served.files.asynchronous()) {
            CreateMode how = new CreateMode.Guarded(mode(0600));
            Entry made = view.create(ROOT, view.root(), name("file"), how);
            assertEquals(made, served.at(ROOT, "file"));
        }
        assertEquals(FileType.REGULAR, served.at(ROOT, "file").attributes().type());
    }

    @Test
    void theNumbersAreTheFileSystems() throws Exception {
        FileSystemNumbers numbers = served.files.numbers(served.root());
        assertEquals(Files.getFileStore(shown).getTotalSpace(), numbers.totalBytes());
        assertTrue(numbers.availableBytes() <= numbers.freeBytes());
        assertEquals(255, numbers.longestName());
        assertFalse(numbers.largestFile() < 1L << 40);
    }
}
