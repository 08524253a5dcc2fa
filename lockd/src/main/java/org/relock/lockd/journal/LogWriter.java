package org.relock.lockd.journal;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.ToLongFunction;
import org.relock.lockd.locks.LockJournal;
import org.relock.lockd.locks.RecordedState;

/**
 * The log: the segment that is being written, the next one that is ready, and the chore of making
 * them and writing snapshots.
 *
 * <p>A snapshot is taken some time after the log of its number has begun, while that goes on. What
 * it holds already is heard again from the log, which changes nothing: each record says what is so
 * from then on. So the table is asked without stopping it at a certain record.
 */
final class LogWriter {

    /** Between tries to get room. */
    private static final Duration RETRY = Duration.ofSeconds(1);

    /** From the first record that is not forced until it is, if nobody waits for it. */
    private static final Duration SOON = Duration.ofSeconds(1);

    private static final byte[] ROTATED = mark(RecordType.ROTATED);
    private static final byte[] SUSPENDED = mark(RecordType.SUSPENDED);
    private static final byte[] ENDED = mark(RecordType.ENDED);

    private static final CompletableFuture<Boolean> SAFE = CompletableFuture.completedFuture(true);

    private final Folder folder;
    private final JournalOptions options;
    private final Header first;
    private final Committer committer;
    private final Chores.Chore keeper;
    private final Chores.Chore flusher;
    private final ConcurrentLinkedQueue<Segment> unforced = new ConcurrentLinkedQueue<>();

    /** What is written to; null while there is no room. Set by the one who appends. */
    private volatile Segment current;

    /** The one after it; null until it has been made. Guarded, for writing, by the monitor. */
    private volatile Segment spare;

    /** Guarded by the monitor. */
    private long nextSequence;

    /** How often recording was given up; counted by the one who appends. */
    private final AtomicInteger suspensions = new AtomicInteger();

    /** The count for which all is on disk: a snapshot was taken after it was reached. */
    private volatile int wholeAfter = -1;

    /** Whether there is something that is to be forced soon. */
    private volatile boolean dirty;

    private volatile boolean beforeIsOver;
    private final GraceEnd graceEnd = new GraceEnd();

    /** Anybody may reclaim just now what is not in the record, which therefore is not complete. */
    private volatile boolean anybodyReclaims;

    private volatile boolean closed;

    /** Null until {@link #start}, before which there is nothing to look after. */
    private volatile ToLongFunction<LockJournal> table;

    /** For the flusher only: whether it has been told to look again. */
    private boolean awaited;

    // For the keeper only.
    private long snapshotSequence;
    private long snapshotBytes;

    LogWriter(Folder folder, JournalOptions options, Header first, Chores chores) {
        committer = new Committer("lockd-journal-force", this::force, chores);
        keeper = chores.make("lockd-journal", this::keep);
        flusher = chores.make("lockd-journal-flush", this::flush);
        this.folder = folder;
        this.options = options;
        this.first = first;
        this.nextSequence = first.sequence();
    }

    private static byte[] mark(RecordType type) {
        ByteBuffer record = new RecordWriter().mark(type);
        byte[] bytes = new byte[record.remaining()];
        record.get(bytes);
        return bytes;
    }

    /** Writes a table down afresh, and goes on from there; what was there before is then gone. */
    void begin(RecordedState state, Recovery before) throws IOException {
        try {
            snapshotSequence = first.sequence();
            snapshotBytes =
                    SnapshotFile.write(
                            folder.file(Names.of(Names.SNAPSHOT, snapshotSequence)),
                            first,
                            state,
                            folder.ownership());
            current = make();
            unforced.add(current);
            folder.force();
            wholeAfter = 0;
            before.setSpoiltAside();
            folder.deleteBelow(snapshotSequence);
        } catch (IOException e) {
            JournalLog.noRoom(e);
            JournalLog.suspended();
            folder.report("the journal cannot be written: " + e);
            current = null;
            // Otherwise what is there would be taken for the truth by the next who opens it.
            folder.list();
            for (Path snapshot : folder.snapshots().values()) {
                folder.setAside(snapshot, "could not be gone on from");
            }
        }
    }

    /** Begins to look after room and snapshots. */
    void start(ToLongFunction<LockJournal> source) {
        table = source;
        keeper.wake();
    }

    boolean hasRoom() {
        return current != null && spare != null;
    }

    boolean isWhole() {
        return wholeAfter == suspensions.get();
    }

    private boolean isForced() {
        return options.force() == JournalOptions.Force.ALWAYS;
    }

    /** Adds a record. */
    void append(ByteBuffer record) {
        Segment segment = current;
        if (segment == null || closed || !segment.append(record)) {
            appendToNext(segment, record);
        }
        if (!dirty && !isForced()) {
            dirty = true;
            flusher.wake();
        }
    }

    /** Forces a while after there is something to be forced. */
    private Optional<Duration> flush() {
        if (!dirty) {
            return Optional.empty();
        }
        if (!awaited && !closed) {
            awaited = true;
            return Optional.of(SOON);
        }
        awaited = false;
        dirty = false;
        try {
            forceAll();
            if (closed) {
                folder.force();
            }
        } catch (IOException e) {
            JournalLog.cannotForce(e);
        }
        return Optional.empty();
    }

    private void appendToNext(Segment full, ByteBuffer record) {
        if (closed) {
            return;
        }
        Segment next = takeSpare(full != null);
        if (next != null) {
            if (full != null) {
                full.end(ByteBuffer.wrap(ROTATED));
            } else {
                JournalLog.resumed();
            }
            unforced.add(next);
            next.append(record);
            current = next;
        } else if (full != null) {
            full.end(ByteBuffer.wrap(SUSPENDED));
            suspensions.incrementAndGet();
            current = null;
            JournalLog.suspended();
        } else {
            return; // The keeper tries on its own, now and then.
        }
        keeper.wake();
    }

