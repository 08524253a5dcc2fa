package org.relock.lockd.nlm;

import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;

/**
 * Keeps the requests of a client in the order they came while one of them waits for something, so
 * that an UNLOCK cannot overtake the LOCK before it. As long as nothing waits, nothing is kept and
 * everything is done on the spot. It has no thread of its own.
 *
 * @param <K> whose requests are kept in order
 */
final class InOrder<K> {

    private final int limit;
    private final Map<K, Line> lines = new HashMap<>();

    /** Written inside the monitor; read without, by a thread that knows its own requests. */
    private volatile int waiting;

    /** Makes one in which at most {@code limit} requests wait, of all keys together. */
    InOrder(int limit) {
        this.limit = limit;
    }

    /**
     * Takes {@code step} with what {@code ready} brings, after all earlier steps of {@code key}. If
     * {@code ready} fails, so does the result, and the next step is taken.
     *
     * @return complete already if nothing had to wait; empty, and nothing done, if too many wait
     */
    <T, R> Optional<CompletableFuture<R>> submit(
            K key, CompletableFuture<T> ready, Function<T, R> step) {
        if (ready.isDone() && (waiting == 0 || !hasLine(key))) {
            return Optional.of(CompletableFuture.completedFuture(step.apply(ready.join())));
        }
        Step<T, R> mine = new Step<>(ready, step);
        synchronized (this) {
            if (waiting == limit) {
                return Optional.empty();
            }
            waiting = waiting + 1;
            lines.computeIfAbsent(key, same -> new Line()).steps.add(mine);
        }
        var unused = ready.whenComplete((value, failure) -> advance(key));
        return Optional.of(mine.result);
    }

    /** Returns how many requests wait. */
    int waiting() {
        return waiting;
    }

    private synchronized boolean hasLine(K key) {
        return lines.containsKey(key);
    }

    /** Takes the steps at the head of a line that are ready, one thread at a time. */
    private void advance(K key) {
        Optional<Step<?, ?>> head = enter(key);
        while (head.isPresent()) {
            head.get().take();
            leave(key);
            head = enter(key);
        }
    }

    /** Returns the head of a line if it is ready and nobody is at it. */
    private synchronized Optional<Step<?, ?>> enter(K key) {
        Line line = lines.get(key);
        if (line == null || line.busy || !line.steps.element().ready.isDone()) {
            // Whoever is at it looks at the next one afterwards; whatever is not ready calls.
            return Optional.empty();
        }
        line.busy = true;
        return Optional.of(line.steps.element());
    }

    private synchronized void leave(K key) {
        Line line = lines.get(key);
        line.busy = false;
        line.steps.remove();
        waiting = waiting - 1;
        if (line.steps.isEmpty()) {
            lines.remove(key);
        }
    }

    private static final class Step<T, R> {
        final CompletableFuture<T> ready;
        final Function<T, R> step;
        final CompletableFuture<R> result = new CompletableFuture<>();

        Step(CompletableFuture<T> ready, Function<T, R> step) {
            this.ready = ready;
            this.step = step;
        }

        void take() {
            try {
                result.complete(step.apply(ready.join()));
            } catch (RuntimeException | Error failure) { // Those behind it must not wait for ever.
                result.completeExceptionally(failure);
            }
        }
    }

    private static final class Line {
        final Queue<Step<?, ?>> steps = new ArrayDeque<>();
        boolean busy;
    }
}
