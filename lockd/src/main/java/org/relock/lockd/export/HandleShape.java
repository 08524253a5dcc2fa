package org.relock.lockd.export;

import java.util.Arrays;
import java.util.HexFormat;
import java.util.Objects;
import java.util.Optional;
import org.relock.state.xdr.Opaque;

/**
 * Which bytes of another server's handles tell its files and its file systems apart. Nothing else
 * is known of them.
 *
 * <p>Zero bytes at the end never count, so that a handle of version 1 or 3, which is filled up to
 * 32 bytes with them, is the same file as the shorter one of version 4 (NLM check 20).
 *
 * @param mask bits that count, byte by byte; bytes past its end all count. Empty: all do
 * @param slice which bytes tell the file system; empty: there is one
 */
public record HandleShape(Opaque mask, Optional<Slice> slice) {

    /** The longest handle, in bytes ({@code NFS3_FHSIZE}). */
    static final int LONGEST_HANDLE = 64;

    /** Every byte tells the file, and there is one file system. */
    public static final HandleShape WHOLE = new HandleShape(Opaque.EMPTY, Optional.empty());

    /** The number of the file system if handles do not tell it. */
    private static final int THE_FILE_SYSTEM = 0;

    /**
     * Bytes of a handle, read as one number with the highest byte first.
     *
     * @param offset of the first, 0 to 63
     * @param length 1 to 4
     */
    public record Slice(int offset, int length) {
        /** Checks that it lies within a handle and an int. */
        public Slice {
            if (offset < 0
                    || length < 1
                    || length > Integer.BYTES
                    || offset + length > LONGEST_HANDLE) {
                throw new IllegalArgumentException(length + " bytes at " + offset);
            }
        }

        /** Returns the number; what lies past the handle's end counts as zeros. */
        int of(byte[] handle) {
            int number = 0;
            for (int i = offset; i < offset + length; i++) {
                number = number << Byte.SIZE | (i < handle.length ? handle[i] & 0xff : 0);
            }
            return number;
        }
    }

    /** Checks that handles can still be told apart. */
    public HandleShape {
        Objects.requireNonNull(slice, "slice");
        if (mask.length() > LONGEST_HANDLE
                || (mask.length() == LONGEST_HANDLE && isZero(mask.toBytes()))) {
            throw new IllegalArgumentException("a mask that leaves nothing of a handle");
        }
    }

    /**
     * Returns the mask that {@code hex} spells, two digits a byte; empty if it is none of 1 to 64
     * bytes.
     */
    public static Optional<Opaque> mask(String hex) {
        int length = hex.length();
        if (length == 0 || length % 2 != 0 || length > 2 * LONGEST_HANDLE) {
            return Optional.empty();
        }
        for (int i = 0; i < length; i++) {
            if (!HexFormat.isHexDigit(hex.charAt(i))) {
                return Optional.empty();
            }
        }
        return Optional.of(Opaque.ofHex(hex));
    }

    /** Returns what of a handle tells the file; no bytes if nothing does. */
    Opaque fileOf(byte[] handle) {
        byte[] bits = mask.toBytes();
        byte[] masked = handle.clone();
        for (int i = 0; i < Math.min(bits.length, masked.length); i++) {
            masked[i] &= bits[i];
        }
        int length = masked.length;
        while (length > 0 && masked[length - 1] == 0) {
            length--;
        }
        return Opaque.copyOf(length == masked.length ? masked : Arrays.copyOf(masked, length));
    }

    /** Returns the number of the handle's file system. */
    int fileSystemOf(byte[] handle) {
        return slice.isPresent() ? slice.get().of(handle) : THE_FILE_SYSTEM;
    }

    private static boolean isZero(byte[] bytes) {
        for (byte b : bytes) {
            if (b != 0) {
                return false;
            }
        }
        return true;
    }
}
