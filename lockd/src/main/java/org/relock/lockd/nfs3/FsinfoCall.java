package org.relock.lockd.nfs3;

import org.relock.lockd.vfs.FileSystemNumbers;
import org.relock.state.rpc.Caller;
import org.relock.state.xdr.XdrWriter;

/** FSINFO (RFC 1813, 3.3.19). */
final class FsinfoCall extends NumbersCall {

    private static final int FSF3_LINK = 0x1;
    private static final int FSF3_SYMLINK = 0x2;
    private static final int FSF3_HOMOGENEOUS = 0x8;
    private static final int FSF3_CANSETTIME = 0x10;

    private static final int NANOS_PER_SECOND = 1_000_000_000;

    FsinfoCall(Reception reception) {
        super(reception);
    }

    @Override
    void encode(Caller caller, FileSystemNumbers numbers, XdrWriter xdr) {
        int most = Nfs3Limits.transfer(caller.transport());
        // rtmax, rtpref, rtmult; wtmax, wtpref, wtmult; dtpref.
        xdr.i32(most).i32(most).i32(Nfs3Limits.TRANSFER_MULTIPLE);
        xdr.i32(most).i32(most).i32(Nfs3Limits.TRANSFER_MULTIPLE);
        xdr.i32(Math.min(most, Nfs3Limits.DIRECTORY_TRANSFER));
        xdr.i64(numbers.largestFile());
        int nanos = numbers.timeGranularityNanos();
        xdr.i32(nanos / NANOS_PER_SECOND).i32(nanos % NANOS_PER_SECOND);
        xdr.i32(FSF3_LINK | FSF3_SYMLINK | FSF3_HOMOGENEOUS | FSF3_CANSETTIME);
    }
}
