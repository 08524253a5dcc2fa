package org.relock.lockd.journal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.relock.lockd.journal.JournalOptions.Force;
import org.relock.lockd.journal.JournalOptions.WhenFull;
import org.relock.lockd.journal.Recovered.Kind;
import org.relock.lockd.locks.ByteRange;
import org.relock.lockd.locks.ClientId;
import org.relock.lockd.locks.Lock;
import org.relock.lockd.locks.LockMode;
import org.relock.lockd.locks.LockOwner;
import org.relock.lockd.locks.LockRequest;
import org.relock.lockd.locks.LockService;
import org.relock.lockd.locks.LockService.ReclaimRule;
import org.relock.lockd.locks.RecordedState;
import org.relock.lockd.locks.Taken;
import org.relock.lockd.locks.Wish;
import org.relock.state.store.Ownership;
import org.relock.state.xdr.Opaque;
import org.relock.state.xdr.XdrReader;

/** Locks that survive the daemon. NLM check 67. */
class JournalTest {

    private static final JournalOptions SMALL = Disks.SMALL;

    @TempDir private Path root;

    private final List<Journal> opened = new ArrayList<>();

    private Path directory() {
        return root.resolve("relock/lockd");
    }

    private Journal.Opened open(Path directory, String boot, JournalOptions options)
            throws IOException {
        Journal.Opened found = Disks.open(directory, boot, options);
        opened.add(found.journal());
        return found;
    }

    private Journal.Opened open(String boot) throws IOException {
        return open(directory(), boot, SMALL);
    }

    @AfterEach
    void close() {
        opened.forEach(Journal::close);
    }

    private static void steps(LockService locks, long seed, int count) {
        RandomWorld world = new RandomWorld(seed);
        for (int i = 0; i < count; i++) {
            world.step(locks);
        }
    }

    @Test
    void nothingIsThereAtFirst() throws IOException {
        Recovered recovered = open("boot 1").recovered();
        assertEquals(
                new Recovered(
                        Kind.FRESH,
                        RecordedState.EMPTY,
                        Optional.empty(),
                        ReclaimRule.NOT_ANOTHERS,
                        List.of(),
                        List.of()),
                recovered);
    }

    @Test
    void aRestartOfTheDaemonKeepsEverything() throws IOException {
        Journal.Opened first = open("boot 1");
        LockService locks = Disks.service(first);
        steps(locks, 1, 2_000);
        RecordedState state = locks.snapshot();
        assertFalse(state.wishes().isEmpty());
        first.journal().close();
        Journal.Opened second = open("boot 1");
        assertEquals(Kind.SAME_BOOT, second.recovered().kind());
        assertEquals(Optional.empty(), second.recovered().before());
        assertEquals(Canon.of(state), Canon.of(second.recovered().table()));
        assertEquals(state.lastWish(), second.recovered().table().lastWish());
        assertEquals(Canon.of(state), Canon.of(Disks.service(second).snapshot()));
    }

    @Test
    void onlyOneDaemonHasIt() throws IOException {
        Journal journal = open("boot 1").journal();
        assertEquals(Optional.empty(), Journal.open(directory(), "boot 1", SMALL));
        journal.close();
        assertEquals(Kind.SAME_BOOT, open("boot 1").recovered().kind());
    }

    /** Wherever a killed process leaves off, what is recovered is what was so at some moment. */
    @Test
    void cutAtAnyByteItRecoversWhatCameBefore() throws IOException {
        Journal.Opened first = open("boot 1");
        LockService locks = Disks.service(first);
        RandomWorld world = new RandomWorld(7);
        Path log = Disks.files(directory(), Names.LOG).get(0);
        List<String> states = new ArrayList<>();
        Replay heard = new Replay();
        for (int i = 0; i < 60; i++) {
            world.step(locks);
        }
        // The states that there were, after each record.
        RecordReader records = new RecordReader();
        List<Long> ends = new ArrayList<>();
        long position = LogFile.header(log).orElseThrow().encode().length;
        ends.add(position);
        states.add(Canon.of(heard.state()));
        try (FrameReader frames = new FrameReader(log)) {
            Header.read(frames);
            XdrReader record;
            while ((record = frames.next()) != null) {
                position += Frame.HEAD_BYTES + record.remaining();
                records.tell(RecordType.of(record.i32()), record, heard);
                ends.add(position);
                states.add(Canon.of(heard.state()));
            }
        }
        assertEquals(Canon.of(locks.snapshot()), states.get(states.size() - 1));
        byte[] whole = Files.readAllBytes(log);
        Path copy = Disks.killed(directory(), root.resolve("torn"));
        Path torn = copy.resolve(log.getFileName());
        int at = 0;
        for (int end = Math.toIntExact(ends.get(0)); end < position; end++) {
            while (at + 1 < ends.size() && ends.get(at + 1) <= end) {
                at++;
            }
            byte[] left = Arrays.copyOf(whole, end);
            Files.write(torn, left);
            assertEquals(states.get(at), Canon.of(recovered(copy)), "cut at " + end);
            try (FileChannel channel = FileChannel.open(torn, StandardOpenOption.WRITE)) {
                channel.write(ByteBuffer.wrap(new byte[1]), end + 10_000L);
            }
            int next = at + 1 < ends.size() ? Math.toIntExact(ends.get(at + 1)) : end;
            // If all that was cut off is zeros, nothing was.
            int now = isZero(whole, end, next) ? Math.min(at + 1, ends.size() - 1) : at;
            assertEquals(states.get(now), Canon.of(recovered(copy)), "zeros from " + end);
        }
    }

