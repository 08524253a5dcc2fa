package org.relock.lockd.journal;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.MappedByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.relock.state.store.Disk;
import org.relock.state.store.Ownership;

/**
 * A file of the log that is being written: made with its full length and zeros in it, so that the
 * disk has given the room, and mapped, so that a write is a copy within memory. What has been
 * copied survives the end of the process, in whatever way it ends.
 */
final class Segment {

    /** Kept free at the end for the mark that ends the log, in bytes. */
    private static final int RESERVE = 64;

    private static final int PAGE_BYTES = 4_096;
    private static final int CHUNK_BYTES = 262_144;

    private final long sequence;
    private final MappedByteBuffer bytes;

    /** How far it is written; set by the one thread that writes, read by any. */
    private final AtomicInteger position;

    /** Guarded by the monitor: how far it has been forced. */
    private int forced;

    private Segment(long sequence, MappedByteBuffer bytes, int position) {
        this.sequence = sequence;
        this.bytes = bytes;
        this.position = new AtomicInteger(position);
    }

    /** Makes a file that is not there yet; if that fails, there is none afterwards either. */
    static Segment create(Path file, Header header, int length, Ownership ownership)
            throws IOException {
        boolean done = false;
        FileChannel channel =
                FileChannel.open(
                        file,
                        Set.of(
                                StandardOpenOption.CREATE_NEW,
                                StandardOpenOption.READ,
                                StandardOpenOption.WRITE),
                        Disk.NEW);
        try (channel) {
            ownership.giveTo(file);
            byte[] head = header.encode();
            write(channel, ByteBuffer.wrap(head));
            byte[] zeros = new byte[Math.min(CHUNK_BYTES, length)];
            while (channel.position() < length) {
                int rest = (int) Math.min(zeros.length, length - channel.position());
                write(channel, ByteBuffer.wrap(zeros, 0, rest));
            }
            if (header.forced()) {
                channel.force(true);
            }
            MappedByteBuffer bytes = channel.map(FileChannel.MapMode.READ_WRITE, 0, length);
            // The first write to a page costs; it is paid here, by a thread nobody waits for.
            for (int page = 0; page < length; page += PAGE_BYTES) {
                bytes.put(page, bytes.get(page));
            }
            done = true;
            return new Segment(header.sequence(), bytes, head.length);
        } finally {
            if (!done) {
                Files.deleteIfExists(file);
            }
        }
    }

    private static void write(FileChannel channel, ByteBuffer from) throws IOException {
        while (from.hasRemaining()) {
            channel.write(from);
        }
    }

    long sequence() {
        return sequence;
    }

    /** Writes a record, if there is room, and returns whether there was. */
    boolean append(ByteBuffer record) {
        int length = record.remaining();
        return position.getPlain() + length <= bytes.capacity() - RESERVE && copy(record, length);
    }

    /** Writes the mark that ends the log; there is always room for it, once. */
    void end(ByteBuffer mark) {
        copy(mark, mark.remaining());
    }

    private boolean copy(ByteBuffer record, int length) {
        int start = position.getPlain();
        // The head last, in one store: a record with a head is a whole one, whenever we are killed.
        bytes.put(
                start + Frame.HEAD_BYTES,
                record,
                record.position() + Frame.HEAD_BYTES,
                length - Frame.HEAD_BYTES);
        VarHandle.releaseFence();
        bytes.putLong(start, record.getLong(record.position()));
        position.setRelease(start + length);
        return true;
    }

    /** Forces what has been written so far to stable storage. From any thread. */
    synchronized void force() throws IOException {
        int written = position.getAcquire();
        if (written > forced) {
            try {
                bytes.force(forced, written - forced);
            } catch (UncheckedIOException e) {
                throw e.getCause();
            }
            forced = written;
        }
    }
}
