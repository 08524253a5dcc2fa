package org.relock.state.service;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;

/**
 * Runs tasks of one key one after the other, in the order they were given; tasks of different keys
 * do not wait for each other. It has no thread of its own, and a limit to what may wait.
 *
 * @param <K> the key
 */
public final class KeyedOrder<K> {

    private final int limit;
    private final Map<K, CompletableFuture<Void>> tails = new HashMap<>();
    private int pending;

    /** Makes one that takes at most {@code limit} tasks at a time, running ones included. */
    public KeyedOrder(int limit) {
        this.limit = limit;
    }

    /**
     * Starts {@code task} once all earlier tasks of {@code key} have ended, however they ended.
     *
     * @return what the task's own future will bring; empty, and nothing done, if too many wait
     */
    public <T> Optional<CompletableFuture<T>> submit(K key, Supplier<CompletionStage<T>> task) {
        CompletableFuture<Void> before;
        CompletableFuture<Void> mine = new CompletableFuture<>();
        synchronized (this) {
            if (pending == limit) {
                return Optional.empty();
            }
            pending++;
            before = tails.put(key, mine);
        }
        CompletableFuture<T> result =
                before == null ? start(task) : before.thenCompose(nothing -> start(task));
        return Optional.of(
                result.whenComplete(
                        (value, failure) -> {
                            synchronized (this) {
                                pending--;
                                tails.remove(key, mine);
                            }
                            mine.complete(null);
                        }));
    }

    /** Returns how many tasks wait or run. */
    public synchronized int pending() {
        return pending;
    }

    private static <T> CompletableFuture<T> start(Supplier<CompletionStage<T>> task) {
        try {
            return task.get().toCompletableFuture();
        } catch (RuntimeException failure) {
            return CompletableFuture.failedFuture(failure);
        }
    }
}
