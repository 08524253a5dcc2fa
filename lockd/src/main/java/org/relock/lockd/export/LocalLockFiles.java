package org.relock.lockd.export;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import org.relock.lockd.locks.ByteRange;
import org.relock.lockd.locks.FileKey;
import org.relock.lockd.locks.LocalAnswer;
import org.relock.lockd.locks.LocalLocks;
import org.relock.lockd.locks.LockMode;
import org.relock.lockd.vfs.FileException;
import org.relock.lockd.vfs.FileId;
import org.relock.lockd.vfs.FileStatus;
import org.relock.lockd.vfs.LockFile;
import org.relock.state.time.Ticker;
import org.relock.state.time.Timer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The files that are open because they are locked, or about to be: one descriptor for each file,
 * however many owners it has. A file is opened before the lock table is asked, by who may wait for
 * the disk, and closed as soon as nothing is locked on it any more.
 */
public final class LocalLockFiles implements LocalLocks, AutoCloseable {

    /** How many files may be open for their locks; who locks one more gets DENIED_NOLOCKS. */
    static final int MOST = 200_000;

    /** How long a file waits for the decision it was opened for; the slowest comes far sooner. */
    static final Duration PATIENCE = Duration.ofSeconds(15);

    /** How often it is looked whether a program has let go: a waiter notices within that. */
    static final Duration RETRY = Duration.ofMillis(200);

    /** A failed lock is tried again if its obstacle is gone when it is asked for. */
    private static final int TRIES = 3;

    private static final Logger LOG = LoggerFactory.getLogger(LocalLockFiles.class);

    private final Exports exports;
    private final Executor disk;
    private final Timer timer;
    private final Ticker ticker;

    /** Guarded by this; what is done with a file is the lock table's monitor's business. */
    private final Map<FileKey, Open> files = new HashMap<>();

    private boolean sweeps;
    private boolean retries;
    private Optional<Runnable> retry = Optional.empty();

    private static final class Open {
        private final LockFile file;

        /** How many requests have it opened and are not decided. */
        private int asked;

        private boolean inUse;
        private long patientUntil;

        private Open(LockFile file) {
            this.file = file;
        }

        private boolean isNeeded() {
            return inUse || asked > 0;
        }
    }

    /** Makes it; {@code disk} closes files, which may wait. */
    public LocalLockFiles(Exports exports, Executor disk, Timer timer, Ticker ticker) {
        this.exports = exports;
        this.disk = disk;
        this.timer = timer;
        this.ticker = ticker;
    }

    /** Opens a file for a request to come, if its export's locks meet those of programs. */
    void prepare(Export export, FileId id) throws FileException {
        if (!export.localLocks()) {
            return;
        }
        FileKey key = new FileKey(export.id(), id.bytes());
        if (asked(key)) {
            return;
        }
        LockFile opened = export.files().openForLocks(id).orElse(LockFile.ALONE);
        if (!add(key, opened)) {
            opened.close();
        }
    }

    private synchronized boolean asked(FileKey key) throws FileException {
        Open open = files.get(key);
        if (open != null) {
            open.asked++;
            open.patientUntil = ticker.nanos() + PATIENCE.toNanos();
        } else if (files.size() >= MOST) {
            LOG.warn("{} files are locked already; one more is refused", MOST);
            throw new FileException(FileStatus.JUKEBOX);
        }
        return open != null;
    }

    private synchronized boolean add(FileKey key, LockFile opened) throws FileException {
        if (asked(key)) {
            return false;
        }
        files.put(key, new Open(opened));
        asked(key);
        if (!sweeps) {
            sweeps = true;
            timer.after(PATIENCE, this::sweep);
        }
        return true;
    }

    /** Opens files that were locked before a restart of the daemon. It waits for the disk. */
    public void reopen(Collection<FileKey> keys) {
        for (FileKey key : keys) {
            Optional<Export> export = exports.byId(key.fileSystem());
            if (export.isPresent()) {
                try {
                    prepare(export.get(), new FileId(key.name()));
                } catch (FileException e) {
                    LOG.info(
                            "A file of {} that is locked cannot be opened ({}):"
                                    + " programs here do not meet its locks",
                            PathText.escape(export.get().path()),
                            e.status());
                }
            }
        }
    }

    /** Says how the table is asked to try again; it is asked from a thread of the timer's. */
    public void begin(Runnable again) {
        boolean due;
        synchronized (this) {
            retry = Optional.of(again);
            due = retries;
        }
        if (due) {
            timer.after(RETRY, this::retry);
        }
    }

