package org.relock.lockd.journal;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.ToLongFunction;
import org.relock.lockd.hosts.ClientRecords;
import org.relock.lockd.locks.ByteRange;
import org.relock.lockd.locks.ClientId;
import org.relock.lockd.locks.FileKey;
import org.relock.lockd.locks.Lock;
import org.relock.lockd.locks.LockJournal;
import org.relock.lockd.locks.LockOwner;
import org.relock.lockd.locks.LockService.ReclaimRule;
import org.relock.lockd.locks.RecordedState;
import org.relock.lockd.locks.ShareReservation;
import org.relock.lockd.locks.Wish;
import org.relock.state.store.Disk;
import org.relock.state.store.FileStoreLock;
import org.relock.state.store.Ownership;
import org.relock.state.store.StoreLock;

/**
 * The lock table and its clients on disk, so that the daemon can be killed, upgraded and started
 * again, and nobody notices (NLM check 67).
 *
 * <p>A change is a copy into mapped memory: it is safe from the end of this process at once, and
 * from a crash of the host when the system, or {@link #forced}, has written it; after such a crash
 * clients reclaim. If the daemon ends in good order before the host does, the record is as good as
 * one that was forced all the time. Clients themselves are forced always, since the list of those
 * who may reclaim is made of them.
 *
 * <p>The methods of {@link LockJournal} belong to whoever holds the table's monitor, all others to
 * any thread.
 */
public final class Journal implements LockJournal, AutoCloseable {

    private final StoreLock lock;
    private final JournalOptions options;
    private final ClientFile clients;
    private final LogWriter log;
    private final RecordWriter records = new RecordWriter();

    /**
     * A journal that has been opened.
     *
     * @param journal to go on with
     * @param recovered what was there
     */
    public record Opened(Journal journal, Recovered recovered) {}

    private Journal(StoreLock lock, JournalOptions options, ClientFile clients, LogWriter log) {
        this.lock = lock;
        this.options = options;
        this.clients = clients;
        this.log = log;
    }

    /**
     * Opens the journal in {@code directory}, which is made if need be, and finds out what was
     * there. Whatever its files are like, it opens: what cannot be used is set aside and reported.
     *
     * @param boot tells this start of the machine from others ({@link
     *     org.relock.state.os.BootToken})
     * @return empty if another daemon has it
     * @throws IOException if there can be no such directory or nothing can be locked in it; the
     *     daemon can still serve with {@link LockJournal#NONE}
     */
    public static Optional<Opened> open(Path directory, String boot, JournalOptions options)
            throws IOException {
        return open(directory, boot, options, Chores.THREADS);
    }

    /**
     * The same with another way to do what is done on the side.
     *
     * @throws IOException as above
     */
    public static Optional<Opened> open(
            Path directory, String boot, JournalOptions options, Chores chores) throws IOException {
        Path model = existing(directory.toAbsolutePath());
        Ownership ownership = Ownership.of(model);
        makeDirectories(directory.toAbsolutePath(), model, ownership);
        Optional<StoreLock> lock =
                FileStoreLock.tryLock(directory.resolve(Names.LOCK), model, ownership);
        if (lock.isEmpty()) {
            return Optional.empty();
        }
        boolean done = false;
        try {
            Opened opened =
                    open(lock.get(), new Folder(directory, ownership), boot, options, chores);
            done = true;
            return Optional.of(opened);
        } finally {
            if (!done) {
                lock.get().close();
            }
        }
    }

    private static Opened open(
            StoreLock lock, Folder folder, String boot, JournalOptions options, Chores chores)
            throws IOException {
        folder.removeUnfinished();
        folder.list();
        Recovery found = Recovery.of(folder, boot);
        RecordedState table = found.table();
        Optional<RecordedState> before = found.before();
        boolean forced = options.force() == JournalOptions.Force.ALWAYS;
        // Not the very next number: that would go on with the old log if ours got lost.
        Header header = new Header(folder.highest() + 2, boot, forced);
        LogWriter log = new LogWriter(folder, options, header, chores);
        boolean rebooted = found.kind() != Recovered.Kind.SAME_BOOT && before.isPresent();
        if (rebooted) {
            Header old = new Header(header.sequence(), boot, found.exact());
            try {
                SnapshotFile.write(
                        folder.file(Names.BEFORE), old, before.get(), folder.ownership());
            } catch (IOException e) {
                folder.report("what was held before cannot be kept through another crash: " + e);
            }
        }
        log.begin(table, found);
        long highest =
                Math.max(highestClient(table), before.map(Journal::highestClient).orElse(0L));
        ClientFile clients = ClientFile.open(folder, header, highest, chores);
        Recovered recovered =
                new Recovered(
                        found.kind(),
                        table,
                        before,
                        GraceFile.read(folder, boot),
                        found.exact() ? ReclaimRule.RECORDED : ReclaimRule.NOT_ANOTHERS,
                        clients.clients(),
                        List.copyOf(folder.reports()));
        return new Opened(new Journal(lock, options, clients, log), recovered);
    }

