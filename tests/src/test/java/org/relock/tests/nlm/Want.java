package org.relock.tests.nlm;

import org.relock.state.xdr.Opaque;
import org.relock.state.xdr.XdrWriter;

/**
 * What a client says about one lock: {@code nlm4_lockargs}, of which the other procedures take a
 * part. Numbers are as on the wire: a length of 0 reaches to the end of the file.
 *
 * @param caller {@code caller_name}
 */
record Want(
        Opaque cookie,
        String caller,
        Opaque file,
        Opaque oh,
        int svid,
        long offset,
        long length,
        boolean exclusive,
        boolean block,
        boolean reclaim,
        int state) {

    Want cookie(Opaque other) {
        return new Want(
                other, caller, file, oh, svid, offset, length, exclusive, block, reclaim, state);
    }

    Want caller(String other) {
        return new Want(
                cookie, other, file, oh, svid, offset, length, exclusive, block, reclaim, state);
    }

    Want file(Opaque other) {
        return new Want(
                cookie, caller, other, oh, svid, offset, length, exclusive, block, reclaim, state);
    }

    /** Returns the same for another owner of the same client. */
    Want owner(int otherSvid, Opaque otherOh) {
        return new Want(
                cookie, caller, file, otherOh, otherSvid, offset, length, exclusive, block, reclaim,
                state);
    }

    Want range(long from, long bytes) {
        return new Want(
                cookie, caller, file, oh, svid, from, bytes, exclusive, block, reclaim, state);
    }

    Want write() {
        return mode(true);
    }

    Want read() {
        return mode(false);
    }

    private Want mode(boolean write) {
        return new Want(
                cookie, caller, file, oh, svid, offset, length, write, block, reclaim, state);
    }

    /** Returns the same, willing to wait. */
    Want waiting() {
        return waiting(true);
    }

    Want waiting(boolean wait) {
        return new Want(
                cookie, caller, file, oh, svid, offset, length, exclusive, wait, reclaim, state);
    }

    Want reclaiming() {
        return new Want(
                cookie, caller, file, oh, svid, offset, length, exclusive, block, true, state);
    }

    Want state(int number) {
        return new Want(
                cookie, caller, file, oh, svid, offset, length, exclusive, block, reclaim, number);
    }

    /** Writes {@code nlm4_lock}, or {@code nlm_lock} with its 32-bit range. */
    private void alock(XdrWriter xdr, int version) {
        xdr.string(caller).opaque(file).opaque(oh).i32(svid);
        if (version == 4) {
            xdr.i64(offset).i64(length);
        } else {
            xdr.i32((int) offset).i32((int) length);
        }
    }

    byte[] testArguments(int version) {
        XdrWriter xdr = new XdrWriter(256).opaque(cookie).bool(exclusive);
        alock(xdr, version);
        return xdr.toBytes();
    }

    byte[] lockArguments(int version) {
        XdrWriter xdr = new XdrWriter(256).opaque(cookie).bool(block).bool(exclusive);
        alock(xdr, version);
        return xdr.bool(reclaim).i32(state).toBytes();
    }

    byte[] cancelArguments(int version) {
        XdrWriter xdr = new XdrWriter(256).opaque(cookie).bool(block).bool(exclusive);
        alock(xdr, version);
        return xdr.toBytes();
    }

    byte[] unlockArguments(int version) {
        XdrWriter xdr = new XdrWriter(256).opaque(cookie);
        alock(xdr, version);
        return xdr.toBytes();
    }

    /** Returns the arguments of one of the procedures 1 to 4, 6 to 9 and 22. */
    byte[] arguments(int version, int procedure) {
        return switch (procedure) {
            case Nlm.TEST, Nlm.TEST_MSG -> testArguments(version);
            case Nlm.LOCK, Nlm.LOCK_MSG, Nlm.NM_LOCK -> lockArguments(version);
            case Nlm.CANCEL, Nlm.CANCEL_MSG -> cancelArguments(version);
            case Nlm.UNLOCK, Nlm.UNLOCK_MSG -> unlockArguments(version);
            default -> throw new IllegalArgumentException("procedure " + procedure);
        };
    }

    /** Returns {@code nlm4_shareargs} for the same client, file and owner. */
    byte[] shareArguments(int mode, int access) {
        return new XdrWriter(256)
                .opaque(cookie)
                .string(caller)
                .opaque(file)
                .opaque(oh)
                .i32(mode)
                .i32(access)
                .bool(reclaim)
                .toBytes();
    }
}
