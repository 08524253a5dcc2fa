package org.relock.state.store;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.relock.state.nsm.MonId;

/**
 * The store as nfs-utils keeps it: {@code DIR/sm/NAME} for the living, {@code DIR/sm.bak/NAME} for
 * those that must hear of our reboot, {@code DIR/state} for our number. What we keep besides is in
 * {@code DIR/relock/}, which nfs-utils does not look at.
 *
 * <p>A new record is a file of its own that is forced. Where that does not force its name too (see
 * {@link DirectoryForce#WHERE_NEEDED}), its directory is forced then, once for all who wait for
 * that; a further record in the same file goes by way of {@code .NAME.new}. Lines and files that
 * cannot be read are left as they are. No directory is held open, so one that vanished and came
 * back is used again.
 */
public final class NsmDirectory implements NsmStore {

    /** How often a put starts again because another process moved the file meanwhile. */
    private static final int PUT_ATTEMPTS = 5;

    /** Puts and removes of one file take turns; those of different files seldom meet. */
    private static final int TURNS = 1024;

    private final Path living;
    private final Path retired;
    private final Path lockFile;
    private final Ownership ownership;
    private final StateFile state;
    private final NewNames names;
    private final Object[] turns = new Object[TURNS];
    private final Object retiring = new Object();

    private NsmDirectory(Path directory, DirectoryForce force) throws IOException {
        living = directory.resolve("sm");
        retired = directory.resolve("sm.bak");
        lockFile = ownFiles(directory).resolve("lock");
        ownership = Ownership.of(living);
        state = new StateFile(directory, ownership);
        names = new NewNames(force, new SharedForce(() -> Disk.forceDirectory(living)));
        for (int i = 0; i < TURNS; i++) {
            turns[i] = new Object();
        }
    }

    /**
     * Opens the store in {@code directory}. Call this while still root: {@code sm.bak} and {@code
     * relock} are made if they are missing, for the owner of {@code sm}. If they cannot be made,
     * whatever needs them will say so.
     *
     * @throws IOException if there is no directory {@code sm} in it; the message names the path
     */
    public static NsmDirectory open(Path directory) throws IOException {
        return open(directory, DirectoryForce.WHERE_NEEDED);
    }

    /** Opens the store as {@link #open(Path)} does, with a word on how it forces. */
    public static NsmDirectory open(Path directory, DirectoryForce force) throws IOException {
        Path living = directory.resolve("sm");
        if (!Files.isDirectory(living)) {
            IOException why =
                    Files.exists(living)
                            ? new NotDirectoryException(living.toString())
                            : new NoSuchFileException(living.toString());
            throw Reasons.failed("use", living, why);
        }
        NsmDirectory store = new NsmDirectory(directory, force);
        try {
            Disk.ensureDirectory(store.retired, store.living, store.ownership);
            Disk.ensureDirectory(ownFiles(directory), store.living, store.ownership);
        } catch (IOException e) {
            // A read-only directory can still be read; the first change will say what is wrong.
        }
        return store;
    }

    /** Returns where this project keeps files of its own under a state directory. */
    static Path ownFiles(Path directory) {
        return directory.resolve("relock");
    }

    @Override
    public StoreListing monitored() {
        return ListReader.read(living);
    }

    @Override
    public StoreListing retired() {
        return ListReader.read(retired);
    }

    @Override
    public void put(MonitorRecord monitored) throws IOException {
        byte[] line = RecordLine.format(monitored).getBytes(ISO_8859_1);
        FileNames.check(monitored.fileName());
        Path file = living.resolve(monitored.fileName());
        try {
            synchronized (turn(monitored.fileName())) {
                for (int attempt = 1; !stands(monitored, file, line); attempt++) {
                    if (attempt == PUT_ATTEMPTS) {
                        throw new IOException("is being moved away all the time");
                    }
                }
            }
        } catch (IOException e) {
            throw Reasons.failed("write", file, e);
        }
    }

    /** Writes and forces the record; false if another process took the file away meanwhile. */
    private boolean stands(MonitorRecord record, Path file, byte[] line) throws IOException {
        try {
            names.force(file, write(record, file, line));
            return true;
        } catch (NoSuchFileException e) {
            if (!Files.isDirectory(living)) {
                throw e; // It is the list itself that is gone.
            }
            return false;
        }
    }

    /** Writes and forces the file; returns whether it had another name as it was forced. */
    private boolean write(MonitorRecord record, Path file, byte[] line) throws IOException {
        try {
            Disk.create(file, line, Disk.NEW, ownership);
            return false;
        } catch (FileAlreadyExistsException e) {
            byte[] before = Disk.read(file);
            byte[] after = RecordFile.parse(record.fileName(), before).with(record).content();
            if (Arrays.equals(before, after)) {
                Disk.forceFile(file); // Whoever wrote it may not have.
            } else {
                Path temporary = living.resolve(FileNames.temporary(record.fileName()));
                Disk.replace(file, temporary, after, Disk.REWRITTEN, ownership);
            }
            return true;
        }
    }

    @Override
    public boolean holds(MonitorRecord monitored) throws IOException {
        Path file = living.resolve(monitored.fileName());
        try {
            return RecordFile.parse(monitored.fileName(), Disk.read(file))
                    .records()
                    .contains(monitored);
        } catch (NoSuchFileException e) {
            return false;
        } catch (IOException e) {
            throw Reasons.failed("read", file, e);
        }
    }

    @Override
    public void remove(MonitorRecord monitored) throws IOException {
        take(living, monitored.fileName(), monitored.monId());
    }

    @Override
    public void forget(MonitorRecord record) throws IOException {
        take(retired, record.fileName(), record.monId());
    }

    /** Takes a record out of its file, and the file away with its last line. Not forced. */
    private void take(Path list, String name, MonId monId) throws IOException {
        if (!FileNames.isHost(name)) {
            return; // No such file can be in the list.
        }
        Path file = list.resolve(name);
        try {
            synchronized (turn(name)) {
                RecordFile before = RecordFile.parse(name, Disk.read(file));
                RecordFile after = before.without(monId);
                if (after.isEmpty() && !before.isEmpty()) {
                    Disk.delete(file);
                } else if (before.has(monId)) {
                    Path temporary = list.resolve(FileNames.temporary(name));
                    Disk.replace(file, temporary, after.content(), Disk.REWRITTEN, ownership);
                }
            }
        } catch (NoSuchFileException e) {
            // It is not there, as it shall be.
        } catch (IOException e) {
            throw Reasons.failed("change", file, e);
        }
    }

    @Override
    public List<String> retire() throws IOException {
        try {
            Disk.ensureDirectory(retired, living, ownership);
            synchronized (retiring) {
                return new Retirement(living, retired, ownership).run(this::turn);
            }
        } catch (IOException e) {
            throw Reasons.failed("move " + living + " to", retired, e);
        }
    }

    @Override
    public Optional<StoreLock> tryLock() throws IOException {
        try {
            return FileStoreLock.tryLock(lockFile, living, ownership);
        } catch (IOException e) {
            throw Reasons.failed("lock", lockFile, e);
        }
    }

    @Override
    public int state() throws IOException {
        try {
            return state.read();
        } catch (IOException e) {
            throw Reasons.failed("read or make", state, e);
        }
    }

    @Override
    public int advanceState() throws IOException {
        try {
            return state.advance();
        } catch (IOException e) {
            throw Reasons.failed("write", state, e);
        }
    }

    /** Does nothing: no file is held open. */
    @Override
    public void close() {}

    private Object turn(String name) {
        return turns[Math.floorMod(name.hashCode(), TURNS)];
    }
}
