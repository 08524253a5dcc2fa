package org.relock.state.xdr;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.zip.CRC32C;

/**
 * Reads XDR (RFC 4506) from a buffer and never past its end. Not thread safe.
 *
 * <p>Every method that reads a length takes the limit the protocol sets, and whatever a length
 * says, no memory is taken for bytes that are not there.
 *
 * <p>It is not an oncrpc4j {@code XdrDecodingStream}: the one exception that interface allows can
 * be made in its own package only, and its readers of variable length have no limit.
 */
public final class XdrReader {

    private static final ByteBuffer NOTHING = ByteBuffer.allocate(0);

    private final ByteBuffer buffer;

    /** Reads what remains of {@code buffer}, whose position moves along. */
    public XdrReader(ByteBuffer buffer) {
        if (buffer.order() != ByteOrder.BIG_ENDIAN) {
            throw new IllegalArgumentException("XDR is big-endian");
        }
        this.buffer = buffer;
    }

    /** Returns how many bytes have not been read yet. */
    public int remaining() {
        return buffer.remaining();
    }

    /** Reads a 32-bit number: {@code int}, {@code unsigned int} or {@code enum}. */
    public int i32() throws MalformedXdrException {
        need(4);
        return buffer.getInt();
    }

    /** Reads a 64-bit number: {@code hyper} or {@code unsigned hyper}. */
    public long i64() throws MalformedXdrException {
        need(8);
        return buffer.getLong();
    }

    /** Reads a {@code bool}, which is 0 or 1 and nothing else. */
    public boolean bool() throws MalformedXdrException {
        int value = i32();
        if (value != 0 && value != 1) {
            throw new MalformedXdrException("bool of " + value);
        }
        return value == 1;
    }

    /** Reads {@code opaque<limit>}. */
    public Opaque opaque(int limit) throws MalformedXdrException {
        return Opaque.owning(bytes(length(limit)));
    }

    /** Reads {@code opaque[length]}, with its padding. */
    public Opaque fixedOpaque(int length) throws MalformedXdrException {
        return Opaque.owning(bytes(length));
    }

    /**
     * Reads {@code string<limit>}. Each byte becomes the character of the same number, so nothing
     * is lost, whatever the sender's encoding; see {@link XdrWriter#string}.
     */
    public String string(int limit) throws MalformedXdrException {
        int length = length(limit);
        if (length == 0) {
            return "";
        }
        return new String(bytes(length), ISO_8859_1);
    }

    /** Reads the count of a variable array of at most {@code limit} elements. */
    public int count(int limit) throws MalformedXdrException {
        int count = i32();
        if (count < 0 || count > limit) {
            throw new MalformedXdrException("count of " + count + ", limit " + limit);
        }
        return count;
    }

    /**
     * Returns a view of the next {@code opaque<limit>} and steps over it. The view is good only as
     * long as the buffer below it is; for payloads that are consumed at once.
     */
    public ByteBuffer view(int limit) throws MalformedXdrException {
        int length = length(limit);
        if (length == 0) {
            return NOTHING;
        }
        ByteBuffer view = buffer.slice(buffer.position(), length);
        skip(length);
        return view;
    }

    /** Returns a reader of a copy of what remains, for when the buffer below is wanted back. */
    public XdrReader copyOfRest() {
        ByteBuffer copy = ByteBuffer.allocate(buffer.remaining());
        return new XdrReader(copy.put(buffer.duplicate()).flip());
    }

    /** Returns the CRC-32C (RFC 3720, appendix B.4) of what remains, and reads nothing of it. */
    public int crc32c() {
        CRC32C checksum = new CRC32C();
        checksum.update(buffer.duplicate());
        return (int) checksum.getValue();
    }

    /** Steps over {@code length} bytes and their padding. */
    public void skip(int length) throws MalformedXdrException {
        int padded = padded(length);
        buffer.position(buffer.position() + padded);
    }

    private int length(int limit) throws MalformedXdrException {
        int length = i32();
        if (length < 0 || length > limit) {
            throw new MalformedXdrException("length of " + length + ", limit " + limit);
        }
        padded(length);
        return length;
    }

    private byte[] bytes(int length) throws MalformedXdrException {
        int padded = padded(length);
        byte[] bytes = new byte[length];
        buffer.get(bytes);
        buffer.position(buffer.position() + padded - length);
        return bytes;
    }

    /** Returns {@code length} rounded up to four, once that much is known to be there. */
    private int padded(int length) throws MalformedXdrException {
        // In this order the sum cannot overflow.
        if (length < 0 || length > buffer.remaining()) {
            throw new MalformedXdrException(
                    length + " bytes announced, " + buffer.remaining() + " there");
        }
        int padded = (length + 3) & ~3;
        need(padded);
        return padded;
    }

    private void need(int length) throws MalformedXdrException {
        if (buffer.remaining() < length) {
            throw new MalformedXdrException(
                    length + " bytes needed, " + buffer.remaining() + " there");
        }
    }
}
