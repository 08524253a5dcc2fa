package org.relock.state.xdr;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.nio.ByteBuffer;
import org.dcache.oncrpc4j.xdr.XdrEncodingStream;

/**
 * Writes XDR (RFC 4506) into a buffer that grows as needed, padding with zeros. Not thread safe.
 *
 * <p>It is an oncrpc4j {@link XdrEncodingStream}, so that library's types can write into it; our
 * own types use the short methods. What is written is ours, so a value too large is a bug here and
 * not an answer: nothing in this class bounds a length.
 */
public final class XdrWriter implements XdrEncodingStream {

    private ByteBuffer buffer;

    /** Makes an empty writer with room for {@code capacity} bytes before it first grows. */
    public XdrWriter(int capacity) {
        this(ByteBuffer.allocate(capacity));
    }

    private XdrWriter(ByteBuffer buffer) {
        this.buffer = buffer;
    }

    /**
     * Makes one outside the heap, where sockets and files take bytes from without a copy of their
     * own; it is slow to make and slow to grow, and to be used again and again.
     */
    public static XdrWriter direct(int capacity) {
        return new XdrWriter(ByteBuffer.allocateDirect(capacity));
    }

    /** Returns how many bytes of memory it takes. */
    public int capacity() {
        return buffer.capacity();
    }

    /** Returns {@code value} as bytes. */
    public static byte[] toBytes(XdrEncodable value) {
        XdrWriter xdr = new XdrWriter(256);
        value.encode(xdr);
        return xdr.toBytes();
    }

    /** Returns how many bytes have been written. */
    public int size() {
        return buffer.position();
    }

    /** Forgets what was written after the first {@code size} bytes. */
    public void truncate(int size) {
        if (size > buffer.position()) {
            throw new IllegalArgumentException("nothing was written there");
        }
        buffer.position(size);
    }

    /** Overwrites the four bytes at {@code position}; for lengths known only later. */
    public void patchI32(int position, int value) {
        if (position + 4 > buffer.position()) {
            throw new IllegalArgumentException("nothing was written there");
        }
        buffer.putInt(position, value);
    }

    /** Returns a copy of what was written. */
    public byte[] toBytes() {
        return toBytes(0);
    }

    /** Returns a copy of what was written after the first {@code start} bytes. */
    public byte[] toBytes(int start) {
        byte[] bytes = new byte[buffer.position() - start];
        buffer.get(start, bytes);
        return bytes;
    }

    /** Writes bytes as they are, without a length and without padding. */
    public XdrWriter raw(byte[] bytes) {
        room(bytes.length).put(bytes);
        return this;
    }

    /** Writes what remains of {@code bytes} as it is, and moves its position along. */
    public XdrWriter raw(ByteBuffer bytes) {
        room(bytes.remaining()).put(bytes);
        return this;
    }

    /**
     * Returns what was written, ready to be read, without a copy. It is good until the next write.
     */
    public ByteBuffer written() {
        return buffer.duplicate().flip();
    }

    /** Writes a 32-bit number: {@code int}, {@code unsigned int} or {@code enum}. */
    public XdrWriter i32(int value) {
        room(4).putInt(value);
        return this;
    }

    /** Writes a 64-bit number: {@code hyper} or {@code unsigned hyper}. */
    public XdrWriter i64(long value) {
        room(8).putLong(value);
        return this;
    }

    /** Writes a {@code bool}. */
    public XdrWriter bool(boolean value) {
        return i32(value ? 1 : 0);
    }

    /** Writes {@code opaque<>}: the length, the bytes and their padding. */
    public XdrWriter opaque(Opaque value) {
        byte[] bytes = value.unshared();
        return i32(bytes.length).padded(bytes, 0, bytes.length);
    }

    /**
     * Writes {@code opaque<>} with what remains of {@code bytes}, whose position moves along: for
     * payloads, which are copied only here.
     */
    public XdrWriter opaque(ByteBuffer bytes) {
        int length = bytes.remaining();
        int padding = -length & 3;
        ByteBuffer target = room(Math.addExact(length, 4 + padding)).putInt(length).put(bytes);
        for (int i = 0; i < padding; i++) {
            target.put((byte) 0);
        }
        return this;
    }

    /**
     * Returns room for {@code length} bytes that begin {@code after} bytes behind what has been
     * written, for a payload that comes from elsewhere. Nothing has been written by that; the next
     * {@code after} bytes written leave the payload where it is, and {@link #fixedInPlace} then
     * adds it.
     */
    public ByteBuffer ahead(int after, int length) {
        int start = room(Math.addExact(after, Math.addExact(length, 3))).position() + after;
        return buffer.slice(start, length);
    }

    /** Writes {@code opaque[n]} of the next {@code length} bytes as they lie there already. */
    public XdrWriter fixedInPlace(int length) {
        ByteBuffer target = room(Math.addExact(length, 3));
        target.position(target.position() + length);
        for (int i = -length & 3; i > 0; i--) {
            target.put((byte) 0);
        }
        return this;
    }

