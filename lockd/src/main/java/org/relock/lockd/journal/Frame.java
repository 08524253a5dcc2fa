package org.relock.lockd.journal;

import java.nio.ByteBuffer;
import java.util.zip.CRC32C;
import org.relock.state.xdr.XdrWriter;

/**
 * A record as it stands in a file: the length of its payload, a CRC-32C of length and payload, and
 * the payload. A length of 0 is where records end. Used again for each record; not thread safe.
 */
final class Frame {

    /** What stands before a payload, in bytes. */
    static final int HEAD_BYTES = 8;

    /** The longest payload, in bytes; far above any request's. */
    static final int MAX_PAYLOAD = 65_536;

    private static final int USUAL_BYTES = 512;

    private final XdrWriter out = new XdrWriter(USUAL_BYTES);
    private final CRC32C checksum = new CRC32C();

    /** Begins a record; its payload is written into what is returned. */
    XdrWriter begin() {
        out.truncate(0);
        return out.i32(0).i32(0);
    }

    /** Ends the record and returns all of it, good until the next {@link #begin}. */
    ByteBuffer end() {
        int payload = out.size() - HEAD_BYTES;
        if (payload < 1 || payload > MAX_PAYLOAD) {
            throw new IllegalStateException("a record of " + payload + " bytes");
        }
        out.patchI32(0, payload);
        ByteBuffer frame = out.written();
        out.patchI32(4, checksum(checksum, payload, frame.position(HEAD_BYTES)));
        return frame.position(0);
    }

    /** Returns the checksum of a record whose payload is all that remains. */
    static int checksum(CRC32C crc, int length, ByteBuffer payload) {
        crc.reset();
        crc.update(length);
        crc.update(length >>> 8);
        crc.update(length >>> 16);
        crc.update(payload);
        return (int) crc.getValue();
    }
}