    private static boolean isZero(byte[] bytes, int from, int to) {
        for (int i = from; i < to; i++) {
            if (bytes[i] != 0) {
                return false;
            }
        }
        return true;
    }

    private static RecordedState recovered(Path directory) throws IOException {
        Folder folder = new Folder(directory, Ownership.of(directory));
        folder.list();
        Recovery recovery = Recovery.of(folder, "boot 1");
        assertEquals(Kind.SAME_BOOT, recovery.kind());
        return recovery.table();
    }

    @Test
    void aHeadThatWasNotWrittenHidesItsRecord() throws IOException {
        Journal.Opened first = open("boot 1");
        LockService locks = Disks.service(first);
        steps(locks, 3, 40);
        Path copy = Disks.killed(directory(), root.resolve("killed"));
        Path log = Disks.files(copy, Names.LOG).get(0);
        byte[] bytes = Files.readAllBytes(log);
        int end = bytes.length;
        while (bytes[end - 1] == 0) {
            end--;
        }
        // As the payload of one more record, but without its head.
        for (int i = end + 20; i < end + 120; i++) {
            bytes[i] = 1;
        }
        Files.write(log, bytes);
        Journal.Opened second = open(copy, "boot 1", SMALL);
        assertEquals(Kind.SAME_BOOT, second.recovered().kind());
        assertEquals(Canon.of(locks.snapshot()), Canon.of(second.recovered().table()));
        assertEquals(List.of(), second.recovered().reports());
    }

    /** Restarts, kills and compactions anywhere, many times over. */
    @Test
    void whateverHappensTheTableIsTheSameAfterEachRestart() throws IOException {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        Path directory = directory();
        // Compacts at each rotation.
        JournalOptions options = SMALL.withSizes(SMALL.segmentBytes(), 1);
        for (int round = 0; round < 20; round++) {
            Journal.Opened found = open(directory, "boot 1", options);
            LockService locks = Disks.service(found);
            steps(locks, random.nextLong(), random.nextInt(6_000));
            String state = Canon.of(locks.snapshot());
            if (random.nextBoolean()) {
                found.journal().close();
            } else {
                directory = Disks.killed(directory, root.resolve("round" + round));
                found.journal().close();
            }
            Journal.Opened next = open(directory, "boot 1", options);
            String hint = "seed " + seed + ", round " + round;
            assertEquals(state, Canon.of(next.recovered().table()), hint);
            assertEquals(List.of(), next.recovered().reports(), hint);
            next.journal().close();
        }
    }

    @Test
    void idsOfWishesAreNeverGivenTwice() throws IOException {
        long last = 0;
        for (String boot : List.of("1", "1", "2", "2", "3")) {
            Journal.Opened found = open(boot);
            LockService locks = Disks.service(found);
            steps(locks, last, 500);
            RecordedState state = locks.snapshot();
            assertTrue(found.recovered().table().lastWish() >= last);
            long before = last;
            assertTrue(
                    state.wishes().stream().map(Wish::id).anyMatch(id -> id > before)
                            || state.lastWish() > before);
            last = state.lastWish();
            found.journal().close();
        }
    }

    @Test
    void afterARebootWhatWasHeldIsKeptUntilGraceIsOver() throws Exception {
        Journal.Opened first = open("boot 1");
        LockService locks = Disks.service(first);
        steps(locks, 11, 1_000);
        locks.snapshot()
                .wishes()
                .forEach(
                        wish ->
                                locks.cancel(
                                        wish.request().file(),
                                        wish.request().owner(),
                                        wish.request().mode(),
                                        wish.request().range()));
        String held = Canon.of(locks.snapshot());
        first.journal().close();
        // The first reboot, and one more before grace is over.
        for (String boot : List.of("boot 2", "boot 3")) {
            Journal.Opened found = open(boot);
            assertEquals(Kind.EARLIER_BOOT, found.recovered().kind());
            assertEquals("", Canon.of(found.recovered().table()));
            assertEquals(held, Canon.of(found.recovered().before().orElseThrow()));
            Disks.service(found);
            found.journal().close();
        }
        // The daemon alone is started again in the middle of grace.
        Journal.Opened again = open("boot 3");
        assertEquals(Kind.SAME_BOOT, again.recovered().kind());
        assertEquals(held, Canon.of(again.recovered().before().orElseThrow()));
        Disks.service(again);
        again.journal().graceOver();
        again.journal().close();
        Journal.Opened last = open("boot 3");
        assertEquals(Optional.empty(), last.recovered().before());
        last.journal().close();
        assertEquals("", Canon.of(open("boot 4").recovered().before().orElseThrow()));
    }

