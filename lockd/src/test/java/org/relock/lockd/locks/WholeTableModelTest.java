package org.relock.lockd.locks;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.LongStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.relock.lockd.locks.Wish.State;
import org.relock.state.xdr.Opaque;

/**
 * Any sequence of all calls keeps the promises of the table: no byte is held or offered in
 * conflict, every wish that waits has somebody in its way, nobody is passed without an exemption, a
 * deadlock is a circle of locks, what the journal heard comes to the same table, and in the end
 * everybody gets what he waits for.
 */
class WholeTableModelTest {

    private static final String OWNERS = "abcdef";
    private static final List<FileKey> FILES =
            List.of(
                    Table.FILE,
                    new FileKey(1, Table.text("other")),
                    new FileKey(2, Table.text("third")));

    private final Replay replay = new Replay();
    private Table table = new Table(LockLimits.STANDARD, replay, RecordedState.EMPTY);
    private Random random;

    /** Whether owners act while they wait, as if they were several threads. */
    private boolean restless;

    private String where;

    static LongStream seeds() {
        return Seeds.all();
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void keepsItsPromises(long seed) {
        run(seed);
        assertAllEnds();
    }

    /** Such owners may lock each other out for ever, and nobody can tell from outside. */
    @ParameterizedTest
    @MethodSource("seeds")
    void keepsItsPromisesToOwnersThatActWhileTheyWait(long seed) {
        restless = true;
        run(seed);
    }

    private void run(long seed) {
        random = new Random(seed);
        for (int step = 0; step < Seeds.steps(); step++) {
            where = "seed " + seed + ", step " + step;
            act(OWNERS.charAt(random.nextInt(OWNERS.length())));
            RecordedState state = table.locks.snapshot();
            assertEquals(replay.contents(), Replay.Contents.of(state), where);
            assertNoConflict(state);
            assertEverybodyWaitsForSomebody(state);
            assertNobodyIsPassed(state);
            table.heard.clear();
            if (random.nextInt(100) == 0) {
                restart(state);
            }
        }
    }

    private void act(char letter) {
        List<Wish> wishes = wishesOf(Table.owner(letter));
        if (!wishes.isEmpty() && random.nextInt(3) > 0) {
            actOn(wishes.get(random.nextInt(wishes.size())));
            return;
        }
        if (!restless && wishes.stream().anyMatch(wish -> wish.state() == State.WAITING)) {
            return; // An owner that waits does nothing else but ask again or give up.
        }
        LockRequest request = request(letter);
        switch (random.nextInt(14)) {
            case 0, 1, 2 -> lock(request);
            case 3, 4, 5, 6, 7 -> lockOrWait(request);
            case 8, 9, 10 -> table.locks.unlock(request.file(), request.owner(), request.range());
            case 11, 12 -> share(request);
            default -> release(request);
        }
    }

    private void actOn(Wish wish) {
        LockRequest request = wish.request();
        switch (random.nextInt(8)) {
            case 0 ->
                    table.locks.cancel(
                            request.file(), request.owner(), request.mode(), request.range());
            case 1 -> table.locks.decline(wish.id());
            case 2 -> table.locks.giveUpOffer(wish.id());
            case 3 -> table.locks.lockOrWait(request, Table.text("again"));
            case 4 -> table.locks.unlock(request.file(), request.owner(), request.range());
            default -> table.locks.confirm(wish.id());
        }
    }

    private LockRequest request(char letter) {
        long first = random.nextInt(8);
        long last = random.nextInt(8) == 0 ? ByteRange.END : first + random.nextInt(3);
        return new LockRequest(
                FILES.get(random.nextInt(FILES.size())),
                Table.owner(letter),
                random.nextInt(3) == 0 ? LockMode.READ : LockMode.WRITE,
                new ByteRange(first, last),
                false,
                new Taken(
                        Table.address(random.nextInt(2)),
                        random.nextInt(2),
                        random.nextInt(4) > 0,
                        random.nextInt(100)));
    }

    private void lock(LockRequest request) {
        LockOutcome expected = table.locks.test(request);
        assertEquals(expected, table.locks.lock(request), where);
    }

    private void lockOrWait(LockRequest request) {
        // Who waits already closes no circle by asking again, though there may be one by now.
        boolean circle = closesCircle(request) && !isWaitedFor(request);
        LockOutcome outcome = table.locks.lockOrWait(request, Opaque.EMPTY);
        if (outcome == LockOutcome.Deadlock.INSTANCE) {
            assertTrue(circle, where);
        } else if (outcome instanceof LockOutcome.Waiting) {
            assertFalse(circle, where);
        }
    }

    private void share(LockRequest request) {
        if (random.nextInt(3) == 0) {
            table.locks.unshare(request.file(), request.owner());
        } else {
            table.locks.share(
                    request.file(),
                    new ShareReservation(
                            request.owner(), random.nextInt(4), random.nextInt(4), request.taken()),
                    false);
        }
    }

    private void release(LockRequest request) {
        switch (random.nextInt(6)) {
            case 0 -> table.locks.release(request.owner().client());
            case 1 -> table.locks.releaseBefore(request.owner().client(), random.nextInt(3));
            case 2 -> table.locks.releaseServer(request.taken().server());
            case 3 -> table.locks.releaseFileSystem(request.file().fileSystem());
            case 4 -> table.locks.releaseFile(request.file());
            default -> assertIdle(request.owner().client());
        }
    }

    private void assertIdle(ClientId client) {
        RecordedState state = table.locks.snapshot();
        boolean has =
                state.locks().values().stream()
                                .flatMap(List::stream)
                                .anyMatch(lock -> lock.owner().client().equals(client))
                        || state.wishes().stream()
                                .anyMatch(w -> w.request().owner().client().equals(client))
                        || state.shares().values().stream()
                                .flatMap(List::stream)
                                .anyMatch(share -> share.owner().client().equals(client));
        assertEquals(!has, table.locks.isIdle(client), where);
    }

    /** A table that is given what another had goes on as that would have. */
    private void restart(RecordedState state) {
        table = new Table(LockLimits.STANDARD, replay, state);
        assertEquals(Replay.Contents.of(state), Replay.Contents.of(table.locks.snapshot()), where);
        table.locks.begin();
        table.heard.clear();
    }

    private void assertNoConflict(RecordedState state) {
        for (FileKey file : FILES) {
            List<Lock> kept = kept(state, file);
            for (Lock a : kept) {
                for (Lock b : kept) {
                    assertFalse(conflict(a, b), () -> where + ": " + a + " and " + b);
                }
            }
        }
    }

    private void assertEverybodyWaitsForSomebody(RecordedState state) {
        for (Wish wish : state.wishes()) {
            boolean waits = wish.state() == State.WAITING;
            assertEquals(!waits, table.locks.blockersOf(wish.id()).isEmpty(), () -> where + wish);
            if (waits) {
                Lock wanted = lock(wish);
                assertTrue(
                        kept(state, wish.request().file()).stream()
                                        .anyMatch(lock -> conflict(lock, wanted))
                                || earlier(state, wish).stream().findAny().isPresent(),
                        () -> where + wish);
            }
        }
    }

    private void assertNobodyIsPassed(RecordedState state) {
        for (Wish wish : state.wishes()) {
            if (table.heard.contains("offered " + wish.id()) && wish.state() == State.OFFERED) {
                for (Wish passed : earlier(state, wish)) {
                    assertTrue(
                            table.locks.table.wishes.find(wish.id()).overtakes
                                    || holdsAll(state, wish)
                                    || kept(state, wish.request().file()).stream()
                                            .anyMatch(
                                                    lock ->
                                                            lock.owner()
                                                                            .equals(
                                                                                    wish.request()
                                                                                            .owner())
                                                                    && conflict(
                                                                            lock, lock(passed))),
                            () -> where + ": " + wish + " passed " + passed);
                }
            }
        }
    }

    /** If everybody takes what he is offered and gives up what he holds, nobody waits for ever. */
    private void assertAllEnds() {
        RecordedState state = table.locks.snapshot();
        while (!state.wishes().isEmpty()) {
            for (Wish wish : state.wishes()) {
                table.locks.confirm(wish.id());
                if (wish.state() == State.DORMANT) {
                    LockRequest gone = wish.request();
                    table.locks.cancel(gone.file(), gone.owner(), gone.mode(), gone.range());
                }
            }
            for (int i = 0; i < OWNERS.length(); i++) {
                LockOwner owner = Table.owner(OWNERS.charAt(i));
                if (wishesOf(owner).isEmpty()) {
                    FILES.forEach(file -> table.locks.unlock(file, owner, ByteRange.ALL));
                }
            }
            RecordedState next = table.locks.snapshot();
            assertFalse(next.equals(state), () -> where + ": nobody gets on: " + next);
            state = next;
        }
    }

    private boolean isWaitedFor(LockRequest request) {
        return wishesOf(request.owner()).stream()
                .anyMatch(
                        wish ->
                                wish.state() == State.WAITING
                                        && wish.request().file().equals(request.file())
                                        && wish.request().mode() == request.mode()
                                        && wish.request().range().equals(request.range()));
    }

    private boolean closesCircle(LockRequest request) {
        RecordedState state = table.locks.snapshot();
        Set<LockOwner> seen = new HashSet<>();
        List<LockRequest> open = new ArrayList<>(List.of(request));
        while (!open.isEmpty()) {
            LockRequest waits = open.remove(open.size() - 1);
            Lock wanted = new Lock(waits.owner(), waits.mode(), waits.range(), waits.taken());
            for (Lock lock : kept(state, waits.file())) {
                if (conflict(lock, wanted)) {
                    if (lock.owner().equals(request.owner())) {
                        return true;
                    }
                    if (seen.add(lock.owner())) {
                        wishesOf(lock.owner()).stream()
                                .filter(wish -> wish.state() == State.WAITING)
                                .forEach(wish -> open.add(wish.request()));
                    }
                }
            }
        }
        return false;
    }

    private List<Wish> wishesOf(LockOwner owner) {
        return table.locks.snapshot().wishes().stream()
                .filter(wish -> wish.request().owner().equals(owner))
                .toList();
    }

    /** Returns what nobody else may have: what is held, and what is offered. */
    private static List<Lock> kept(RecordedState state, FileKey file) {
        List<Lock> kept = new ArrayList<>(state.locks().getOrDefault(file, List.of()));
        state.wishes().stream()
                .filter(w -> w.state() == State.OFFERED && w.request().file().equals(file))
                .forEach(wish -> kept.add(lock(wish)));
        return kept;
    }

    private static List<Wish> earlier(RecordedState state, Wish wish) {
        return state.wishes().stream()
                .filter(
                        other ->
                                other.state() == State.WAITING
                                        && other.id() < wish.id()
                                        && other.request().file().equals(wish.request().file())
                                        && conflict(lock(other), lock(wish)))
                .toList();
    }

    private static boolean holdsAll(RecordedState state, Wish wish) {
        List<ByteRange> rest = List.of(wish.request().range());
        for (Lock lock : state.locks().getOrDefault(wish.request().file(), List.of())) {
            if (lock.owner().equals(wish.request().owner())) {
                List<ByteRange> left = new ArrayList<>();
                rest.forEach(range -> left.addAll(range.minus(lock.range())));
                rest = left;
            }
        }
        return rest.isEmpty();
    }

    private static Lock lock(Wish wish) {
        LockRequest request = wish.request();
        return new Lock(request.owner(), request.mode(), request.range(), request.taken());
    }

    private static boolean conflict(Lock a, Lock b) {
        return !a.owner().equals(b.owner())
                && a.mode().conflictsWith(b.mode())
                && a.range().overlaps(b.range());
    }
}
