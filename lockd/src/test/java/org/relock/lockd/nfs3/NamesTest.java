package org.relock.lockd.nfs3;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.relock.lockd.nfs3.Mounted.NOTHING;
import static org.relock.lockd.nfs3.Mounted.handle;
import static org.relock.lockd.nfs3.Mounted.hyper;
import static org.relock.lockd.nfs3.Mounted.text;
import static org.relock.lockd.nfs3.Mounted.word;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.relock.lockd.vfs.FileException;
import org.relock.lockd.vfs.FileStatus;

/** What is found, made, moved and removed by name. */
class NamesTest {

    private static final String OK = "00000000";
    private static final String TRUE = "00000001";
    private static final String FALSE = "00000000";
    private static final String ROOT = handle(1);

    private final Mounted mounted = new Mounted();

    private void assertStatus(FileStatus status, int procedure, String... arguments) {
        assertEquals(status.number(), mounted.status(procedure, arguments));
    }

    @Test
    void aNameIsLookedUp() throws FileException {
        mounted.created("a");
        String both = mounted.postOp(2) + mounted.postOp(1);
        assertEquals(OK + handle(2) + both, mounted.call(Nfs3.LOOKUP, ROOT, text("a")));
        assertEquals(word(2) + mounted.postOp(1), mounted.call(Nfs3.LOOKUP, ROOT, text("b")));
        assertEquals(
                OK + ROOT + mounted.postOp(1) + mounted.postOp(1),
                mounted.call(Nfs3.LOOKUP, ROOT, text("..")));
        assertStatus(FileStatus.NOTDIR, Nfs3.LOOKUP, handle(2), text("a"));
        assertStatus(FileStatus.STALE, Nfs3.LOOKUP, handle(77), text("a"));
    }

    @Test
    void whatIsMadeIsToldWithItsDirectoryBeforeAndAfter() throws FileException {
        String before = mounted.preOp(1);
        String made = mounted.call(Nfs3.CREATE, ROOT, text("a"), word(1), NOTHING);
        String wcc = before + mounted.postOp(1);
        assertEquals(OK + TRUE + handle(2) + mounted.postOp(2) + wcc, made);
        String same = mounted.preOp(1) + mounted.postOp(1);
        assertEquals(word(17) + same, mounted.call(Nfs3.CREATE, ROOT, text("a"), word(1), NOTHING));
        assertEquals(
                OK + TRUE + handle(2) + mounted.postOp(2) + same,
                mounted.call(Nfs3.CREATE, ROOT, text("a"), word(0), NOTHING));
    }

    @Test
    void anExclusiveCreateMayBeRepeatedWithItsVerifierOnly() {
        String mine = mounted.call(Nfs3.CREATE, ROOT, text("a"), word(2), hyper(42));
        assertEquals(OK + TRUE + handle(2), mine.substring(0, 16 + handle(2).length()));
        assertEquals(0, mounted.status(Nfs3.CREATE, ROOT, text("a"), word(2), hyper(42)));
        assertStatus(FileStatus.EXIST, Nfs3.CREATE, ROOT, text("a"), word(2), hyper(43));
    }

    @Test
    void everythingElseIsMadeToo() throws FileException {
        mounted.call(Nfs3.MKDIR, ROOT, text("d"), NOTHING);
        assertEquals("00000002", mounted.fattr3(2).substring(0, 8));
        mounted.call(Nfs3.SYMLINK, ROOT, text("l"), NOTHING, text("../../etc/passwd"));
        assertEquals(
                OK + mounted.postOp(3) + text("../../etc/passwd"),
                mounted.call(Nfs3.READLINK, handle(3)));
        assertStatus(FileStatus.INVAL, Nfs3.READLINK, handle(2));
        mounted.call(Nfs3.MKNOD, ROOT, text("c"), word(4), NOTHING, word(8), word(9));
        assertEquals(word(8) + word(9), mounted.fattr3(4).substring(72, 88));
        mounted.call(Nfs3.MKNOD, ROOT, text("f"), word(7), NOTHING);
        assertEquals("00000007", mounted.fattr3(5).substring(0, 8));
        assertStatus(FileStatus.BADTYPE, Nfs3.MKNOD, ROOT, text("r"), word(1));
        assertStatus(FileStatus.INVAL, Nfs3.SYMLINK, ROOT, text("e"), NOTHING, text(""));
        assertStatus(FileStatus.INVAL, Nfs3.SYMLINK, ROOT, text("e"), NOTHING, text("a\0b"));
    }

