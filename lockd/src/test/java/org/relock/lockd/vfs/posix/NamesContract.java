package org.relock.lockd.vfs.posix;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.relock.lockd.vfs.posix.Served.ROOT;
import static org.relock.lockd.vfs.posix.Served.fails;
import static org.relock.lockd.vfs.posix.Served.mode;
import static org.relock.lockd.vfs.posix.Served.name;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.relock.lockd.vfs.CreateMode;
import org.relock.lockd.vfs.Entry;
import org.relock.lockd.vfs.FileException;
import org.relock.lockd.vfs.FileId;
import org.relock.lockd.vfs.FileStatus;
import org.relock.lockd.vfs.FileType;
import org.relock.lockd.vfs.NewNode;
import org.relock.lockd.vfs.SetAttributes;
import org.relock.state.xdr.Opaque;

/** What holds of names, however files are found. */
abstract class NamesContract {

    @TempDir Path top;
    Path shown;
    Served served;

    /** Returns how the directory is served. */
    abstract LocalOptions options();

    Served serve() throws IOException {
        return new Served(shown, options());
    }

    @BeforeEach
    void open() throws IOException {
        shown = Files.createDirectory(top.resolve("shown"));
        served = serve();
    }

    @AfterEach
    void close() {
        served.close();
    }

    @Test
    void namesThatAreNoneAreRefused() throws Exception {
        FileId root = served.root();
        for (String wrong : List.of("a/b", "/", "../x", "a\0b", "\0")) {
            fails(FileStatus.ACCES, () -> served.files.lookup(ROOT, root, name(wrong)));
            fails(FileStatus.ACCES, () -> served.create(ROOT, root, wrong, 0600));
            fails(FileStatus.ACCES, () -> served.files.remove(ROOT, root, name(wrong)));
            fails(
                    FileStatus.ACCES,
                    () -> served.files.rename(ROOT, root, name("x"), root, name(wrong)));
        }
        fails(FileStatus.INVAL, () -> served.files.lookup(ROOT, root, Opaque.EMPTY));
        fails(FileStatus.NAMETOOLONG, () -> served.files.lookup(ROOT, root, name("x".repeat(256))));
        fails(FileStatus.EXIST, () -> served.create(ROOT, root, "..", 0600));
        fails(FileStatus.EXIST, () -> served.makeDirectory(ROOT, root, ".", 0700));
        fails(FileStatus.INVAL, () -> served.files.removeDirectory(ROOT, root, name(".")));
        fails(FileStatus.EXIST, () -> served.files.removeDirectory(ROOT, root, name("..")));
        served.create(ROOT, root, "y".repeat(255), 0600);
    }

    @Test
    void aNameIsAnyBytes() throws Exception {
        Opaque odd = Opaque.ofHex("ff0a27223b80202a");
        Entry made =
                served.files.create(ROOT, served.root(), odd, new CreateMode.Guarded(mode(0600)));
        assertEquals(made.file(), served.files.lookup(ROOT, served.root(), odd).file());
        Set<Opaque> seen = new HashSet<>();
        served.files.readDirectory(
                ROOT, served.root(), 0, true, (id, name, cookie, entry) -> seen.add(name));
        assertTrue(seen.contains(odd), seen.toString());
        served.files.remove(ROOT, served.root(), odd);
    }

    @Test
    void thereIsNothingAboveTheTop() throws Exception {
        Entry up = served.at(ROOT, "..");
        assertEquals(served.root(), up.file());
        FileId inner = served.makeDirectory(ROOT, served.root(), "inner", 0755).file();
        assertEquals(served.root(), served.files.lookup(ROOT, inner, name("..")).file());
        assertEquals(inner, served.files.lookup(ROOT, inner, name(".")).file());
    }

    @Test
    void aDirectoryMovedOutsideLeadsToNothingOutside() throws Exception {
        FileId inner = served.makeDirectory(ROOT, served.root(), "inner", 0755).file();
        served.files.attributes(inner);
        Files.move(shown.resolve("inner"), top.resolve("outer"));
        fails(FileStatus.STALE, () -> served.files.lookup(ROOT, inner, name("..")));
    }

