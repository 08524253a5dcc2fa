package org.relock.state.rpc;

import java.nio.ByteBuffer;
import java.util.ArrayDeque;

/**
 * Memory of one loop for records that are gathered. Those that announce much get a buffer outside
 * the heap for all of it at once, so that the rest is read to where it will be used from; of these
 * there are only a few, and whoever comes too late gets memory on the heap as its bytes arrive.
 */
final class LargeRecords implements RecordParser.Memory {

    /** A record that announces less is small, and so are all where this is the limit; in bytes. */
    private static final int LARGE = 65_536;

    /** The most buffers for large ones. */
    private static final int MOST = 8;

    private final int recordBytes;
    private final ArrayDeque<ByteBuffer> unused = new ArrayDeque<>();
    private int made;

    /** Makes it for records of at most that many bytes. */
    LargeRecords(int recordBytes) {
        this.recordBytes = recordBytes;
    }

    @Override
    public ByteBuffer take(int least, int announced) {
        if (announced > LARGE) {
            ByteBuffer large = unused.pollLast();
            if (large != null) {
                return large;
            }
            if (made < MOST) {
                made++;
                return ByteBuffer.allocateDirect(recordBytes);
            }
        }
        return ByteBuffer.allocate(least);
    }

    @Override
    public void give(ByteBuffer buffer) {
        if (buffer.isDirect()) {
            unused.addLast(buffer);
        }
    }
}
