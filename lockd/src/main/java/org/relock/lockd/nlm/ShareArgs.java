package org.relock.lockd.nlm;

import org.relock.state.xdr.MalformedXdrException;
import org.relock.state.xdr.Opaque;
import org.relock.state.xdr.XdrReader;
import org.relock.state.xdr.XdrWriter;

/**
 * {@code nlm4_shareargs} with its {@code nlm4_share} (RFC 1813, appendix II): the argument of SHARE
 * and UNSHARE.
 *
 * @param cookie what the answer brings back, at most 1024 bytes
 * @param callerName {@code caller_name}, at most 1024 bytes that may be anything
 * @param handle {@code fh}; empty if it cannot be one
 * @param owner {@code oh}, at most 1024 bytes
 * @param mode {@code fsh4_mode}, what others may not: bit 0 read, bit 1 write; 0 to 3
 * @param access {@code fsh4_access}, what the owner does: bit 0 reads, bit 1 writes; 0 to 3
 * @param reclaim whether it was held before our reboot
 */
record ShareArgs(
        Opaque cookie,
        String callerName,
        Opaque handle,
        Opaque owner,
        int mode,
        int access,
        boolean reclaim)
        implements NlmWord {

    private static final int BOTH = 3;

    static ShareArgs decode(NlmVersion version, XdrReader xdr) throws MalformedXdrException {
        return new ShareArgs(
                xdr.opaque(Nlm.MAX_NETOBJ_BYTES),
                xdr.string(Nlm.MAX_NAME_BYTES),
                version.readHandle(xdr),
                xdr.opaque(Nlm.MAX_NETOBJ_BYTES),
                bits(xdr),
                bits(xdr),
                xdr.bool());
    }

    private static int bits(XdrReader xdr) throws MalformedXdrException {
        int bits = xdr.i32();
        if ((bits & ~BOTH) != 0) {
            throw new MalformedXdrException("fsh4_mode or fsh4_access of " + bits);
        }
        return bits;
    }

    @Override
    public void encode(NlmVersion version, XdrWriter xdr) {
        xdr.opaque(cookie).string(callerName).opaque(handle).opaque(owner);
        xdr.i32(mode).i32(access).bool(reclaim);
    }
}
