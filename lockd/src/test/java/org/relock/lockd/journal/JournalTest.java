package org.relock.lockd.journal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.relock.lockd.journal.Recovered.Kind;
import org.relock.lockd.locks.LockService;
import org.relock.lockd.locks.LockService.ReclaimRule;
import org.relock.lockd.locks.RecordedState;
import org.relock.state.store.Ownership;
import org.relock.state.xdr.XdrReader;

/** Locks that survive the daemon. NLM check 67. */
class JournalTest extends JournalStories {

    @Test
    void nothingIsThereAtFirst() throws IOException {
        Recovered recovered = open("boot 1").recovered();
        assertEquals(
                new Recovered(
                        Kind.FRESH,
                        RecordedState.EMPTY,
                        Optional.empty(),
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
}