    /** Returns the next segment and makes it here and now if that is wanted; null if it fails. */
    private synchronized Segment takeSpare(boolean now) {
        if (spare == null && now) {
            prepareSpare();
        }
        Segment taken = spare;
        spare = null;
        return taken;
    }

    /** Makes the next segment, unless it is there. */
    private synchronized boolean prepareSpare() {
        if (spare != null || closed) {
            return true;
        }
        try {
            spare = make();
            return true;
        } catch (IOException | RuntimeException | OutOfMemoryError e) {
            JournalLog.noRoom(e);
            return false;
        }
    }

    private synchronized Segment make() throws IOException {
        Header header = new Header(nextSequence, first.boot(), first.forced());
        Segment made =
                Segment.create(
                        folder.file(Names.of(Names.LOG, nextSequence)),
                        header,
                        options.segmentBytes(),
                        folder.ownership());
        nextSequence++;
        if (isForced()) {
            folder.force();
        }
        return made;
    }

    private Optional<Duration> keep() {
        boolean good = true;
        while (good && !closed && table != null && isAnythingDue()) {
            good = prepareSpare();
            if (beforeIsOver) {
                good &= forgetBefore();
            }
            if (isCompactionDue()) {
                good &= compact();
            }
        }
        return good ? Optional.empty() : Optional.of(RETRY);
    }

    private boolean isAnythingDue() {
        return spare == null || beforeIsOver || isCompactionDue();
    }

    /** See {@link Journal#graceBegan}. */
    void graceBegan(GraceMark mark) {
        anybodyReclaims = mark.everyone();
        try {
            GraceFile.write(folder, first, mark);
        } catch (IOException e) {
            JournalLog.cannotForce(e);
        }
    }

    /** See {@link Journal#graceEnds}. */
    void graceEnds() {
        graceEnd.begin();
    }

    /** See {@link Journal#graceOver}. */
    void graceOver() {
        anybodyReclaims = false;
        beforeIsOver = true;
        var unused = committer.request().thenAccept(this::graceOverRecorded);
    }

    private void graceOverRecorded(boolean done) {
        graceEnd.end(done);
        keeper.wake(); // If the disk refused, it tries again.
    }

    private boolean forgetBefore() {
        try {
            Files.deleteIfExists(folder.file(Names.BEFORE));
            Files.deleteIfExists(folder.file(Names.GRACE));
            folder.force();
            beforeIsOver = false;
            return true;
        } catch (IOException e) {
            JournalLog.cannotForce(e);
            return false;
        }
    }

    private boolean isCompactionDue() {
        Segment writing = current;
        if (writing == null) {
            return false;
        }
        long logged = (writing.sequence() - snapshotSequence) * options.segmentBytes();
        // What a snapshot makes superfluous may be the room that is missing.
        boolean noSpare = spare == null && logged > 0;
        return !isWhole()
                || noSpare
                || logged > Math.max(options.compactAbove(), 2 * snapshotBytes);
    }

    /** Writes a snapshot, after which what is older is not needed. */
    private boolean compact() {
        int seen = suspensions.get();
        Segment begun = current;
        if (begun == null) {
            return false;
        }
        try {
            Header header = new Header(begun.sequence(), first.boot(), first.forced());
            Path aside = folder.file(Names.of(Names.SNAPSHOT, header.sequence()));
            // Nothing may be in the snapshot that a crash of the host could take from the log.
            long bytes =
                    SnapshotFile.write(
                            aside, header, table, folder.ownership(), () -> forceFrom(header));
            folder.force();
            snapshotSequence = header.sequence();
            snapshotBytes = bytes;
            wholeAfter = seen;
            folder.deleteBelow(snapshotSequence);
            return true;
        } catch (IOException | RuntimeException | OutOfMemoryError e) {
            JournalLog.cannotCompact(e);
            return false;
        }
    }

    /** Forces the logs from a snapshot's number on, as far as they have been written. */
    private void forceFrom(Header snapshot) throws IOException {
        Segment last = current;
        long end = last == null ? snapshot.sequence() : last.sequence();
        for (long sequence = snapshot.sequence(); sequence <= end; sequence++) {
            folder.forceFile(Names.of(Names.LOG, sequence));
        }
    }

    /** See {@link Journal#forced}. */
    CompletableFuture<Boolean> forced() {
        return graceEnd.before(() -> isForced() ? committer.request() : SAFE);
    }

    private void force() throws IOException {
        forceAll();
        // What was held before goes last: until then it is all that says who had what.
        if ((beforeIsOver && !forgetBefore()) || !isWhole()) {
            throw new IOException("some of it has not been recorded");
        }
    }

    private void forceAll() throws IOException {
        Segment last = current;
        for (Segment segment : unforced) {
            segment.force();
            if (last != null && segment.sequence() < last.sequence()) {
                unforced.remove(segment);
            }
        }
    }

    /** See {@link Journal#ended}; for the one who appends. */
    void end() {
        Segment last = current;
        if (closed) {
            return;
        }
        if (last != null && isWhole() && !anybodyReclaims) {
            last.end(ByteBuffer.wrap(ENDED));
        }
        closed = true;
        dirty = true;
        flusher.wake();
    }

    /** Ends it, after what was to be forced. */
    void close() {
        committer.close();
        graceEnd.end(false);
        closed = true;
        flusher.close();
        keeper.close();
        if (beforeIsOver) {
            forgetBefore();
        }
    }
}
