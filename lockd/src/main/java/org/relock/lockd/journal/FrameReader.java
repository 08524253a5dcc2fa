package org.relock.lockd.journal;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Set;
import java.util.zip.CRC32C;
import org.relock.state.xdr.XdrReader;

/** Reads a file's records up to the first that is not whole. */
final class FrameReader implements Closeable {

    /** How a file ends behind its last whole record. */
    enum End {
        /** With nothing, or with zeros only. */
        CLEAN,
        /** In the middle of a record with nothing behind it, as when its writer is killed. */
        TORN,
        /** With something else: not the work of a killed writer. */
        DAMAGED
    }

    private static final int BUFFER_BYTES = 65_536;

    private final FileChannel channel;
    private final CRC32C checksum = new CRC32C();
    private ByteBuffer buffer = ByteBuffer.allocate(BUFFER_BYTES).limit(0);

    /** Opens a file; a symbolic link is not followed. */
    FrameReader(Path file) throws IOException {
        channel =
                FileChannel.open(file, Set.of(StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS));
    }

    /** Reads so many bytes as they are, fewer at the end of the file. */
    ByteBuffer raw(int length) throws IOException {
        fill(length);
        int found = Math.min(length, buffer.remaining());
        ByteBuffer bytes = buffer.slice(buffer.position(), found);
        buffer.position(buffer.position() + found);
        return bytes;
    }

    /**
     * Steps to the next record.
     *
     * @return its payload, good until the next call; null if there is no whole one any more
     */
    XdrReader next() throws IOException {
        if (!fill(Frame.HEAD_BYTES)) {
            return null;
        }
        int start = buffer.position();
        int length = buffer.getInt(start);
        if (length < 1 || length > Frame.MAX_PAYLOAD || !fill(Frame.HEAD_BYTES + length)) {
            return null;
        }
        start = buffer.position(); // What is there may have been moved.
        int expected = buffer.getInt(start + 4);
        ByteBuffer payload = buffer.slice(start + Frame.HEAD_BYTES, length);
        if (Frame.checksum(checksum, length, payload.duplicate()) != expected) {
            return null;
        }
        buffer.position(start + Frame.HEAD_BYTES + length);
        return new XdrReader(payload);
    }

    /** Says how the file ends, after {@link #next} has returned null. */
    End end() throws IOException {
        boolean clean = true;
        if (fill(Frame.HEAD_BYTES)) {
            int length = buffer.getInt(buffer.position());
            long first = buffer.getLong(buffer.position());
            clean = first == 0;
            boolean plausible = length >= 0 && length <= Frame.MAX_PAYLOAD;
            // A record written in part: whatever is in its place, behind it is nothing. Its head is
            // written last, so that without one it may be of any length.
            long unfinished =
                    (long) Frame.HEAD_BYTES
                            + (plausible && length != 0 ? length : Frame.MAX_PAYLOAD);
            for (long at = 0; fill(1); at++) {
                if (buffer.get() != 0) {
                    if (at >= unfinished) {
                        return End.DAMAGED;
                    }
                    clean = false;
                }
            }
            return clean ? End.CLEAN : End.TORN;
        }
        while (buffer.hasRemaining()) {
            clean &= buffer.get() == 0;
        }
        return clean ? End.CLEAN : End.TORN;
    }

    /** Sees to it that so many bytes are in the buffer, and returns whether they are. */
    private boolean fill(int wanted) throws IOException {
        if (buffer.remaining() >= wanted) {
            return true;
        }
        if (buffer.capacity() < wanted) {
            // At most a record's length, which is bounded.
            buffer = ByteBuffer.allocate(wanted + BUFFER_BYTES).put(buffer).flip();
        }
        buffer.compact();
        while (buffer.position() < wanted && channel.read(buffer) >= 0) {
            // Reads on.
        }
        buffer.flip();
        return buffer.remaining() >= wanted;
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