    @Test
    void anythingElseIsMadeToo() throws Exception {
        FileId root = served.root();
        Entry link =
                served.files.make(
                        ROOT,
                        root,
                        name("link"),
                        new NewNode.SymbolicLink(name("/etc/passwd"), SetAttributes.NOTHING));
        assertEquals(FileType.SYMBOLIC_LINK, link.attributes().type());
        assertEquals(name("/etc/passwd"), served.files.readLink(ROOT, link.file()));
        assertEquals(FileType.SYMBOLIC_LINK, served.at(ROOT, "link").attributes().type());
        fails(FileStatus.NOTDIR, () -> served.at(ROOT, "link/x"));
        fails(FileStatus.INVAL, () -> served.read(ROOT, link.file(), 0, 1));
        for (FileType type : List.of(FileType.FIFO, FileType.SOCKET)) {
            NewNode.Special what = new NewNode.Special(type, mode(0620));
            Entry made = served.files.make(ROOT, root, name(type.name()), what);
            assertEquals(type, made.attributes().type());
            assertEquals(0620, made.attributes().mode());
            fails(FileStatus.INVAL, () -> served.read(ROOT, made.file(), 0, 1));
        }
        fails(
                FileStatus.BADTYPE,
                () ->
                        served.files.make(
                                ROOT,
                                root,
                                name("x"),
                                new NewNode.Special(FileType.REGULAR, mode(0600))));
    }

    @Test
    void aLinkIsOneMoreNameOfTheFile() throws Exception {
        Entry made = served.create(ROOT, served.root(), "file", 0640);
        served.files.link(ROOT, made.file(), served.root(), name("other"));
        Entry other = served.at(ROOT, "other");
        assertEquals(made.file(), other.file());
        assertEquals(2, other.attributes().links());
        fails(
                FileStatus.ISDIR,
                () -> served.files.link(ROOT, served.root(), served.root(), name("no")));
        fails(
                FileStatus.EXIST,
                () -> served.files.link(ROOT, made.file(), served.root(), name("other")));
    }

    @Test
    void aRenameReplacesWhatItMay() throws Exception {
        FileId root = served.root();
        Entry one = served.create(ROOT, root, "one", 0640);
        FileId two = served.create(ROOT, root, "two", 0640).file();
        served.files.rename(ROOT, root, name("one"), root, name("two"));
        assertEquals(one.file(), served.at(ROOT, "two").file());
        fails(FileStatus.STALE, () -> served.files.attributes(two));
        FileId dir = served.makeDirectory(ROOT, root, "dir", 0755).file();
        served.create(ROOT, dir, "full", 0640);
        served.makeDirectory(ROOT, root, "empty", 0755);
        fails(
                FileStatus.NOTEMPTY,
                () -> served.files.rename(ROOT, root, name("empty"), root, name("dir")));
        fails(
                FileStatus.ISDIR,
                () -> served.files.rename(ROOT, root, name("two"), root, name("empty")));
        fails(
                FileStatus.INVAL,
                () -> served.files.rename(ROOT, root, name("dir"), dir, name("below")));
        fails(FileStatus.NOTEMPTY, () -> served.files.removeDirectory(ROOT, root, name("dir")));
        fails(FileStatus.ISDIR, () -> served.files.remove(ROOT, root, name("dir")));
        fails(FileStatus.NOTDIR, () -> served.files.removeDirectory(ROOT, root, name("two")));
    }

    @Test
    void aDirectoryIsListedInPiecesOfAnySize() throws Exception {
        Set<String> expected = new HashSet<>(Set.of(".", ".."));
        for (int i = 0; i < 300; i++) {
            Files.createFile(shown.resolve("file" + i));
            expected.add("file" + i);
        }
        for (int piece : new int[] {1, 2, 7, 100, 1000}) {
            List<String> names = served.list(ROOT, served.root(), piece);
            assertEquals(expected.size(), names.size());
            assertEquals(expected, new HashSet<>(names));
        }
        fails(FileStatus.NOTDIR, () -> served.list(ROOT, served.at(ROOT, "file1").file(), 1));
    }

    @Test
    void entriesOfADirectoryAreTheFilesThemselves() throws Exception {
        served.makeDirectory(ROOT, served.root(), "dir", 0755);
        served.create(ROOT, served.root(), "file", 0644);
        int[] count = {0};
        boolean end =
                served.files.readDirectory(
                        ROOT,
                        served.root(),
                        0,
                        true,
                        (id, name, cookie, entry) -> {
                            count[0]++;
                            String text = new String(name.toBytes(), StandardCharsets.UTF_8);
                            try {
                                assertEquals(served.at(ROOT, text), entry.orElseThrow());
                            } catch (FileException e) {
                                throw new IllegalStateException(e);
                            }
                            assertEquals(id, entry.orElseThrow().attributes().fileId());
                            return true;
                        });
        assertTrue(end);
        assertEquals(4, count[0]);
    }
}
