package org.relock.lockd.locks;

import java.net.InetAddress;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.function.IntPredicate;
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
        NOT_ANOTHERS,
        /**
         * What nobody else holds now, by whoever asks: there is no record to go by, as for an
         * address that comes from another host. The roster does not matter and time alone ends it.
         */
        ANYONES
    }

    private final Ticker ticker;
    final LockTable table;
    private final Shares shares;
    private final Releases releases;
    private final GracePeriods grace = new GracePeriods();

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
        this(ticker, limits, journal, listener, LocalLocks.NONE, state, fileSystem -> true);
    }

    /**
     * Makes a table that programs of this machine meet.
     *
     * @param local how they do; what {@code state} holds is taken from them at once, and what they
     *     do not let go is taken as soon as they do
     * @param deadlocksFoundOn for which file systems a request that closes a circle of owners is
     *     refused; on others it waits. Owners that are no single thread may wait for each other and
     *     get on all the same
     */
    public LockService(
            Ticker ticker,
            LockLimits limits,
            LockJournal journal,
            OfferListener listener,
            LocalLocks local,
            RecordedState state,
            IntPredicate deadlocksFoundOn) {
        this.ticker = ticker;
        table = new LockTable(limits, journal, listener, local, deadlocksFoundOn);
        shares = new Shares(table.directory, limits, journal);
        releases = new Releases(table, shares, journal);
        table.restore(state);
        shares.restore(state);
    }

    /** Tells the listener of the offers that stand, and grants what can be granted; once. */
    public synchronized void begin() {
        table.begin();
    }

    /** Tells the journal that nothing changes any more; to be called when nobody is answered. */
    public synchronized void end() {
        table.end();
    }

    /** Takes a lock, or says why not; never waits and leaves no wish behind. */
    public synchronized LockOutcome lock(LockRequest request) {
        LockOutcome outcome = decide(request);
        decided(request.file());
        return outcome;
    }

    private LockOutcome decide(LockRequest request) {
        Optional<LockOutcome> refusal = graceSays(request);
        if (refusal.isPresent()) {
            return refusal.get();
        }
        LockOutcome outcome = table.lock(request);
        noteReclaimed(request, outcome);
        return outcome;
    }

    /**
     * Takes a lock, or else waits for it in the table. A request equal to a wish that is there
     * (file, owner, range, mode) is that wish, with a new memo; if it had been offered, it is
     * granted; if it was dormant, it waits again, behind all others and under a new number. A
     * reclaim is granted or denied and never waits.
     */
    public synchronized LockOutcome lockOrWait(LockRequest request, Opaque memo) {
        if (request.reclaim()) {
            return lock(request);
        }
        Optional<LockOutcome> refusal = graceSays(request);
        LockOutcome outcome = refusal.isPresent() ? refusal.get() : table.lockOrWait(request, memo);
        decided(request.file());
        return outcome;
    }

    /** Says what {@link #lock} would, and changes nothing. */
    public synchronized LockOutcome test(LockRequest request) {
        LockOutcome outcome = judge(request);
        decided(request.file());
        return outcome;
    }

    private LockOutcome judge(LockRequest request) {
        return graceAt(request.taken()).isPresent()
                ? LockOutcome.InGrace.INSTANCE
                : table.test(request);
    }

    /**
     * Gives up every byte of {@code range} that {@code owner} holds, and its wishes that lie within
     * {@code range}, offered or not. Works in grace too.
     */
    public synchronized void unlock(FileKey file, LockOwner owner, ByteRange range) {
        grace.gaveUp(file, owner, Optional.of(range));
        table.unlock(file, owner, range);
    }

    /** Gives up the wish for exactly these bytes in this mode. */
    public synchronized CancelOutcome cancel(
            FileKey file, LockOwner owner, LockMode mode, ByteRange range) {
        return table.cancel(file, owner, mode, range);
    }

    /**
     * The owner knows that it holds what it was offered.
     *
     * @return false if there is no such offer (any more)
     */
    public synchronized boolean confirm(long wish) {
        return table.confirm(wish);
    }

    /**
     * The owner does not want what it was offered: wish and offer are gone.
     *
     * @return false if there is no such offer (any more)
     */
    public synchronized boolean decline(long wish) {
        return table.decline(wish);
    }

    /**
     * The owner cannot be reached. If others wait for the bytes, the wish goes dormant and they get
     * them; else all stays as it is.
     *
     * @return whether it went dormant
     */
    public synchronized boolean giveUpOffer(long wish) {
        return table.giveUpOffer(wish);
    }

    /** Takes or changes the owner's share reservation on a file. */
    public synchronized ShareOutcome share(FileKey file, ShareReservation share, boolean reclaim) {
        ShareOutcome outcome = decide(file, share, reclaim);
        decided(file);
        return outcome;
    }

    private ShareOutcome decide(FileKey file, ShareReservation share, boolean reclaim) {
        if (reclaim && shares.isHeld(file, share)) {
            return ShareOutcome.GRANTED;
        }
        Optional<GracePeriod> period = graceAt(share.taken());
        if (period.isPresent() != reclaim) {
            return ShareOutcome.IN_GRACE;
        }
        if (reclaim && !period.get().mayReclaim(file, share)) {
            return ShareOutcome.NOT_HELD_BEFORE;
        }
        ShareOutcome outcome = shares.share(file, share);
        if (reclaim && outcome == ShareOutcome.GRANTED) {
            grace.gaveUp(file, share.owner(), Optional.empty());
        }
        return outcome;
    }

    /** Gives up the owner's share reservation on a file, if there is one. */
    public synchronized void unshare(FileKey file, LockOwner owner) {
        grace.gaveUp(file, owner, Optional.empty());
        shares.unshare(file, owner);
    }

    /** Releases everything of a client. */
    public synchronized Released release(ClientId client) {
        grace.done(client);
        return releases.client(client);
    }

    /**
     * Releases what a client had before it rebooted: what was taken with another client state than
     * {@code state} or one that comes after it, and what was taken with none (state 0).
     */
    public synchronized Released releaseBefore(ClientId client, int state) {
        grace.rebooted(client, state);
        return releases.before(client, state);
    }

    /** Releases everything that was taken through an address of ours (NLM check 66). */
    public synchronized Released releaseServer(InetAddress server) {
        return releases.server(server);
    }

    /** Releases everything on a file system. */
    public synchronized Released releaseFileSystem(int fileSystem) {
        return releases.fileSystem(fileSystem);
    }

    /** Releases everything on a file. */
    public synchronized Released releaseFile(FileKey file) {
        return releases.file(file);
    }

    /** Whether a client has nothing in the table: no lock, wish or share. */
    public synchronized boolean isIdle(ClientId client) {
        return table.directory.accounts.find(client) == null;
    }

    /** Looks whether programs of this machine have let go what somebody waits for. */
    public synchronized void retryLocal() {
        table.retryLocal();
    }

    private void decided(FileKey file) {
        table.outside.decided(file, table.directory.files.find(file));
    }

    /**
     * Begins a grace period, in place of one of the same scope. It ends after {@code length}, when
     * every client of the roster is done, or by {@link #endGrace}; with an empty roster it does not
     * begin at all, unless the rule is {@link ReclaimRule#ANYONES}.
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
        GracePeriod period =
                new GracePeriod(scope, ticker.nanos(), length.toNanos(), roster, recorded, rule);
        period.settle(snapshot());
        grace.begin(period);
    }

    /**
     * Ends a grace period early.
     *
     * @return false if there was none
     */
    public synchronized boolean endGrace(GraceScope scope) {
        return grace.end(scope);
    }

    /** Has somebody told, under this monitor, once a grace of the host has ended. */
    public synchronized void whenGraceEnds(Runnable told) {
        grace.whenHostsIsOver(told);
    }

    /** Whether nothing new is granted just now through an address of ours. */
    public boolean isInGrace(InetAddress server) {
        return !grace.isNone() && isInGraceNow(server);
    }

    private synchronized boolean isInGraceNow(InetAddress server) {
        return grace.concerning(server, ticker).isPresent();
    }

    /** A client of a roster will reclaim nothing (more), as when its locks are released. */
    public synchronized void doneReclaiming(ClientId client) {
        grace.done(client);
    }

    /** Returns the grace periods that are on. */
    public synchronized List<GraceStatus> grace() {
        return grace.status(ticker.nanos());
    }

    /** Returns a copy of the whole table, for a journal to start afresh with. */
    public synchronized RecordedState snapshot() {
        return Snapshot.of(table);
    }

    /**
     * Tells {@code copy} the whole table, a piece at a time, and lets others at the table in
     * between. What changes meanwhile may be told as it was or as it is; the table's own journal
     * hears of it as ever, and who puts that after the copy has the table as it is.
     *
     * @return the highest id ever given to a wish
     */
    public long copyTo(LockJournal copy) {
        Pieces pieces = new Pieces(table);
        boolean more = true;
        while (more) {
            synchronized (this) {
                more = pieces.copy(copy);
            }
            pieces.tell();
        }
        synchronized (this) {
            return table.wishes.last();
        }
    }

    /**
     * Returns whom a wish waits for: owners in its way, holders first, at most {@value
     * Views#MOST_PER_WISH}; empty if it is not there or does not wait.
     */
    public synchronized List<LockOwner> blockersOf(long wish) {
        return Views.blockersOf(table, wish);
    }

    /**
     * Returns who waits for whom, wish by wish in the order of their numbers; of one wish at most
     * {@value Views#MOST_PER_WISH} for holders and as many for its turn.
     */
    public synchronized List<WaitsFor> waitsFor() {
        return Views.waitsFor(table);
    }

    /**
     * Says what would become of a request and who would be in its way, and changes nothing; of each
     * kind at most {@value Views#MOST_PER_WISH}.
     */
    public synchronized Explanation explain(LockRequest request) {
        return Views.explain(table, request, judge(request));
    }

    /** Counts what there is, client by client. */
    public synchronized Census census() {
        return table.directory.accounts.census();
    }

    /** Returns a wish, if it is there. */
    public synchronized Optional<Wish> wish(long id) {
        return Optional.ofNullable(table.wishes.find(id)).map(Waiting::toWish);
    }

    /**
     * Refuses new locks in grace, and reclaims out of it or of what was another's. Who asks again
     * for what it holds has it, and nothing changes: a client may hear twice of our reboot, or
     * late, and takes a refusal for the loss of its lock.
     */
    private Optional<LockOutcome> graceSays(LockRequest request) {
        if (request.reclaim()
                && table.isHeld(request.file(), request.owner(), request.mode(), request.range())) {
            return Optional.of(LockOutcome.Granted.INSTANCE);
        }
        Optional<GracePeriod> period = graceAt(request.taken());
        if (period.isPresent() != request.reclaim()) {
            return Optional.of(LockOutcome.InGrace.INSTANCE);
        }
        return request.reclaim() && !period.get().mayReclaim(request)
                ? Optional.of(LockOutcome.NotHeldBefore.INSTANCE)
                : Optional.empty();
    }

    private Optional<GracePeriod> graceAt(Taken taken) {
        return grace.concerning(taken.server(), ticker);
    }

    private void noteReclaimed(LockRequest request, LockOutcome outcome) {
        if (request.reclaim() && outcome instanceof LockOutcome.Granted) {
            grace.gaveUp(request.file(), request.owner(), Optional.of(request.range()));
        }
    }
}
