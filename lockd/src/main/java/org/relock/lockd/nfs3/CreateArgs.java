package org.relock.lockd.nfs3;

import org.relock.lockd.vfs.CreateMode;
import org.relock.state.xdr.MalformedXdrException;
import org.relock.state.xdr.XdrReader;

/**
 * {@code CREATE3args} (RFC 1813, 3.3.8).
 *
 * @param how {@code createhow3}, its attributes as they came
 */
record CreateArgs(Named where, CreateMode how) {

    private static final int UNCHECKED = 0;
    private static final int GUARDED = 1;
    private static final int EXCLUSIVE = 2;

    static CreateArgs decode(XdrReader xdr) throws MalformedXdrException {
        return new CreateArgs(Named.decode(xdr), how(xdr));
    }

    private static CreateMode how(XdrReader xdr) throws MalformedXdrException {
        int mode = xdr.i32();
        return switch (mode) {
            case UNCHECKED -> new CreateMode.Unchecked(Sattr3.decode(xdr));
            case GUARDED -> new CreateMode.Guarded(Sattr3.decode(xdr));
            case EXCLUSIVE -> new CreateMode.Exclusive(xdr.i64());
            default -> throw new MalformedXdrException("createmode3 of " + mode);
        };
    }
}
