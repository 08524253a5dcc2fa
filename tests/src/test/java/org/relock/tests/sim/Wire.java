package org.relock.tests.sim;

import org.relock.state.xdr.Opaque;
import org.relock.state.xdr.XdrEncodable;
import org.relock.state.xdr.XdrWriter;

/**
 * The arguments of NLM's procedures as a client writes them (RFC 1813, appendix II), apart from
 * what the daemon does with them.
 *
 * @param version 1, 3 or 4
 */
record Wire(int version) {

    static final int PROGRAM = 100_021;
    static final int TEST = 1;
    static final int LOCK = 2;
    static final int CANCEL = 3;
    static final int UNLOCK = 4;
    static final int GRANTED = 5;
    static final int GRANTED_MSG = 10;
    static final int GRANTED_RES = 15;
    static final int SM_NOTIFY = 16;
    static final int SHARE = 20;
    static final int UNSHARE = 21;
    static final int NM_LOCK = 22;
    static final int FREE_ALL = 23;

    static final int STAT_GRANTED = 0;
    static final int STAT_DENIED = 1;
    static final int STAT_NOLOCKS = 2;
    static final int STAT_BLOCKED = 3;
    static final int STAT_GRACE = 4;
    static final int STAT_DEADLCK = 5;

    /** Whose lock of which bytes: {@code nlm4_lock}, with the mode. */
    record Claim(
            String callerName,
            Opaque file,
            Opaque oh,
            int svid,
            long offset,
            long length,
            boolean exclusive) {}

    XdrEncodable test(Opaque cookie, Claim claim) {
        return xdr -> lock(xdr.opaque(cookie).bool(claim.exclusive()), claim);
    }

    XdrEncodable lock(Opaque cookie, boolean block, Claim claim, boolean reclaim, int state) {
        return xdr ->
                lock(xdr.opaque(cookie).bool(block).bool(claim.exclusive()), claim)
                        .bool(reclaim)
                        .i32(state);
    }

    XdrEncodable cancel(Opaque cookie, boolean block, Claim claim) {
        return xdr -> lock(xdr.opaque(cookie).bool(block).bool(claim.exclusive()), claim);
    }

    XdrEncodable unlock(Opaque cookie, Claim claim) {
        return xdr -> lock(xdr.opaque(cookie), claim);
    }

    XdrEncodable share(Opaque cookie, Claim claim, int deny, int access, boolean reclaim) {
        return xdr ->
                xdr.opaque(cookie)
                        .string(claim.callerName())
                        .opaque(claim.file())
                        .opaque(claim.oh())
                        .i32(deny)
                        .i32(access)
                        .bool(reclaim);
    }

    XdrEncodable result(Opaque cookie, int stat) {
        return xdr -> xdr.opaque(cookie).i32(stat);
    }

    XdrEncodable farewell(String name, int state) {
        return xdr -> xdr.string(name).i32(state);
    }

    private XdrWriter lock(XdrWriter xdr, Claim claim) {
        xdr.string(claim.callerName()).opaque(claim.file()).opaque(claim.oh()).i32(claim.svid());
        return version == 4
                ? xdr.i64(claim.offset()).i64(claim.length())
                : xdr.i32((int) claim.offset()).i32((int) claim.length());
    }
}
