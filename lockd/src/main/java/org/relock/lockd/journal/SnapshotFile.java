package org.relock.lockd.journal;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Set;
import java.util.function.ToLongFunction;
import org.relock.lockd.locks.ByteRange;
import org.relock.lockd.locks.FileKey;
import org.relock.lockd.locks.Lock;
import org.relock.lockd.locks.LockJournal;
import org.relock.lockd.locks.LockOwner;
import org.relock.lockd.locks.RecordedState;
import org.relock.lockd.locks.ShareReservation;
import org.relock.lockd.locks.Wish;
import org.relock.state.store.Disk;
import org.relock.state.store.Ownership;

/** Writes a whole table into a file. */
final class SnapshotFile implements LockJournal {

    private static final int CHUNK_BYTES = 262_144;

    private final FileChannel channel;
    private final RecordWriter records = new RecordWriter();
    private final ByteBuffer chunk = ByteBuffer.allocate(CHUNK_BYTES);

    /** Something to be done before a snapshot gets its name. */
    @FunctionalInterface
    interface Before {
        void run() throws IOException;
    }

    private SnapshotFile(FileChannel channel) {
        this.channel = channel;
    }

    /**
     * Writes {@code state} as {@code file}, by way of a file beside it, in place of whatever has
     * that name. Its content is forced before it gets its name; the name is not.
     *
     * @return how long it is, in bytes
     */
    static long write(Path file, Header header, RecordedState state, Ownership ownership)
            throws IOException {
        return write(file, header, to -> tell(state, to), ownership, () -> {});
    }

    /**
     * The same for a table that tells what is in it, with something done between the file's content
     * and its name.
     */
    static long write(
            Path file,
            Header header,
            ToLongFunction<LockJournal> table,
            Ownership ownership,
            Before naming)
            throws IOException {
        Path aside = file.resolveSibling(file.getFileName() + Names.TEMPORARY);
        Files.deleteIfExists(aside);
        boolean done = false;
        try (FileChannel channel =
                FileChannel.open(
                        aside,
                        Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE),
                        Disk.NEW)) {
            ownership.giveTo(aside);
            new SnapshotFile(channel).write(header, table);
            channel.force(true);
            naming.run();
            Disk.move(aside, file);
            done = true;
            return channel.size();
        } finally {
            if (!done) {
                Files.deleteIfExists(aside);
            }
        }
    }

    private void write(Header header, ToLongFunction<LockJournal> table) throws IOException {
        put(ByteBuffer.wrap(header.encode()));
        try {
            put(records.number(RecordType.WHOLE, table.applyAsLong(this)));
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
        flush();
    }

    private static long tell(RecordedState state, LockJournal to) {
        state.locks().forEach((file, locks) -> locks.forEach(lock -> to.locked(file, lock)));
        state.shares().forEach((file, shares) -> shares.forEach(share -> to.shared(file, share)));
        state.wishes().forEach(to::waits);
        return state.lastWish();
    }

    @Override
    public void locked(FileKey file, Lock lock) {
        add(records.locked(file, lock));
    }

    @Override
    public void unlocked(FileKey file, LockOwner owner, ByteRange range) {
        add(records.unlocked(file, owner, range));
    }

    @Override
    public void waits(Wish wish) {
        add(records.waits(wish));
    }

    @Override
    public void gone(long wish) {
        add(records.number(RecordType.GONE, wish));
    }

    @Override
    public void shared(FileKey file, ShareReservation share) {
        add(records.shared(file, share));
    }

    @Override
    public void unshared(FileKey file, LockOwner owner) {
        add(records.unshared(file, owner));
    }

    private void add(ByteBuffer record) {
        try {
            put(record);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void put(ByteBuffer record) throws IOException {
        while (record.hasRemaining()) {
            int length = Math.min(chunk.remaining(), record.remaining());
            chunk.put(record.slice(record.position(), length));
            record.position(record.position() + length);
            if (!chunk.hasRemaining()) {
                flush();
            }
        }
    }

    private void flush() throws IOException {
        chunk.flip();
        while (chunk.hasRemaining()) {
            channel.write(chunk);
        }
        chunk.clear();
    }
}