    /** What was reclaimed and given up again before the second crash is not held any more. */
    @Test
    void aSecondRebootInGraceSeesWhatWasDoneInIt() throws IOException {
        RandomWorld world = new RandomWorld(1);
        var file = world.file();
        Journal.Opened first = open("boot 1");
        var alice = owner(1);
        var bob = owner(2);
        first.journal().locked(file, lock(alice, 0, 9));
        first.journal().locked(file, lock(bob, 20, 29));
        first.journal().close();
        Journal.Opened second = open("boot 2");
        second.journal().locked(file, lock(alice, 0, 9));
        second.journal().unlocked(file, alice, new ByteRange(0, 4));
        second.journal().close();
        RecordedState before = open("boot 3").recovered().before().orElseThrow();
        Replay expected = new Replay();
        expected.locked(file, lock(alice, 5, 9));
        expected.locked(file, lock(bob, 20, 29));
        assertEquals(Canon.of(expected.state()), Canon.of(before));
    }

    private static LockOwner owner(int client) {
        return new LockOwner(new ClientId(client), Opaque.ofHex("0102"));
    }

    private static Lock lock(LockOwner owner, long first, long last) {
        return new Lock(
                owner,
                LockMode.WRITE,
                new ByteRange(first, last),
                new Taken(RandomWorld.address("192.0.2.1"), 0, true, 0));
    }

    @Test
    void anOfferMayHaveReachedItsOwnerBeforeTheReboot() throws IOException {
        Journal.Opened first = open("boot 1");
        var request =
                new LockRequest(
                        new RandomWorld(1).file(),
                        owner(1),
                        LockMode.WRITE,
                        new ByteRange(3, 4),
                        false,
                        lock(owner(1), 0, 0).taken());
        var memo = Opaque.EMPTY;
        first.journal().waits(new Wish(1, request, memo, Wish.State.WAITING));
        first.journal().waits(new Wish(2, request, memo, Wish.State.OFFERED));
        first.journal().close();
        RecordedState before = open("boot 2").recovered().before().orElseThrow();
        assertEquals(List.of(), before.wishes());
        assertEquals(1, before.locks().get(request.file()).size());
    }

    @Test
    void onlyAForcedRecordIsTakenForAllThereWas() throws IOException {
        for (Force force : Force.values()) {
            Path directory = root.resolve(force.toString());
            open(directory, "boot 1", SMALL.withForce(force)).journal().close();
            Recovered recovered = open(directory, "boot 2", SMALL).recovered();
            assertEquals(
                    force == Force.ALWAYS ? ReclaimRule.RECORDED : ReclaimRule.NOT_ANOTHERS,
                    recovered.rule());
        }
    }

    @Test
    void spoiltFilesAreSetAsideAndTheDaemonStarts() throws Exception {
        for (String spoil : List.of("log", "snapshot", "foreign", "clients", "before", "newer")) {
            Path directory = root.resolve(spoil);
            Journal.Opened first = open(directory, "boot 1", SMALL);
            steps(Disks.service(first.journal(), RecordedState.EMPTY), 5, 300);
            for (int i = 0; i < 3; i++) {
                assertTrue(first.journal().clients().put(ClientFileTest.client(i)).get());
            }
            first.journal().close();
            String name =
                    switch (spoil) {
                        case "log" -> Names.of(Names.LOG, 2);
                        case "snapshot", "foreign" -> Names.of(Names.SNAPSHOT, 2);
                        case "newer" -> Names.of(Names.SNAPSHOT, 9);
                        default -> spoil;
                    };
            Path file = directory.resolve(name);
            byte[] bytes =
                    spoil.equals("foreign") || !Files.exists(file)
                            ? "nothing of ours".getBytes(StandardCharsets.ISO_8859_1)
                            : Files.readAllBytes(file);
            bytes[Math.min(bytes.length - 1, spoil.equals("log") ? 1_000 : 75)] ^= 0x10;
            Files.write(file, bytes);
            Journal.Opened second = open(directory, "boot 1", SMALL);
            Recovered recovered = second.recovered();
            List<Path> aside = Disks.files(directory, Names.ASIDE);
            // A log without its snapshot is of no use either.
            int files = spoil.equals("snapshot") || spoil.equals("foreign") ? 2 : 1;
            assertEquals(files, aside.size(), spoil + aside);
            assertEquals(files, recovered.reports().size(), spoil + recovered.reports());
            Path kept = aside.get(files - 1);
            assertEquals(-1, Arrays.mismatch(bytes, Files.readAllBytes(kept)));
            boolean harmless = spoil.equals("clients") || spoil.equals("before");
            assertEquals(harmless ? Kind.SAME_BOOT : Kind.LOST, recovered.kind(), spoil);
            assertEquals(!spoil.equals("clients"), recovered.before().isPresent(), spoil);
            second.journal().close();
            // The next time there is nothing to complain about.
            Recovered third = open(directory, "boot 1", SMALL).recovered();
            assertEquals(List.of(), third.reports(), spoil);
            assertEquals(Kind.SAME_BOOT, third.kind(), spoil);
        }
    }

