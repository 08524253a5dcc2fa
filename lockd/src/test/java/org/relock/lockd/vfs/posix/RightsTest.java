package org.relock.lockd.vfs.posix;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;
import static org.relock.lockd.vfs.posix.Served.ALICE;
import static org.relock.lockd.vfs.posix.Served.BOB;
import static org.relock.lockd.vfs.posix.Served.ROOT;
import static org.relock.lockd.vfs.posix.Served.fails;
import static org.relock.lockd.vfs.posix.Served.mode;
import static org.relock.lockd.vfs.posix.Served.name;
import static org.relock.lockd.vfs.posix.Served.owner;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.relock.lockd.vfs.Actor;
import org.relock.lockd.vfs.Attributes;
import org.relock.lockd.vfs.FileId;
import org.relock.lockd.vfs.FileStatus;
import org.relock.lockd.vfs.FileThread;
import org.relock.lockd.vfs.FileType;
import org.relock.lockd.vfs.NewNode;
import org.relock.lockd.vfs.Stability;
import org.relock.state.xdr.Opaque;

class RightsTest {

    private static final int ALL = 0x3f;

    @TempDir private Path top;
    private Served served;
    private FileId common;

    @BeforeEach
    void open() throws Exception {
        assumeTrue(Rights.CAN_CHANGE, "needs root");
        served = new Served(top);
        common = served.makeDirectory(ROOT, served.root(), "common", 0777).file();
    }

    @AfterEach
    void close() {
        if (served != null) {
            served.close();
        }
    }

    @Test
    void aFileIsItsMakers() throws Exception {
        Attributes made = served.create(BOB, common, "file", 0600).attributes();
        assertEquals(List.of(4002, 4002), List.of(made.uid(), made.gid()));
        Attributes link =
                served.files
                        .make(
                                ALICE,
                                common,
                                name("link"),
                                new NewNode.SymbolicLink(name("x"), mode(0777)))
                        .attributes();
        assertEquals(4001, link.uid());
        fails(FileStatus.ACCES, () -> served.create(ALICE, served.root(), "file", 0600));
    }

    @Test
    void aFileOfOneIsNotTheOthers() throws Exception {
        FileId file = served.create(ALICE, common, "file", 0600).file();
        served.write(ALICE, file, 0, "secret", Stability.UNSTABLE);
        assertEquals("secret|", served.read(ALICE, file, 0, 10));
        assertEquals("secret|", served.read(ROOT, file, 0, 10));
        fails(FileStatus.ACCES, () -> served.read(BOB, file, 0, 10));
        fails(FileStatus.ACCES, () -> served.write(BOB, file, 0, "x", Stability.UNSTABLE));
        fails(FileStatus.ACCES, () -> served.files.commit(BOB, file, 0, 0));
        fails(
                FileStatus.ACCES,
                () -> served.files.change(BOB, file, Served.size(0), Optional.empty()));
        fails(FileStatus.PERM, () -> served.files.change(BOB, file, mode(0666), Optional.empty()));
        fails(
                FileStatus.PERM,
                () -> served.files.change(ALICE, file, owner(4002, 4002), Optional.empty()));
        assertEquals(0, served.files.access(BOB, file, ALL));
        assertEquals(1 | 4 | 8, served.files.access(ALICE, file, ALL));
        assertFalse(served.files.mayLock(BOB, file));
        assertTrue(served.files.mayLock(ALICE, file));
    }

    @Test
    void theOwnerGoesOnWhateverTheMode() throws Exception {
        FileId file = served.create(ALICE, common, "file", 0600).file();
        served.files.change(ALICE, file, mode(0), Optional.empty());
        assertEquals(3, served.write(ALICE, file, 0, "abc", Stability.DATA_SYNC));
        assertEquals("abc|", served.read(ALICE, file, 0, 10));
        served.files.change(ALICE, file, Served.size(1), Optional.empty());
        assertEquals("a|", served.read(ALICE, file, 0, 10));
        assertEquals(0, served.files.access(ALICE, file, ALL));
        assertTrue(served.files.mayLock(ALICE, file));
    }

    @Test
    void whoMayRunAFileMayReadIt() throws Exception {
        FileId file = served.create(ALICE, common, "file", 0711).file();
        served.write(ALICE, file, 0, "abc", Stability.UNSTABLE);
        assertEquals("abc|", served.read(BOB, file, 0, 10));
        assertEquals(32, served.files.access(BOB, file, ALL));
        fails(FileStatus.ACCES, () -> served.write(BOB, file, 0, "x", Stability.UNSTABLE));
    }

