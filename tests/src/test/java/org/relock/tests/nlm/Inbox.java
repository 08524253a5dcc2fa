package org.relock.tests.nlm;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/** What has arrived and nobody has taken yet, in the order of its arrival. Thread safe. */
final class Inbox<T> {

    private final List<T> waiting = new ArrayList<>();

    synchronized void put(T message) {
        waiting.add(message);
        notifyAll();
    }

    /** Takes the first that is {@code wanted} out, waiting for it at most {@code patience}. */
    synchronized Optional<T> take(Predicate<? super T> wanted, Duration patience) {
        long end = System.nanoTime() + patience.toNanos();
        while (true) {
            for (Iterator<T> all = waiting.iterator(); all.hasNext(); ) {
                T message = all.next();
                if (wanted.test(message)) {
                    all.remove();
                    return Optional.of(message);
                }
            }
            long left = end - System.nanoTime();
            if (left <= 0) {
                return Optional.empty();
            }
            try {
                wait(left / 1_000_000, (int) (left % 1_000_000));
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return Optional.empty();
            }
        }
    }

    /** Takes the first there is. */
    Optional<T> take(Duration patience) {
        return take(message -> true, patience);
    }

    /** Takes out and returns all that have arrived by the end of {@code time}. */
    List<T> during(Duration time) {
        take(message -> false, time);
        synchronized (this) {
            List<T> all = new ArrayList<>(waiting);
            waiting.clear();
            return all;
        }
    }

    synchronized void clear() {
        waiting.clear();
    }
}