    private static long highestClient(RecordedState state) {
        long highest = 0;
        for (List<Lock> locks : state.locks().values()) {
            for (Lock lock : locks) {
                highest = Math.max(highest, lock.owner().client().number());
            }
        }
        for (List<ShareReservation> shares : state.shares().values()) {
            for (ShareReservation share : shares) {
                highest = Math.max(highest, share.owner().client().number());
            }
        }
        for (Wish wish : state.wishes()) {
            highest = Math.max(highest, wish.request().owner().client().number());
        }
        return highest;
    }

    /** Returns the nearest directory at or above {@code directory} that is there. */
    private static Path existing(Path directory) {
        Path nearest = directory;
        while (!Files.isDirectory(nearest) && nearest.getParent() != null) {
            nearest = nearest.getParent();
        }
        return nearest;
    }

    private static void makeDirectories(Path directory, Path model, Ownership ownership)
            throws IOException {
        Path parent = directory.getParent();
        if (parent != null && !Files.isDirectory(parent)) {
            makeDirectories(parent, model, ownership);
        }
        Disk.ensureDirectory(directory, model, ownership);
    }

    /**
     * Says where the whole table can be had, so that the log need not grow for ever; once, when
     * there is one.
     *
     * @param table see {@link org.relock.lockd.locks.LockService#copyTo}; asked as a chore, now and
     *     then
     */
    public void begin(ToLongFunction<LockJournal> table) {
        log.start(table);
    }

    /** Returns where clients are remembered. */
    public ClientRecords clients() {
        return clients;
    }

    /** Returns an id for a client that was never given out before. Does not wait. */
    public ClientId nextClient() {
        return clients.nextId();
    }

    /**
     * A grace period has begun, which the next daemon goes on with if this one is killed. Writes a
     * small file.
     */
    public void graceBegan(GraceMark mark) {
        log.graceBegan(mark);
    }

    /**
     * The grace period after a reboot is over, or need not begin, and what is to be recorded of
     * that is about to be: until {@link #graceOver} has done its work {@link #forced} does not
     * complete, so that nobody hears of what the next boot could not know to be new.
     */
    public void graceEnds() {
        log.graceEnds();
    }

    /**
     * What was held before the reboot means nothing any more. That is forced, whatever the options,
     * after all that was reclaimed. Does not wait; is tried again only after {@link #begin}.
     */
    public void graceOver() {
        log.graceOver();
    }

    /**
     * Returns what is complete once all changes made before this call are safe: with {@link
     * JournalOptions.Force#ALWAYS} from a crash of the host, else from the end of this process,
     * which they are already unless a grace has just ended. False if they could not be recorded.
     * Does not wait.
     */
    public CompletableFuture<Boolean> forced() {
        return log.forced();
    }

    /**
     * Whether new locks may be granted. Only with {@link JournalOptions.WhenFull#REFUSE} is it ever
     * false, and not as long as there is room.
     */
    public boolean takesMore() {
        return options.whenFull() == JournalOptions.WhenFull.KEEP_SERVING || log.hasRoom();
    }

    /** Whether everything since the start is recorded, so that a restart now loses nothing. */
    public boolean isWhole() {
        return log.isWhole();
    }

    @Override
    public void locked(FileKey file, Lock held) {
        append(records.locked(file, held));
    }

    @Override
    public void unlocked(FileKey file, LockOwner owner, ByteRange range) {
        append(records.unlocked(file, owner, range));
    }

    @Override
    public void waits(Wish wish) {
        append(records.waits(wish));
    }

    @Override
    public void gone(long wish) {
        append(records.number(RecordType.GONE, wish));
    }

    @Override
    public void shared(FileKey file, ShareReservation share) {
        append(records.shared(file, share));
    }

    @Override
    public void unshared(FileKey file, LockOwner owner) {
        append(records.unshared(file, owner));
    }

    /** The log gets the mark that it is complete, and is forced as a chore. */
    @Override
    public void ended() {
        log.end();
    }

    private void append(ByteBuffer record) {
        log.append(record);
    }

    /** Ends it; what is heard afterwards is not recorded. Another may open it then. */
    @Override
    public void close() {
        log.close();
        clients.close();
        try {
            lock.close();
        } catch (IOException e) {
            // The system frees it when this process ends.
        }
    }
}
