package org.relock.lockd.journal;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Optional;
import org.relock.state.xdr.MalformedXdrException;
import org.relock.state.xdr.XdrReader;
import org.relock.state.xdr.XdrWriter;

/**
 * What each file of the journal begins with: seven letters, the number of the format, and a record
 * of this.
 *
 * @param sequence a number larger than that of each file made before
 * @param boot tells this start of the machine from others
 * @param forced whether records are forced to stable storage before anybody acts on them
 */
record Header(long sequence, String boot, boolean forced) {

    /** {@code RELOCKJ}, and the number of the format. */
    private static final long MAGIC = 0x52454c4f434b4a01L;

    private static final int MAX_BOOT_BYTES = 4_096;

    /** Returns the bytes a file begins with. */
    byte[] encode() {
        Frame frame = new Frame();
        XdrWriter out = frame.begin();
        out.i32(RecordType.HEADER.number()).i64(sequence).string(boot).bool(forced);
        ByteBuffer record = frame.end();
        byte[] bytes = new byte[Long.BYTES + record.remaining()];
        ByteBuffer.wrap(bytes).putLong(MAGIC).put(record);
        return bytes;
    }

    /** Reads a file's; empty if it is no file of ours, or of another format. */
    static Optional<Header> read(FrameReader file) throws IOException {
        ByteBuffer magic = file.raw(Long.BYTES);
        if (magic.remaining() < Long.BYTES || magic.getLong() != MAGIC) {
            return Optional.empty();
        }
        XdrReader record = file.next();
        if (record == null) {
            return Optional.empty();
        }
        try {
            if (record.i32() != RecordType.HEADER.number()) {
                return Optional.empty();
            }
            return Optional.of(
                    new Header(record.i64(), record.string(MAX_BOOT_BYTES), record.bool()));
        } catch (MalformedXdrException e) {
            return Optional.empty();
        }
    }

    // Written out, because what a record has by itself is made at run time, which costs a daemon's
    // start 20 ms for the first one.
    @Override
    public boolean equals(Object other) {
        return other instanceof Header that
                && sequence == that.sequence
                && boot.equals(that.boot)
                && forced == that.forced;
    }

    @Override
    public int hashCode() {
        return 31 * (31 * Long.hashCode(sequence) + boot.hashCode()) + Boolean.hashCode(forced);
    }
}
