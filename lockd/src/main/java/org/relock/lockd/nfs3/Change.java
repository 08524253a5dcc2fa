package org.relock.lockd.nfs3;

import java.util.Optional;
import java.util.function.BiFunction;
import org.relock.lockd.vfs.Attributes;
import org.relock.lockd.vfs.FileException;
import org.relock.state.xdr.XdrEncodable;

/** A change of one file, from before it until after it. */
final class Change implements AutoCloseable {

    /**
     * What changes a file.
     *
     * @param <T> what comes of it
     */
    interface Step<T> {
        /** Does it. */
        T take() throws FileException;
    }

    private final Place place;
    private final Changes changes;
    private final int counter;
    private final long counted;
    private final Optional<Attributes> before;
    private boolean ended;

    /** See {@link Changes#begin}. */
    Change(Place place, Changes changes, int counter, long counted) {
        this.place = place;
        this.changes = changes;
        this.counter = counter;
        this.counted = counted;
        this.before = place.attributes();
    }

    /**
     * Answers a procedure that changes one file, if it may be changed at all; the results of its
     * failures are {@code wcc_data} alone.
     *
     * @param results makes the results of a success
     */
    static <T> Reply of(Place place, Step<T> step, BiFunction<T, WccData, XdrEncodable> results) {
        try (Change change = place.change()) {
            try {
                place.mayChange();
                T done = step.take();
                return Reply.ok(results.apply(done, change.end()));
            } catch (FileException e) {
                return Reply.failed(e.status(), change.end());
            }
        }
    }

    /** Takes the attributes of after the change, once; the change is over. */
    WccData end() {
        Optional<Attributes> after = place.attributes();
        boolean alone = over();
        return new WccData(alone ? before : Optional.empty(), after);
    }

    private boolean over() {
        if (ended) {
            throw new IllegalStateException("a change ends once");
        }
        ended = true;
        return changes.end(counter, counted);
    }

    /** The change is over, whether it went well or not. */
    @Override
    public void close() {
        if (!ended) {
            over();
        }
    }
}