    @Test
    void furtherGroupsCount() throws Exception {
        FileId file = served.create(ROOT, common, "file", 0040).file();
        served.files.change(ROOT, file, owner(0, 4444), Optional.empty());
        assertEquals("|", served.read(BOB, file, 0, 10));
        fails(FileStatus.ACCES, () -> served.read(ALICE, file, 0, 10));
        Actor many = new Actor(4001, 4001, groupsUpTo(300));
        fails(FileStatus.ACCES, () -> served.read(many, file, 0, 10));
        List<Integer> more = new ArrayList<>(groupsUpTo(300));
        more.add(4444);
        assertEquals("|", served.read(new Actor(4001, 4001, more), file, 0, 10));
        fails(FileStatus.ACCES, () -> served.read(ALICE, file, 0, 10));
    }

    private static List<Integer> groupsUpTo(int count) {
        List<Integer> groups = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            groups.add(10_000 + i);
        }
        return groups;
    }

    @Test
    void aDirectoryOfOneIsClosedToOthers() throws Exception {
        FileId dir = served.makeDirectory(ALICE, common, "dir", 0700).file();
        FileId inner = served.create(ALICE, dir, "inner", 0666).file();
        for (String path : List.of("inner", "absent", ".", "..")) {
            fails(FileStatus.ACCES, () -> served.files.lookup(BOB, dir, name(path)));
        }
        fails(FileStatus.ACCES, () -> served.list(BOB, dir, 10));
        fails(FileStatus.ACCES, () -> served.files.remove(BOB, dir, name("inner")));
        fails(
                FileStatus.ACCES,
                () -> served.files.rename(BOB, dir, name("inner"), common, name("x")));
        assertEquals(0, served.files.access(BOB, dir, ALL));
        assertEquals(1 | 2 | 4 | 8 | 16, served.files.access(ALICE, dir, ALL));
        assertEquals("|", served.read(BOB, inner, 0, 1));
        assertEquals(3, served.list(ALICE, dir, 10).size());
    }

    @Test
    void aStickyDirectoryKeepsWhatOthersMade() throws Exception {
        FileId dir = served.makeDirectory(ROOT, common, "tmp", 01777).file();
        served.create(ALICE, dir, "file", 0666);
        fails(FileStatus.PERM, () -> served.files.remove(BOB, dir, name("file")));
        fails(
                FileStatus.PERM,
                () -> served.files.rename(BOB, dir, name("file"), dir, name("other")));
        served.files.remove(ALICE, dir, name("file"));
    }

    @Test
    void writingTakesSetUserIdAway() throws Exception {
        FileId file = served.create(ALICE, common, "file", 04777).file();
        served.write(BOB, file, 0, "x", Stability.UNSTABLE);
        assertEquals(0777, served.files.attributes(file).mode());
        served.files.change(ALICE, file, mode(06777), Optional.empty());
        served.files.change(BOB, file, Served.size(0), Optional.empty());
        assertEquals(0777, served.files.attributes(file).mode());
    }

    @Test
    void aDeviceIsMadeByTheSuperuserAlone() throws Exception {
        NewNode.Device zero = new NewNode.Device(FileType.CHARACTER_DEVICE, 1, 5, mode(0600));
        fails(FileStatus.PERM, () -> served.files.make(ALICE, common, name("zero"), zero));
        Attributes made = served.files.make(ROOT, common, name("zero"), zero).attributes();
        assertEquals(List.of(1, 5), List.of(made.major(), made.minor()));
        NewNode.Device large =
                new NewNode.Device(FileType.BLOCK_DEVICE, 511, (1 << 18) - 1, mode(0600));
        Attributes most = served.files.make(ROOT, common, name("large"), large).attributes();
        assertEquals(List.of(511, (1 << 18) - 1), List.of(most.major(), most.minor()));
        NewNode.Device wrong = new NewNode.Device(FileType.BLOCK_DEVICE, 4096, 0, mode(0600));
        fails(FileStatus.INVAL, () -> served.files.make(ROOT, common, name("no"), wrong));
    }

    @Test
    void whoIsNobodyIsNotTakenForSomebodyElse() throws Exception {
        FileId file = served.create(ROOT, common, "file", 0666).file();
        served.read(ROOT, file, 0, 1);
        Actor none = new Actor(-1, 4001, List.of());
        fails(FileStatus.ACCES, () -> served.read(none, file, 0, 1));
        fails(FileStatus.ACCES, () -> served.create(none, common, "x", 0600));
        Actor noGroup = new Actor(4001, -1, List.of());
        fails(FileStatus.ACCES, () -> served.create(noGroup, common, "x", 0600));
        fails(
                FileStatus.INVAL,
                () -> served.files.change(ROOT, file, owner(-1, 0), Optional.empty()));
        assertEquals(
                -2, served.create(new Actor(-2, -2, List.of()), common, "y", 0).attributes().uid());
    }

    @Test
    void aThreadIsItselfAgainAfterEachCall() throws Exception {
        served.create(ALICE, common, "file", 0600);
        Path own = Files.createFile(top.resolve("own"));
        assertEquals(0, Files.getAttribute(own, "unix:uid"));
        assertEquals(0, Files.getAttribute(own, "unix:gid"));
        fails(FileStatus.ACCES, () -> served.create(ALICE, served.root(), "file", 0600));
        Files.delete(own);
    }

    @Test
    void aThreadStartedByOneThatActsForSomebodyActsForWhomItShould() throws Exception {
        FutureTask<List<Integer>> made =
                new FutureTask<>(
                        () -> {
                            served.create(ALICE, common, "first", 0600);
                            int alice = uid(ALICE, "a"); // and Alice it stays
                            FutureTask<List<Integer>> inner =
                                    new FutureTask<>(() -> List.of(uid(ROOT, "r"), uid(BOB, "b")));
                            FileThread second = new FileThread(inner, "second");
                            second.start();
                            return List.of(alice, inner.get().get(0), inner.get().get(1));
                        });
        new FileThread(made, "first").start();
        assertEquals(List.of(4001, 0, 4002), made.get());
    }

    private int uid(Actor actor, String file) throws Exception {
        return served.create(actor, common, file, 0600).attributes().uid();
    }

    @Test
    void manyThreadsActForManyAtOnce() throws Exception {
        List<FutureTask<Boolean>> tasks = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            int thread = i;
            FutureTask<Boolean> task = new FutureTask<>(() -> actsForMany(thread));
            tasks.add(task);
            (i % 2 == 0 ? new FileThread(task, "t" + i) : new Thread(task)).start();
        }
        for (FutureTask<Boolean> task : tasks) {
            assertTrue(task.get());
        }
    }

    private boolean actsForMany(int thread) throws Exception {
        boolean right = true;
        for (int i = 0; i < 200; i++) {
            int uid = 5000 + (thread * 31 + i * 7) % 5;
            Actor actor = new Actor(uid, uid + 100, List.of(uid + 200));
            Attributes made = served.create(actor, common, thread + "-" + i, 0600).attributes();
            right &= made.uid() == uid && made.gid() == uid + 100;
        }
        return right;
    }

    @Test
    void anAclGrantsWhatTheModeDoesNot() throws Exception {
        FileId file = served.create(ALICE, common, "file", 0600).file();
        assertEquals(Optional.empty(), served.files.acl(ALICE, file, false));
        // Version 2; the owner rw, user 4002 r, the group nothing, mask r, others nothing.
        Opaque acl =
                Opaque.ofHex(
                        "02000000"
                                + "01000600ffffffff"
                                + "02000400a20f0000"
                                + "04000000ffffffff"
                                + "10000400ffffffff"
                                + "20000000ffffffff");
        fails(FileStatus.PERM, () -> served.files.setAcl(BOB, file, false, Optional.of(acl)));
        served.files.setAcl(ALICE, file, false, Optional.of(acl));
        assertEquals(Optional.of(acl), served.files.acl(BOB, file, false));
        assertEquals("|", served.read(BOB, file, 0, 1));
        assertEquals(1, served.files.access(BOB, file, ALL));
        fails(FileStatus.ACCES, () -> served.write(BOB, file, 0, "x", Stability.UNSTABLE));
        served.files.setAcl(ALICE, file, false, Optional.empty());
        served.files.setAcl(ALICE, file, false, Optional.empty());
        fails(FileStatus.ACCES, () -> served.read(BOB, file, 0, 1));
        fails(
                FileStatus.INVAL,
                () ->
                        served.files.setAcl(
                                ALICE, file, false, Optional.of(Opaque.ofHex("02000000ff"))));
        FileId dir = served.makeDirectory(ALICE, common, "dir", 0700).file();
        served.files.setAcl(ALICE, dir, true, Optional.of(acl));
        FileId inherits = served.create(ALICE, dir, "inner", 0666).file();
        assertEquals("|", served.read(BOB, inherits, 0, 1));
    }
}
