package org.relock.lockd.nfs3;

import java.nio.ByteBuffer;
import org.relock.lockd.vfs.Stability;
import org.relock.state.xdr.MalformedXdrException;
import org.relock.state.xdr.Opaque;
import org.relock.state.xdr.XdrReader;

/**
 * {@code WRITE3args} (RFC 1813, 3.3.7).
 *
 * @param offset unsigned
 * @param count unsigned; how much of the data is meant
 * @param stability {@code stable_how}
 * @param data a view of the call, good only as long as that is answered
 */
record WriteArgs(Opaque file, long offset, int count, Stability stability, ByteBuffer data) {

    private static final int UNSTABLE = 0;
    private static final int DATA_SYNC = 1;
    private static final int FILE_SYNC = 2;

    static WriteArgs decode(XdrReader xdr) throws MalformedXdrException {
        return new WriteArgs(
                Wire.handle(xdr),
                xdr.i64(),
                xdr.i32(),
                stability(xdr.i32()),
                xdr.view(Nfs3Limits.TCP_TRANSFER));
    }

    private static Stability stability(int number) throws MalformedXdrException {
        return switch (number) {
            case UNSTABLE -> Stability.UNSTABLE;
            case DATA_SYNC -> Stability.DATA_SYNC;
            case FILE_SYNC -> Stability.FILE_SYNC;
            default -> throw new MalformedXdrException("stable_how of " + number);
        };
    }

    /** Returns the {@code stable_how} on the wire. */
    static int number(Stability stability) {
        return switch (stability) {
            case UNSTABLE -> UNSTABLE;
            case DATA_SYNC -> DATA_SYNC;
            case FILE_SYNC -> FILE_SYNC;
        };
    }
}
