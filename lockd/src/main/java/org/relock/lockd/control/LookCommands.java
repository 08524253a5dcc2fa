package org.relock.lockd.control;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.relock.lockd.hosts.HostView;
import org.relock.lockd.locks.ClientId;
import org.relock.lockd.locks.FileKey;
import org.relock.lockd.locks.Lock;
import org.relock.lockd.locks.LockOwner;
import org.relock.lockd.locks.RecordedState;
import org.relock.lockd.locks.ShareReservation;
import org.relock.lockd.locks.WaitsFor;
import org.relock.lockd.locks.Wish;

/**
 * {@code locks}, {@code waiters}, {@code shares} and {@code clients}: who holds, who waits behind
 * whom. What is told is one moment's, copied before the first byte is written, so that a slow
 * reader holds up nobody (NLM check 64); only the blockers of a waiter are as of a moment later.
 */
final class LookCommands {

    private final Inside inside;

    LookCommands(Inside inside) {
        this.inside = inside;
    }

    void locks(Question question, JsonGenerator json) throws IOException, RefusedException {
        question.mayHave(Filter.WORDS);
        Filter filter = Filter.of(question, inside.clients().get());
        RecordedState state = inside.locks().snapshot();
        Items items = items(json);
        writeLocks(state, filter, items, json);
        writeWaiters(state, filter, items, json);
        writeShares(state, filter, items, json);
    }

    void waiters(Question question, JsonGenerator json) throws IOException, RefusedException {
        question.mayHave(Filter.WORDS);
        Filter filter = Filter.of(question, inside.clients().get());
        writeWaiters(inside.locks().snapshot(), filter, items(json), json);
    }

    void shares(Question question, JsonGenerator json) throws IOException, RefusedException {
        question.mayHave(Filter.WORDS);
        Filter filter = Filter.of(question, inside.clients().get());
        writeShares(inside.locks().snapshot(), filter, items(json), json);
    }

    private Items items(JsonGenerator json) {
        return new Items(json, inside.clients().get(), inside.clock().millis());
    }

    private static void writeLocks(
            RecordedState state, Filter filter, Items items, JsonGenerator json)
            throws IOException {
        json.writeArrayFieldStart("locks");
        for (Map.Entry<FileKey, List<Lock>> file : state.locks().entrySet()) {
            for (Lock lock : file.getValue()) {
                if (filter.takes(file.getKey(), lock.owner(), lock.taken())) {
                    items.lock(file.getKey(), lock);
                }
            }
        }
        json.writeEndArray();
    }

    private void writeWaiters(RecordedState state, Filter filter, Items items, JsonGenerator json)
            throws IOException {
        Map<Long, List<WaitsFor>> edges = new HashMap<>();
        if (!state.wishes().isEmpty()) {
            for (WaitsFor edge : inside.locks().waitsFor()) {
                edges.computeIfAbsent(edge.wish(), wish -> new ArrayList<>()).add(edge);
            }
        }
        json.writeArrayFieldStart("waiters");
        for (Wish wish : state.wishes()) {
            if (filter.takes(
                    wish.request().file(), wish.request().owner(), wish.request().taken())) {
                items.wish(wish, edges.getOrDefault(wish.id(), List.of()));
            }
        }
        json.writeEndArray();
    }

    private static void writeShares(
            RecordedState state, Filter filter, Items items, JsonGenerator json)
            throws IOException {
        json.writeArrayFieldStart("shares");
        for (Map.Entry<FileKey, List<ShareReservation>> file : state.shares().entrySet()) {
            for (ShareReservation share : file.getValue()) {
                if (filter.takes(file.getKey(), share.owner(), share.taken())) {
                    items.share(file.getKey(), share);
                }
            }
        }
        json.writeEndArray();
    }

    void clients(Question question, JsonGenerator json) throws IOException, RefusedException {
        question.mayHave("client");
        List<HostView> wanted =
                question.word("client").isPresent()
                        ? Filter.matching(inside.clients().get(), question.needed("client"))
                        : inside.clients().get();
        Map<ClientId, int[]> counts = counts(inside.locks().snapshot());
        Items items = items(json);
        json.writeArrayFieldStart("clients");
        for (HostView view : wanted) {
            items.client(view);
            int[] had = counts.getOrDefault(view.id(), new int[Kind.values().length]);
            for (Kind kind : Kind.values()) {
                json.writeNumberField(kind.word, had[kind.place]);
            }
            json.writeEndObject();
        }
        json.writeEndArray();
    }

    private enum Kind {
        LOCKS(0, "locks"),
        WAITERS(1, "waiters"),
        SHARES(2, "shares");

        private final int place;
        private final String word;

        Kind(int place, String word) {
            this.place = place;
            this.word = word;
        }
    }

    private static Map<ClientId, int[]> counts(RecordedState state) {
        Map<ClientId, int[]> counts = new HashMap<>();
        for (List<Lock> locks : state.locks().values()) {
            locks.forEach(lock -> count(counts, lock.owner(), Kind.LOCKS));
        }
        state.wishes().forEach(wish -> count(counts, wish.request().owner(), Kind.WAITERS));
        for (List<ShareReservation> shares : state.shares().values()) {
            shares.forEach(share -> count(counts, share.owner(), Kind.SHARES));
        }
        return counts;
    }

    private static void count(Map<ClientId, int[]> counts, LockOwner owner, Kind kind) {
        counts.computeIfAbsent(owner.client(), id -> new int[Kind.values().length])[kind.place]++;
    }
}