    @Test
    void whatIsRemovedIsStale() throws FileException {
        mounted.created("a");
        mounted.call(Nfs3.MKDIR, ROOT, text("d"), NOTHING);
        String before = mounted.preOp(1);
        String removed = mounted.call(Nfs3.REMOVE, ROOT, text("a"));
        assertEquals(OK + before + mounted.postOp(1), removed);
        assertStatus(FileStatus.STALE, Nfs3.GETATTR, handle(2));
        assertStatus(FileStatus.ISDIR, Nfs3.REMOVE, ROOT, text("d"));
        mounted.call(Nfs3.CREATE, handle(3), text("x"), word(1), NOTHING);
        assertStatus(FileStatus.NOTEMPTY, Nfs3.RMDIR, ROOT, text("d"));
        assertStatus(FileStatus.NOTDIR, Nfs3.RMDIR, handle(3), text("x"));
        assertEquals(0, mounted.status(Nfs3.REMOVE, handle(3), text("x")));
        assertEquals(0, mounted.status(Nfs3.RMDIR, ROOT, text("d")));
        assertStatus(FileStatus.NOENT, Nfs3.RMDIR, ROOT, text("d"));
        assertStatus(FileStatus.INVAL, Nfs3.RMDIR, ROOT, text("."));
    }

    @Test
    void aRenameTellsBothDirectories() throws FileException {
        mounted.created("a");
        mounted.call(Nfs3.MKDIR, ROOT, text("d"), NOTHING);
        String left = mounted.preOp(1);
        String entered = mounted.preOp(3);
        String moved = mounted.call(Nfs3.RENAME, ROOT, text("a"), handle(3), text("b"));
        assertEquals(OK + left + mounted.postOp(1) + entered + mounted.postOp(3), moved);
        String both = mounted.preOp(3) + mounted.postOp(3);
        assertEquals(
                word(2) + both + both,
                mounted.call(Nfs3.RENAME, handle(3), text("a"), handle(3), text("c")));
        assertStatus(FileStatus.XDEV, Nfs3.RENAME, handle(3), text("b"), handle(2, 1), text("c"));
    }

    @Test
    void aLinkTellsTheFileAndTheDirectory() throws FileException {
        mounted.created("a");
        String before = mounted.preOp(1);
        String linked = mounted.call(Nfs3.LINK, handle(2), ROOT, text("b"));
        assertEquals(OK + mounted.postOp(2) + before + mounted.postOp(1), linked);
        assertEquals("00000002", mounted.fattr3(2).substring(16, 24));
        assertStatus(FileStatus.EXIST, Nfs3.LINK, handle(2), ROOT, text("b"));
        assertStatus(FileStatus.XDEV, Nfs3.LINK, handle(2), handle(2, 1), text("c"));
        // A handle that is bad leaves three attributes out: of the file, and two of the directory.
        assertEquals(
                word(10_001) + FALSE + FALSE + FALSE,
                mounted.call(Nfs3.LINK, text("bad"), ROOT, text("b")));
    }

    @Test
    void attributesAreChangedUnlessSomebodyElseDid() throws FileException {
        mounted.created("a");
        String mode = TRUE + word(0600) + "00".repeat(20);
        String ctime = mounted.fattr3(2).substring(152, 168);
        String before = mounted.preOp(2);
        String changed = mounted.call(Nfs3.SETATTR, handle(2), mode, TRUE, ctime);
        assertEquals(OK + before + mounted.postOp(2), changed);
        assertEquals(word(0600), mounted.fattr3(2).substring(8, 16));
        assertStatus(FileStatus.NOT_SYNC, Nfs3.SETATTR, handle(2), mode, TRUE, ctime);
        assertStatus(
                FileStatus.FBIG,
                Nfs3.SETATTR,
                handle(2),
                "00".repeat(12) + TRUE + hyper(-1) + hyper(0),
                FALSE);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a/b", "/", "a\0", "\0", "../a"})
    void aNameThatCannotBeOneIsRefused(String name) {
        FileStatus status = name.isEmpty() ? FileStatus.INVAL : FileStatus.ACCES;
        assertStatus(status, Nfs3.LOOKUP, ROOT, text(name));
        assertStatus(status, Nfs3.CREATE, ROOT, text(name), word(1), NOTHING);
        assertStatus(status, Nfs3.MKDIR, ROOT, text(name), NOTHING);
        assertStatus(status, Nfs3.REMOVE, ROOT, text(name));
        assertStatus(status, Nfs3.RENAME, ROOT, text(name), ROOT, text("a"));
    }

    @Test
    void aNameOf255BytesIsTheLongest() {
        String longest = text("\u00ff".repeat(255));
        assertEquals(0, mounted.status(Nfs3.CREATE, ROOT, longest, word(1), NOTHING));
        assertEquals(0, mounted.status(Nfs3.LOOKUP, ROOT, longest));
        for (int length : new int[] {256, 1_024, 4_096}) {
            String name = text("a".repeat(length));
            assertStatus(FileStatus.NAMETOOLONG, Nfs3.LOOKUP, ROOT, name);
            assertStatus(FileStatus.NAMETOOLONG, Nfs3.CREATE, ROOT, name, word(1), NOTHING);
            assertStatus(FileStatus.NAMETOOLONG, Nfs3.LINK, ROOT, ROOT, name);
        }
        assertEquals("00000004", mounted.answer(Nfs3.LOOKUP, ROOT, text("a".repeat(4_097))));
    }
}
