package org.relock.lockd.locks;

import java.net.InetAddress;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.relock.state.time.Ticker;
import org.relock.state.xdr.Opaque;

/**
 * The one door to the lock table: one monitor around the engine, and the clock for its grace. No
 * method waits for anything but that monitor, which is held for microseconds.
 *
 * <p>Every change goes to the journal, and every offer to the listener, before the method that
 * caused it returns.
 */
public final class LockService {

    /** How a reclaim is judged. */
    public enum ReclaimRule {
        /** Only what is recorded as held by that owner; the record was forced before each reply. */
        RECORDED,
        /**
         * What is not recorded as held by another owner, since the record's end may be lost; and
         * only by clients of the roster.
         */
        NOT_ANOTHERS
    }

    /**
     * Makes a table.
     *
     * @param state what is held and wanted already: the table before a restart of the daemon alone.
     *     Nothing of it is told to the journal; wishes that are offered are told to the listener by
     *     {@link #begin}
     */
    public LockService(
            Ticker ticker,
            LockLimits limits,
            LockJournal journal,
            OfferListener listener,
            RecordedState state) {
        missing();
    }

    /** Tells the listener of the offers that stand, and grants what can be granted; once. */
    public synchronized void begin() {
        missing();
    }

    /** Takes a lock, or says why not; never waits and leaves no wish behind. */
    public synchronized LockOutcome lock(LockRequest request) {
        return missing();
    }

    /**
     * Takes a lock, or else waits for it in the table. A request equal to a wish that is there
     * (file, owner, range, mode) is that wish, with a new memo; if it had been offered, it is
     * granted; if it was dormant, it waits again.
     */
    public synchronized LockOutcome lockOrWait(LockRequest request, Opaque memo) {
        return missing();
    }

    /** Says what {@link #lock} would, and changes nothing. */
    public synchronized LockOutcome test(LockRequest request) {
        return missing();
    }

    /**
     * Gives up every byte of {@code range} that {@code owner} holds, and its wishes that lie within
     * {@code range}, offered or not. Works in grace too.
     */
    public synchronized void unlock(FileKey file, LockOwner owner, ByteRange range) {
        missing();
    }

    /** Gives up the wish for exactly these bytes in this mode. */
    public synchronized CancelOutcome cancel(
            FileKey file, LockOwner owner, LockMode mode, ByteRange range) {
        return missing();
    }

    /**
     * The owner knows that it holds what it was offered.
     *
     * @return false if there is no such offer (any more)
     */
    public synchronized boolean confirm(long wish) {
        return missing();
    }

    /**
     * The owner does not want what it was offered: wish and offer are gone.
     *
     * @return false if there is no such offer (any more)
     */
    public synchronized boolean decline(long wish) {
        return missing();
    }

    /**
     * The owner cannot be reached. If others wait for the bytes, the wish goes dormant and they get
     * them; else all stays as it is.
     *
     * @return whether it went dormant
     */
    public synchronized boolean giveUpOffer(long wish) {
        return missing();
    }

    /** Takes or changes the owner's share reservation on a file. */
    public synchronized ShareOutcome share(FileKey file, ShareReservation share, boolean reclaim) {
        return missing();
    }

    /** Gives up the owner's share reservation on a file, if there is one. */
    public synchronized void unshare(FileKey file, LockOwner owner) {
        missing();
    }

    /** Releases everything of a client. */
    public synchronized Released release(ClientId client) {
        return missing();
    }

    /**
     * Releases what a client had before it rebooted: what was taken with another client state than
     * {@code state} or one that comes after it, and what was taken with none (state 0).
     */
    public synchronized Released releaseBefore(ClientId client, int state) {
        return missing();
    }

    /** Releases everything that was taken through an address of ours (NLM check 66). */
    public synchronized Released releaseServer(InetAddress server) {
        return missing();
    }

    /** Releases everything on a file system. */
    public synchronized Released releaseFileSystem(int fileSystem) {
        return missing();
    }

    /** Releases everything on a file. */
    public synchronized Released releaseFile(FileKey file) {
        return missing();
    }

    /** Whether a client has nothing in the table: no lock, wish or share. */
    public synchronized boolean isIdle(ClientId client) {
        return missing();
    }

    /**
     * Begins a grace period, in place of one of the same scope. It ends after {@code length}, when
     * every client of the roster is done, or by {@link #endGrace}; with an empty roster it does not
     * begin at all.
     *
     * @param recorded what was held before; a client is done when all that is recorded of it has
     *     been reclaimed, and one of which nothing is recorded only when time is up
     */
    public synchronized void beginGrace(
            GraceScope scope,
            Duration length,
            Collection<ClientId> roster,
            RecordedState recorded,
            ReclaimRule rule) {
        missing();
    }

    /**
     * Ends a grace period early.
     *
     * @return false if there was none
     */
    public synchronized boolean endGrace(GraceScope scope) {
        return missing();
    }

    /** A client of a roster will reclaim nothing (more), as when its locks are released. */
    public synchronized void doneReclaiming(ClientId client) {
        missing();
    }

    /** Returns the grace periods that are on. */
    public synchronized List<GraceStatus> grace() {
        return missing();
    }

    /** Returns a copy of the whole table, for a journal to start afresh with. */
    public synchronized RecordedState snapshot() {
        return missing();
    }

    /** Returns whom a wish waits for: owners in its way, holders first; empty if not there. */
    public synchronized List<LockOwner> blockersOf(long wish) {
        return missing();
    }

    /** Returns a wish, if it is there. */
    public synchronized Optional<Wish> wish(long id) {
        return missing();
    }

    @SuppressWarnings("TypeParameterUnusedInFormals") // gone with the method
    private static <T> T missing() {
        throw new IllegalStateException("being built");
    }
}
