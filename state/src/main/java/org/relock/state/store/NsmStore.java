package org.relock.state.store;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.relock.state.nsm.MonId;

/**
 * The monitor list and our state number. All methods may wait for the disk, may be called by many
 * threads at once, and have happened on stable storage when they return, unless they say otherwise.
 *
 * <p>Hosts move one way: {@link #put} records a host in the list of the living ({@code sm/}),
 * {@link #retire} moves all of them among those that must hear of our reboot ({@code sm.bak/}), and
 * {@link #forget} takes one out once it has heard.
 */
public interface NsmStore extends AutoCloseable {

    /** Reads the list of the living. */
    StoreListing monitored() throws IOException;

    /** Reads the list of those that must hear of our reboot. */
    StoreListing retired() throws IOException;

    /**
     * Adds a record to the living, in place of the one with the same {@code fileName} and {@link
     * MonId}. Many callers at once share one force to the disk.
     *
     * @throws UnstorableException if the name cannot be a file, or the line would be too long
     */
    void put(MonitorRecord monitored) throws IOException;

    /** Returns whether exactly this record is among the living, on disk. */
    boolean holds(MonitorRecord monitored) throws IOException;

    /**
     * Takes a record out of the living; its priv does not matter. It may come back after a power
     * cut, which costs a needless notice and no lock. No error if it is not there.
     */
    void remove(MonitorRecord monitored) throws IOException;

    /**
     * Moves all the living among the retired, merging with those still there. Whenever it is cut
     * off, a host may be in both lists but is never in none.
     *
     * @return one sentence, safe to log, for each host that could not be moved and is still among
     *     the living. Grace must not be lifted then
     */
    List<String> retire() throws IOException;

    /**
     * Takes a record out of the retired; its priv does not matter. No error if not there. It may
     * come back after a power cut, which costs a needless notice.
     */
    void forget(MonitorRecord retired) throws IOException;

    /**
     * Returns our state number as stored: signed, odd; an even number is read as one more, and
     * nothing is written. A missing, short or unreadable number is made 3 and written.
     */
    int state() throws IOException;

    /** Writes and returns the next state number: two more, odd, never 0. */
    int advanceState() throws IOException;

    /**
     * Takes the right to notify, so that two runs do not move, number and notify at the same time;
     * empty if another run has it, in this process or another. It ends with the process. The other
     * methods do not ask for it.
     */
    Optional<StoreLock> tryLock() throws IOException;

    @Override
    void close() throws IOException;
}
