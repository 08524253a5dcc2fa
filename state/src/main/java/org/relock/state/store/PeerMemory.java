package org.relock.state.store;

import java.io.IOException;
import java.util.List;
import java.util.OptionalInt;
import java.util.concurrent.CompletableFuture;

/**
 * What a restart must not forget besides the monitor list: the state number that each peer last
 * came with, so that an old notice cannot be played again, and the callbacks that are owed.
 *
 * <p>It is never a reason not to serve: what cannot be read or written is reported, and remembered
 * in memory alone. No method but {@link #close} waits for the disk.
 */
public interface PeerMemory extends AutoCloseable {

    /** Returns the state number that {@code peer} last came with, if it is remembered. */
    OptionalInt lastSeen(String peer);

    /**
     * Remembers a peer's state number. It reaches the disk soon but is not waited for; a power cut
     * may lose the last ones. Beyond a bound, the peers not heard of for longest are forgotten.
     *
     * @param peer at most 1024 bytes, as they came
     */
    void saw(String peer, int state);

    /** Returns the callbacks owed, oldest first. */
    List<OwedCallback> owed();

    /**
     * Remembers callbacks, each in place of an older one for the same record.
     *
     * @return completes, never exceptionally, on the thread that writes: with true once they are on
     *     stable storage, with false if they could not be brought there and are in memory alone
     */
    CompletableFuture<Boolean> owe(List<OwedCallback> callbacks);

    /**
     * Forgets a callback that was made, or need not be made any more. A newer one for the same
     * record stays. A power cut may bring it back, which costs a callback too many.
     */
    void settle(OwedCallback callback);

    /** Writes what is not written yet. */
    @Override
    void close() throws IOException;
}
