package org.relock.lockd.nfs3;

import org.relock.lockd.vfs.FileSystemNumbers;
import org.relock.state.rpc.Caller;
import org.relock.state.xdr.XdrWriter;

/** PATHCONF (RFC 1813, 3.3.20). */
final class PathconfCall extends NumbersCall {

    PathconfCall(Reception reception) {
        super(reception);
    }

    @Override
    void encode(Caller caller, FileSystemNumbers numbers, XdrWriter xdr) {
        xdr.i32(numbers.mostLinks());
        xdr.i32(Math.min(numbers.longestName(), Nfs3Limits.NAME));
        // no_trunc, chown_restricted, case_insensitive, case_preserving.
        xdr.bool(true).bool(true).bool(false).bool(true);
    }
}
