package org.relock.lockd.nfs3;

import org.relock.lockd.vfs.FileSystemNumbers;
import org.relock.state.rpc.Caller;
import org.relock.state.xdr.XdrWriter;

/** FSSTAT (RFC 1813, 3.3.18). */
final class FsstatCall extends NumbersCall {

    /** {@code invarsec}: it may change at any time. */
    private static final int INVARSEC = 0;

    FsstatCall(Reception reception) {
        super(reception);
    }

    @Override
    void encode(Caller caller, FileSystemNumbers numbers, XdrWriter xdr) {
        xdr.i64(numbers.totalBytes()).i64(numbers.freeBytes()).i64(numbers.availableBytes());
        xdr.i64(numbers.totalFiles()).i64(numbers.freeFiles()).i64(numbers.availableFiles());
        xdr.i32(INVARSEC);
    }
}
