package org.relock.state.notify;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import java.util.Set;
import org.relock.state.os.FileOwner;

/**
 * A run that is telling peers, made known to others by locks on the file {@code relock/notifying}
 * of the state directory, which the operating system takes back when the process ends. All runs
 * share the first byte, so a second one knows that the state number has grown already; each name to
 * tell has a byte of its own, so that peers do not hear the same twice.
 *
 * <p>A process must not begin one and ask {@link #isOn} as well: closing the file for the second
 * gives up the locks of the first. To be begun and asked about only by who holds {@link
 * org.relock.state.store.NsmStore#tryLock}.
 */
public final class NotifyRun implements AutoCloseable {

    private static final String FILE = "relock/notifying";
    private static final long NAMES = 1;

    private final FileChannel channel;
    private final boolean first;

    private NotifyRun(FileChannel channel, boolean first) {
        this.channel = channel;
        this.first = first;
    }

    /**
     * Begins a run under {@code identity}, the names it tells. Empty if there is such a run
     * already.
     *
     * @throws IOException if the file cannot be made or locked
     */
    public static Optional<NotifyRun> begin(Path stateDirectory, String identity)
            throws IOException {
        FileChannel channel = open(stateDirectory);
        boolean begun = false;
        try {
            long name = NAMES + Integer.toUnsignedLong(identity.hashCode());
            if (!tryLock(channel, name, false)) {
                return Optional.empty();
            }
            boolean first = isAlone(channel);
            begun = tryLock(channel, 0, true);
            return begun ? Optional.of(new NotifyRun(channel, first)) : Optional.empty();
        } finally {
            if (!begun) {
                channel.close();
            }
        }
    }

    /** Returns whether any run is on. */
    static boolean isOn(Path stateDirectory) throws IOException {
        try (FileChannel channel = open(stateDirectory)) {
            return !isAlone(channel);
        }
    }

    /** Returns whether no other run was on when this one began. */
    public boolean isFirst() {
        return first;
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }

    private static FileChannel open(Path stateDirectory) throws IOException {
        Path file = stateDirectory.resolve(FILE);
        FileChannel channel =
                FileChannel.open(
                        file,
                        Set.of(
                                StandardOpenOption.CREATE,
                                StandardOpenOption.READ,
                                StandardOpenOption.WRITE));
        FileOwner owner = FileOwner.of(stateDirectory.resolve("sm"));
        FileOwner now = FileOwner.of(file);
        // Number by number: a record's own equals() costs as much as all the rest of the start.
        if (now.uid() != owner.uid() || now.gid() != owner.gid()) {
            // Made by root; statd, without its privileges, will want to open it too.
            owner.take(file);
        }
        return channel;
    }

    private static boolean isAlone(FileChannel channel) throws IOException {
        FileLock lock;
        try {
            lock = channel.tryLock(0, 1, false);
        } catch (OverlappingFileLockException e) {
            return false; // A run of this very process.
        }
        if (lock == null) {
            return false;
        }
        lock.release();
        return true;
    }

    private static boolean tryLock(FileChannel channel, long position, boolean shared)
            throws IOException {
        try {
            return channel.tryLock(position, 1, shared) != null;
        } catch (OverlappingFileLockException e) {
            return false;
        }
    }
}
