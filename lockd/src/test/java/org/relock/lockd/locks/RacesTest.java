package org.relock.lockd.locks;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.relock.state.time.Ticker;
import org.relock.state.xdr.Opaque;

/** NLM check 40: many threads at the door at once. */
class RacesTest implements OfferListener {

    private static final int THREADS = 8;
    private static final int ROUNDS = 100_000;

    private final LockService locks =
            new LockService(
                    Ticker.SYSTEM,
                    LockLimits.STANDARD,
                    LockJournal.NONE,
                    this,
                    RecordedState.EMPTY);

    /** Wishes that are offered now; the table calls from inside its monitor. */
    private final Set<Long> offered = new HashSet<>();

    private final List<String> faults = new ArrayList<>();

    @Test
    void cancelsAndUnlocksAtOnceLeaveNobodyWaitingAndNothingGrantedTwice() throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(THREADS);
        try {
            List<Future<Void>> all = new ArrayList<>();
            for (int i = 0; i < THREADS; i++) {
                char letter = (char) ('A' + i);
                all.add(threads.submit(askAndGiveUp(letter)));
            }
            for (Future<Void> one : all) {
                one.get();
            }
        } finally {
            threads.shutdown();
        }
        assertEquals(List.of(), faults);
        RecordedState state = locks.snapshot();
        assertTrue(state.locks().isEmpty(), () -> "left: " + state.locks());
        assertTrue(state.wishes().isEmpty(), () -> "left: " + state.wishes());
        assertTrue(offered.isEmpty(), () -> "left: " + offered);
    }

    private Callable<Void> askAndGiveUp(char letter) {
        LockRequest request = Table.request(letter, 0, 3);
        Random random = new Random(letter);
        return () -> {
            for (int round = 0; round < ROUNDS / THREADS; round++) {
                LockOutcome outcome = locks.lockOrWait(request, Opaque.EMPTY);
                if (outcome instanceof LockOutcome.Waiting waiting) {
                    if (random.nextBoolean() && locks.confirm(waiting.wish())) {
                        expectHeld(request);
                    } else {
                        CancelOutcome cancelled =
                                locks.cancel(
                                        request.file(),
                                        request.owner(),
                                        request.mode(),
                                        request.range());
                        expect(cancelled == CancelOutcome.CANCELLED, request + ": " + cancelled);
                        continue;
                    }
                } else {
                    expect(outcome == LockOutcome.Granted.INSTANCE, request + ": " + outcome);
                    expectHeld(request);
                }
                locks.unlock(request.file(), request.owner(), request.range());
            }
            return null;
        };
    }

    /** Who was told so holds it, and nobody else can. */
    private void expectHeld(LockRequest request) {
        LockOutcome outcome = locks.lock(request);
        expect(outcome == LockOutcome.Granted.INSTANCE, request + " lost: " + outcome);
    }

    private void expect(boolean holds, String otherwise) {
        if (!holds) {
            synchronized (faults) {
                faults.add(otherwise);
            }
        }
    }

    @Override
    public void offered(Wish wish) {
        expect(offered.add(wish.id()), "offered twice: " + wish);
    }

    @Override
    public void settled(long wish) {
        expect(offered.remove(wish), "settled, but not offered: " + wish);
    }
}
