package org.relock.state.xdr;

import java.util.Arrays;
import java.util.HexFormat;

/**
 * Bytes as a value: compared by content, never shared. RFC 4506, sections 4.9 and 4.10. How it
 * stands on the wire (fixed or variable) is the caller's choice of method.
 */
public final class Opaque {

    /** No bytes. */
    public static final Opaque EMPTY = new Opaque(new byte[0]);

    private final byte[] bytes;

    private Opaque(byte[] bytes) {
        this.bytes = bytes;
    }

    /** Returns a copy of {@code bytes} as a value. */
    public static Opaque copyOf(byte[] bytes) {
        return new Opaque(bytes.clone());
    }

    /** Returns the bytes that {@code hex} spells, two digits each. */
    public static Opaque ofHex(String hex) {
        return new Opaque(HexFormat.of().parseHex(hex));
    }

    /** Takes over {@code bytes}, which nobody else may hold. */
    static Opaque owning(byte[] bytes) {
        return new Opaque(bytes);
    }

    /** The array itself, for writers of this package, which do not change it. */
    byte[] unshared() {
        return bytes;
    }

    /** Returns how many bytes there are. */
    public int length() {
        return bytes.length;
    }

    /** Returns a copy of the bytes. */
    public byte[] toBytes() {
        return bytes.clone();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Opaque that && Arrays.equals(bytes, that.bytes);
    }

    /**
     * Returns a hash that whoever does not know {@code seed} cannot aim at: for tables of bytes
     * that come from strangers.
     */
    public int hash(long seed) {
        long hash = seed;
        for (byte one : bytes) {
            hash = (hash ^ (one & 0xff)) * 0x9e3779b97f4a7c15L;
            hash ^= hash >>> 32;
        }
        return (int) (hash ^ hash >>> 29);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(bytes);
    }

    /** Returns the bytes as lower-case hexadecimal digits. */
    @Override
    public String toString() {
        return HexFormat.of().formatHex(bytes);
    }
}