    /** A directory in the place of the next file keeps it from being made, as a full disk does. */
    @Test
    void withoutRoomItSaysSoAndGoesOnOnceThereIsSome() throws Exception {
        Journal.Opened first = open(directory(), "boot 1", SMALL.withWhenFull(WhenFull.REFUSE));
        Journal journal = first.journal();
        Path obstacle = directory().resolve(Names.of(Names.LOG, 3));
        Files.createDirectory(obstacle);
        LockService locks = Disks.service(first);
        assertTrue(journal.isWhole());
        assertFalse(journal.takesMore());
        RandomWorld world = new RandomWorld(1);
        while (journal.isWhole()) {
            world.step(locks);
        }
        steps(locks, 2, 100);
        // Killed now, it would know that it does not know.
        Path copy = Disks.killed(directory(), root.resolve("suspended"));
        Recovered lost = open(copy, "boot 1", SMALL).recovered();
        assertEquals(Kind.LOST, lost.kind());
        assertEquals("", Canon.of(lost.table()));
        assertTrue(lost.table().lastWish() > locks.snapshot().lastWish());
        assertEquals(RecordedState.EMPTY, lost.before().orElseThrow());
        // There is room again.
        Files.delete(obstacle);
        while (!journal.isWhole()) {
            world.step(locks);
            Thread.onSpinWait();
        }
        steps(locks, 3, 100);
        Path good = Disks.killed(directory(), root.resolve("resumed"));
        Recovered recovered = open(good, "boot 1", SMALL).recovered();
        assertEquals(Kind.SAME_BOOT, recovered.kind());
        assertEquals(Canon.of(locks.snapshot()), Canon.of(recovered.table()));
        while (!journal.takesMore()) {
            Thread.onSpinWait();
        }
    }

    @Test
    void withoutRoomAtTheStartItServesAndRecordsLater() throws Exception {
        Journal.Opened first = open("boot 1");
        Disks.service(first);
        first.journal().close();
        for (int i = 2; i < 9; i++) {
            String snapshot = Names.of(Names.SNAPSHOT, i) + Names.TEMPORARY;
            Files.createDirectories(directory().resolve(snapshot).resolve("obstacle"));
        }
        Journal.Opened second = open("boot 1");
        assertFalse(second.journal().isWhole());
        assertFalse(second.recovered().reports().isEmpty());
        LockService locks = Disks.service(second);
        steps(locks, 1, 100);
        assertFalse(second.journal().isWhole());
        second.journal().close();
        assertEquals(Kind.LOST, open("boot 1").recovered().kind());
    }

    @Test
    void whatIsForcedIsForcedBeforeItIsSaid() throws Exception {
        Journal.Opened first = open(directory(), "boot 1", SMALL.withForce(Force.ALWAYS));
        LockService locks = Disks.service(first);
        for (int i = 0; i < 100; i++) {
            steps(locks, i, 50);
            assertTrue(first.journal().forced().get());
        }
        first.journal().close();
        assertFalse(first.journal().forced().get());
        assertEquals(Canon.of(locks.snapshot()), Canon.of(open("boot 1").recovered().table()));
    }

    @Test
    void theLogDoesNotGrowForEver() throws Exception {
        JournalOptions options = SMALL.withSizes(SMALL.segmentBytes(), SMALL.segmentBytes());
        Journal.Opened first = open(directory(), "boot 1", options);
        LockService locks = Disks.service(first);
        Path oldest = Disks.files(directory(), Names.LOG).get(0);
        RandomWorld world = new RandomWorld(1);
        while (Files.exists(oldest)) {
            world.step(locks);
        }
        first.journal().close();
        assertEquals(1, Disks.files(directory(), Names.SNAPSHOT).size());
        assertEquals(Canon.of(locks.snapshot()), Canon.of(open("boot 1").recovered().table()));
    }
}