    @Override
    public void retryLater() {
        synchronized (this) {
            if (retries) {
                return;
            }
            retries = true;
            if (retry.isEmpty()) {
                return;
            }
        }
        timer.after(RETRY, this::retry);
    }

    private void retry() {
        Runnable again;
        synchronized (this) {
            retries = false;
            again = retry.orElseThrow();
        }
        again.run();
    }

    @Override
    public LocalAnswer take(FileKey key, LockMode mode, ByteRange range) {
        Optional<LockFile> file = find(key);
        if (file.isEmpty()) {
            return isMet(key) ? LocalAnswer.NoRoom.INSTANCE : LocalAnswer.Free.INSTANCE;
        }
        boolean exclusive = mode == LockMode.WRITE;
        try {
            for (int i = 0; i < TRIES; i++) {
                if (file.get().lock(exclusive, range.first(), range.last())) {
                    return LocalAnswer.Free.INSTANCE;
                }
                LocalAnswer answer = inTheWay(file.get(), exclusive, range);
                if (answer != LocalAnswer.Free.INSTANCE) {
                    return answer;
                }
            }
            return new LocalAnswer.Held(mode, range, -1);
        } catch (FileException e) {
            LOG.warn("The kernel does not take a lock: {}", e.status());
            return LocalAnswer.NoRoom.INSTANCE;
        }
    }

    @Override
    public LocalAnswer test(FileKey key, LockMode mode, ByteRange range) {
        Optional<LockFile> file = find(key);
        try {
            return file.isEmpty()
                    ? LocalAnswer.Free.INSTANCE
                    : inTheWay(file.get(), mode == LockMode.WRITE, range);
        } catch (FileException e) {
            return LocalAnswer.NoRoom.INSTANCE;
        }
    }

    private static LocalAnswer inTheWay(LockFile file, boolean exclusive, ByteRange range)
            throws FileException {
        Optional<LockFile.Other> other = file.inTheWay(exclusive, range.first(), range.last());
        return other.isEmpty()
                ? LocalAnswer.Free.INSTANCE
                : new LocalAnswer.Held(
                        other.get().exclusive() ? LockMode.WRITE : LockMode.READ,
                        new ByteRange(other.get().first(), other.get().last()),
                        other.get().process());
    }

    @Override
    public void give(FileKey key, ByteRange range) {
        try {
            Optional<LockFile> file = find(key);
            if (file.isPresent()) {
                file.get().unlock(range.first(), range.last());
            }
        } catch (FileException e) {
            // To split a lock takes memory. What stays locked goes with the descriptor.
            LOG.warn("The kernel does not give back a lock: {}", e.status());
        }
    }

    private synchronized Optional<LockFile> find(FileKey key) {
        return Optional.ofNullable(files.get(key)).map(open -> open.file);
    }

    private boolean isMet(FileKey key) {
        return exports.byId(key.fileSystem()).map(Export::localLocks).orElse(false);
    }

    @Override
    public synchronized void decided(FileKey key, boolean inUse) {
        Open open = files.get(key);
        if (open != null) {
            open.asked = Math.max(0, open.asked - 1);
            open.inUse = inUse;
            closeUnlessNeeded(key, open);
        }
    }

    @Override
    public synchronized void left(FileKey key) {
        Open open = files.get(key);
        if (open != null) {
            open.inUse = false;
            closeUnlessNeeded(key, open);
        }
    }

    private void closeUnlessNeeded(FileKey key, Open open) {
        if (!open.isNeeded()) {
            files.remove(key);
            closeLater(open.file);
        }
    }

    /** The last close of a removed file waits until its blocks are freed. */
    private void closeLater(LockFile file) {
        try {
            disk.execute(file::close);
        } catch (RejectedExecutionException e) {
            file.close();
        }
    }

    /** Closes what was opened for requests that were refused before they came to the table. */
    private synchronized void sweep() {
        long now = ticker.nanos();
        boolean again = false;
        List<LockFile> lost = new ArrayList<>();
        Iterator<Open> all = files.values().iterator();
        while (all.hasNext()) {
            Open open = all.next();
            if (open.asked > 0 && now - open.patientUntil >= 0) {
                open.asked = 0;
                if (!open.isNeeded()) {
                    all.remove();
                    lost.add(open.file);
                }
            }
            again |= open.asked > 0;
        }
        lost.forEach(this::closeLater);
        sweeps = again;
        if (again) {
            timer.after(PATIENCE, this::sweep);
        }
    }

    /** Returns how many files are open. */
    public synchronized int size() {
        return files.size();
    }

    /** Closes all; programs meet no locks any more. */
    @Override
    public synchronized void close() {
        files.values().forEach(open -> open.file.close());
        files.clear();
    }
}
