package org.relock.lockd.nlm;

import java.nio.ByteBuffer;
import org.relock.state.xdr.MalformedXdrException;
import org.relock.state.xdr.Opaque;
import org.relock.state.xdr.XdrReader;
import org.relock.state.xdr.XdrWriter;

/**
 * {@code NLM_VERS}, {@code NLM_VERSX} and {@code NLM4_VERS}: what differs on the wire. Versions 1
 * and 3 go with NFS version 2, version 4 with NFS version 3. Version 2 was never one for locks.
 */
public enum NlmVersion {
    /** {@code NLM_VERS}: without SHARE, UNSHARE, NM_LOCK and FREE_ALL. */
    V1(1, 0xffff_ffffL, 32, 32),
    /** {@code NLM_VERSX}. */
    V3(3, 0xffff_ffffL, 32, 32),
    /** {@code NLM4_VERS} (RFC 1813, appendix II). */
    V4(4, -1L, 1, 64);

    private final int number;
    private final long highest;
    private final int shortestHandle;
    private final int longestHandle;

    NlmVersion(int number, long highest, int shortestHandle, int longestHandle) {
        this.number = number;
        this.highest = highest;
        this.shortestHandle = shortestHandle;
        this.longestHandle = longestHandle;
    }

    /** Returns the version's number in an RPC call. */
    public int number() {
        return number;
    }

    /** Returns the highest offset or length that it can say, unsigned. */
    long highest() {
        return highest;
    }

    /** Reads an offset or a length. */
    long readOffset(XdrReader xdr) throws MalformedXdrException {
        return this == V4 ? xdr.i64() : Integer.toUnsignedLong(xdr.i32());
    }

    /**
     * Writes an offset or a length.
     *
     * @throws IllegalArgumentException if this version cannot say it
     */
    void writeOffset(XdrWriter xdr, long value) {
        if (this == V4) {
            xdr.i64(value);
        } else if (value >>> Integer.SIZE == 0) {
            xdr.i32((int) value);
        } else {
            throw new IllegalArgumentException("more than 32 bits");
        }
    }

    /**
     * Reads a file handle. One of a length that no handle of the version has is read as an empty
     * one, whatever its length, and no memory is taken for it: no file has either (NLM check 8).
     */
    Opaque readHandle(XdrReader xdr) throws MalformedXdrException {
        ByteBuffer view = xdr.view(Integer.MAX_VALUE);
        int length = view.remaining();
        if (length < shortestHandle || length > longestHandle) {
            return Opaque.EMPTY;
        }
        byte[] bytes = new byte[length];
        view.get(bytes);
        return Opaque.copyOf(bytes);
    }
}
