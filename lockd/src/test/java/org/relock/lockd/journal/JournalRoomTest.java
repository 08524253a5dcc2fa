package org.relock.lockd.journal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.relock.lockd.journal.JournalOptions.Force;
import org.relock.lockd.journal.JournalOptions.WhenFull;
import org.relock.lockd.journal.Recovered.Kind;
import org.relock.lockd.locks.LockService;
import org.relock.lockd.locks.RecordedState;

/** Disks that are full, files that are spoilt, logs that grow. */
class JournalRoomTest extends JournalStories {

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

    /** A chore that is done when the test says so, and what it said when it was. */
    private static final class Slow implements Chores.Chore {
        private final Chores.Step step;
        private int wakes;

        Slow(Chores.Step step) {
            this.step = step;
        }

        @Override
        public void wake() {
            wakes++;
        }

        @Override
        public void close() {}
    }

    @Test
    void whatNobodyWaitsForIsForcedASecondLater() throws Exception {
        Map<String, Slow> chores = new HashMap<>();
        Journal journal =
                Journal.open(
                                directory(),
                                "boot 1",
                                SMALL,
                                (name, step) -> {
                                    Slow chore = new Slow(step);
                                    chores.put(name, chore);
                                    return chore;
                                })
                        .orElseThrow()
                        .journal();
        Slow flush = chores.get("lockd-journal-flush");
        LockService locks = Disks.service(journal, RecordedState.EMPTY);
        for (int round = 1; round < 4; round++) {
            steps(locks, round, 100);
            assertEquals(round, flush.wakes, "woken once, not for each record");
            assertEquals(Optional.of(Duration.ofSeconds(1)), flush.step.run());
            steps(locks, round + 10, 100);
            assertEquals(round, flush.wakes);
            assertEquals(Optional.empty(), flush.step.run());
            assertEquals(Optional.empty(), flush.step.run());
        }
        journal.close();
    }
}
