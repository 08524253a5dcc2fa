package org.relock.state.rpc;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.WritableByteChannel;

/** Bytes that a socket has not taken yet. It takes memory only while there are some. */
final class UnsentBytes {

    private static final ByteBuffer NONE = ByteBuffer.allocate(0);

    /** To be read from. */
    private ByteBuffer bytes = NONE;

    boolean isEmpty() {
        return !bytes.hasRemaining();
    }

    /** Returns how many bytes there are. */
    int size() {
        return bytes.remaining();
    }

    /** Returns how many bytes of memory are taken. */
    int held() {
        return bytes.capacity();
    }

    /** Adds four bytes. */
    void add(int number) {
        int end = makeRoom(4);
        bytes.putInt(end, number);
    }

    /** Adds what remains in {@code more}. */
    void add(ByteBuffer more) {
        int count = more.remaining();
        int end = makeRoom(count);
        bytes.put(end, more, more.position(), count);
    }

    /** Writes what {@code channel} takes at once, and returns how many bytes that were. */
    int writeTo(WritableByteChannel channel) throws IOException {
        if (isEmpty()) {
            return 0;
        }
        int written = channel.write(bytes);
        if (isEmpty()) {
            clear();
        }
        return written;
    }

    /** Forgets all. */
    void clear() {
        bytes = NONE;
    }

    /** Makes the buffer longer by {@code count} and returns where that begins. */
    private int makeRoom(int count) {
        int size = bytes.remaining();
        if (bytes.capacity() - bytes.limit() < count) {
            int needed = Math.addExact(size, count);
            if (needed > bytes.capacity() || bytes.position() < bytes.capacity() / 2) {
                int roomy = (int) Math.min(2L * bytes.capacity(), Integer.MAX_VALUE - 8);
                ByteBuffer larger = ByteBuffer.allocate(Math.max(needed, roomy));
                bytes = larger.put(bytes).flip();
            } else {
                bytes.compact().flip();
            }
        }
        int end = bytes.limit();
        bytes.limit(end + count);
        return end;
    }
}
