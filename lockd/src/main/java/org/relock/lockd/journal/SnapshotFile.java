package org.relock.lockd.journal;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.relock.lockd.locks.FileKey;
import org.relock.lockd.locks.Lock;
import org.relock.lockd.locks.RecordedState;
import org.relock.lockd.locks.ShareReservation;
import org.relock.lockd.locks.Wish;
import org.relock.state.store.Disk;
import org.relock.state.store.Ownership;

/** Writes a whole table into a file. */
final class SnapshotFile {

    private static final int CHUNK_BYTES = 262_144;

    private final FileChannel channel;
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
        return write(file, header, state, ownership, () -> {});
    }

    /** The same with something done between its content and its name. */
    static long write(
            Path file, Header header, RecordedState state, Ownership ownership, Before naming)
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
            new SnapshotFile(channel).write(header, state);
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

    private void write(Header header, RecordedState state) throws IOException {
        put(ByteBuffer.wrap(header.encode()));
        RecordWriter records = new RecordWriter();
        for (Map.Entry<FileKey, List<Lock>> file : state.locks().entrySet()) {
            for (Lock lock : file.getValue()) {
                put(records.locked(file.getKey(), lock));
            }
        }
        for (Map.Entry<FileKey, List<ShareReservation>> file : state.shares().entrySet()) {
            for (ShareReservation share : file.getValue()) {
                put(records.shared(file.getKey(), share));
            }
        }
        for (Wish wish : state.wishes()) {
            put(records.waits(wish));
        }
        put(records.number(RecordType.WHOLE, state.lastWish()));
        flush();
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
