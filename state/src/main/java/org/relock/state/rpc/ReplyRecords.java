package org.relock.state.rpc;

import java.nio.ByteBuffer;
import java.util.Optional;
import org.relock.state.xdr.MalformedXdrException;

/** The records of a stream (RFC 5531, section 11), each as a copy of its own. */
public final class ReplyRecords {

    private final RecordParser parser;

    /** Refuses records of more than {@code limit} bytes. */
    public ReplyRecords(int limit) {
        parser = new RecordParser(limit);
    }

    /**
     * Reads from {@code in} up to the end of a record or of {@code in}.
     *
     * @return a record that is complete now
     * @throws MalformedXdrException if the record is too long or makes no sense; nor does what
     *     follows it
     */
    public Optional<ByteBuffer> next(ByteBuffer in) throws MalformedXdrException {
        RecordParser.Found found = parser.next(in);
        if (found == RecordParser.Found.NOTHING) {
            return Optional.empty();
        }
        byte[] record = new byte[parser.length()];
        if (found == RecordParser.Found.IN_PLACE) {
            in.get(record);
        } else {
            parser.gathered().get(record);
        }
        parser.done();
        return Optional.of(ByteBuffer.wrap(record));
    }
}
