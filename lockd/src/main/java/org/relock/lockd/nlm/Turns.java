package org.relock.lockd.nlm;

import java.util.ArrayDeque;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import org.relock.lockd.locks.ClientId;

/**
 * A queue for each client, and each client in its turn: one that has thousands of things coming
 * delays nobody by more than one of them. Not thread safe.
 *
 * @param <T> what waits
 */
final class Turns<T> {

    private final Map<ClientId, Queue<T>> queues = new LinkedHashMap<>();

    void add(ClientId client, T waiting) {
        queues.computeIfAbsent(client, any -> new ArrayDeque<>(1)).add(waiting);
    }

    /** Takes the next of the client whose turn it is. */
    Optional<T> poll() {
        if (queues.isEmpty()) {
            return Optional.empty();
        }
        ClientId client = queues.keySet().iterator().next();
        Queue<T> queue = queues.remove(client);
        T next = queue.remove();
        if (!queue.isEmpty()) {
            queues.put(client, queue);
        }
        return Optional.of(next);
    }

    boolean isEmpty() {
        return queues.isEmpty();
    }

    void clear() {
        queues.clear();
    }
}
