package org.relock.lockd.journal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import org.junit.jupiter.api.Test;
import org.relock.lockd.journal.JournalOptions.Force;
import org.relock.lockd.journal.Recovered.Kind;
import org.relock.lockd.locks.ByteRange;
import org.relock.lockd.locks.LockMode;
import org.relock.lockd.locks.LockRequest;
import org.relock.lockd.locks.LockService;
import org.relock.lockd.locks.LockService.ReclaimRule;
import org.relock.lockd.locks.RecordedState;
import org.relock.lockd.locks.Wish;
import org.relock.state.xdr.Opaque;

/** What is known of locks after the host has gone down. NLM checks 47 and 49. */
class JournalRebootTest extends JournalStories {

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

    /** What a good end leaves is as good as a forced record, and what a kill leaves is not. */
    @Test
    void aGoodEndMakesTheRecordExact() throws IOException {
        Journal.Opened first = open("boot 1");
        LockService locks = Disks.service(first);
        steps(locks, 5, 500);
        locks.end();
        first.journal().close();
        Journal.Opened second = open("boot 1");
        assertEquals(Kind.SAME_BOOT, second.recovered().kind());
        Disks.service(second).end();
        second.journal().close();
        Journal.Opened third = open("boot 2");
        assertEquals(ReclaimRule.RECORDED, third.recovered().rule());
        Disks.service(third).end();
        third.journal().close();
        Journal.Opened fourth = open("boot 3");
        assertEquals(ReclaimRule.RECORDED, fourth.recovered().rule());
        Disks.service(fourth);
        fourth.journal().close();
        Journal.Opened fifth = open("boot 4");
        assertEquals(ReclaimRule.NOT_ANOTHERS, fifth.recovered().rule());
        Disks.service(fifth).end();
        fifth.journal().close();
        Journal.Opened sixth = open("boot 5");
        assertEquals(
                ReclaimRule.NOT_ANOTHERS,
                sixth.recovered().rule(),
                "what was not exact before does not become so within its grace");
    }

    @Test
    void whereAnybodyMayReclaimNoEndMakesTheRecordExact() throws IOException {
        Journal.Opened first = open("boot 1");
        LockService locks = Disks.service(first);
        first.journal().graceBegan(new GraceMark(5, 90, true));
        locks.end();
        first.journal().close();
        Journal.Opened again = open("boot 1");
        assertEquals(Optional.of(new GraceMark(5, 90, true)), again.recovered().grace());
        again.journal().close();
        Journal.Opened second = open("boot 2");
        assertEquals(ReclaimRule.NOT_ANOTHERS, second.recovered().rule());
        assertEquals(Optional.empty(), second.recovered().grace());
    }

    @Test
    void whatIsLeftOfAGraceIsCountedFromItsBeginning() {
        GraceMark mark = new GraceMark(1_000, 90, false);
        assertEquals(60, mark.leftAt(1_030));
        assertEquals(-10, mark.leftAt(1_100));
        assertEquals(90, mark.leftAt(20), "another clock");
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

    /** Nobody hears of what is granted after a grace before the next boot would know that. */
    @Test
    void nothingIsSafeUntilTheEndOfAGraceIsForced() throws Exception {
        Journal.Opened first = open("boot 1");
        first.journal().locked(new RandomWorld(1).file(), lock(owner(1), 0, 9));
        first.journal().close();
        Queue<Runnable> chores = new ArrayDeque<>();
        Journal.Opened second =
                Journal.open(
                                directory(),
                                "boot 2",
                                SMALL,
                                (name, step) -> new Asked(chores, step::run))
                        .orElseThrow();
        Journal journal = second.journal();
        assertTrue(journal.forced().isDone());
        journal.graceEnds();
        var before = journal.forced();
        journal.graceOver();
        var after = journal.forced();
        assertFalse(before.isDone());
        assertFalse(after.isDone());
        assertTrue(Files.exists(directory().resolve(Names.BEFORE)));
        while (!chores.isEmpty()) {
            chores.remove().run();
        }
        assertTrue(before.getNow(false));
        assertTrue(after.getNow(false));
        assertTrue(journal.forced().isDone());
        assertFalse(Files.exists(directory().resolve(Names.BEFORE)));
        journal.close();
    }

    /** A chore that is done when the test says so. */
    private record Asked(Queue<Runnable> chores, Runnable step) implements Chores.Chore {
        @Override
        public void wake() {
            chores.add(step);
        }

        @Override
        public void close() {}
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
}