    /** Writes {@code opaque[n]}: the bytes and their padding, no length. */
    public XdrWriter fixedOpaque(Opaque value) {
        byte[] bytes = value.unshared();
        return padded(bytes, 0, bytes.length);
    }

    /**
     * Writes {@code string<>}, each character as the byte of the same number; see {@link
     * XdrReader#string}.
     *
     * @throws IllegalArgumentException if a character is above 255
     */
    public XdrWriter string(String value) {
        byte[] bytes = value.getBytes(ISO_8859_1);
        for (int i = 0; i < bytes.length; i++) {
            if (value.charAt(i) > 0xff) {
                throw new IllegalArgumentException("not a string of bytes");
            }
        }
        return i32(bytes.length).padded(bytes, 0, bytes.length);
    }

    /** Writes a nested value. */
    public XdrWriter value(XdrEncodable value) {
        value.encode(this);
        return this;
    }

    private XdrWriter padded(byte[] bytes, int offset, int length) {
        int padding = -length & 3;
        ByteBuffer target = room(length + padding).put(bytes, offset, length);
        for (int i = 0; i < padding; i++) {
            target.put((byte) 0);
        }
        return this;
    }

    private ByteBuffer room(int length) {
        if (buffer.remaining() < length) {
            int wanted = Math.addExact(buffer.position(), length);
            int doubled = (int) Math.min(2L * buffer.capacity(), Integer.MAX_VALUE - 8);
            int capacity = Math.max(wanted, doubled);
            ByteBuffer larger =
                    buffer.isDirect()
                            ? ByteBuffer.allocateDirect(capacity)
                            : ByteBuffer.allocate(capacity);
            buffer = larger.put(buffer.flip());
        }
        return buffer;
    }

    // oncrpc4j's spelling of the same, for its own types.

    @Override
    public void beginEncoding() {}

    @Override
    public void endEncoding() {}

    @Override
    public void xdrEncodeInt(int value) {
        i32(value);
    }

    @Override
    public void xdrEncodeIntVector(int[] values) {
        i32(values.length).xdrEncodeIntFixedVector(values, values.length);
    }

    @Override
    public void xdrEncodeIntFixedVector(int[] values, int length) {
        for (int i = 0; i < length; i++) {
            i32(values[i]);
        }
    }

    @Override
    public void xdrEncodeDynamicOpaque(byte[] value) {
        i32(value.length).padded(value, 0, value.length);
    }

    @Override
    public void xdrEncodeOpaque(byte[] value, int length) {
        padded(value, 0, length);
    }

    @Override
    public void xdrEncodeOpaque(byte[] value, int offset, int length) {
        padded(value, offset, length);
    }

    @Override
    public void xdrEncodeBoolean(boolean value) {
        bool(value);
    }

    @Override
    public void xdrEncodeString(String value) {
        string(value);
    }

    @Override
    public void xdrEncodeLong(long value) {
        i64(value);
    }

    @Override
    public void xdrEncodeLongVector(long[] values) {
        i32(values.length).xdrEncodeLongFixedVector(values, values.length);
    }

    @Override
    public void xdrEncodeLongFixedVector(long[] values, int length) {
        for (int i = 0; i < length; i++) {
            i64(values[i]);
        }
    }

    @Override
    public void xdrEncodeByteBuffer(ByteBuffer value) {
        byte[] bytes = new byte[value.remaining()];
        value.get(bytes);
        xdrEncodeDynamicOpaque(bytes);
    }

    @Override
    public void xdrEncodeFloat(float value) {
        i32(Float.floatToRawIntBits(value));
    }

    @Override
    public void xdrEncodeDouble(double value) {
        i64(Double.doubleToRawLongBits(value));
    }

    @Override
    public void xdrEncodeFloatVector(float[] values) {
        i32(values.length).xdrEncodeFloatFixedVector(values, values.length);
    }

    @Override
    public void xdrEncodeFloatFixedVector(float[] values, int length) {
        for (int i = 0; i < length; i++) {
            xdrEncodeFloat(values[i]);
        }
    }

    @Override
    public void xdrEncodeDoubleVector(double[] values) {
        i32(values.length).xdrEncodeDoubleFixedVector(values, values.length);
    }

    @Override
    public void xdrEncodeDoubleFixedVector(double[] values, int length) {
        for (int i = 0; i < length; i++) {
            xdrEncodeDouble(values[i]);
        }
    }

    @Override
    public void xdrEncodeByteVector(byte[] values) {
        i32(values.length).xdrEncodeByteFixedVector(values, values.length);
    }

    @Override
    public void xdrEncodeByteFixedVector(byte[] values, int length) {
        for (int i = 0; i < length; i++) {
            xdrEncodeByte(values[i]);
        }
    }

    @Override
    public void xdrEncodeByte(byte value) {
        i32(value);
    }

    @Override
    public void xdrEncodeShort(short value) {
        i32(value);
    }

    @Override
    public void xdrEncodeShortVector(short[] values) {
        i32(values.length).xdrEncodeShortFixedVector(values, values.length);
    }

    @Override
    public void xdrEncodeShortFixedVector(short[] values, int length) {
        for (int i = 0; i < length; i++) {
            xdrEncodeShort(values[i]);
        }
    }
}
