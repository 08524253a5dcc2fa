package org.relock.lockd.nlm;

import java.util.Objects;
import org.relock.state.xdr.MalformedXdrException;
import org.relock.state.xdr.Opaque;
import org.relock.state.xdr.XdrReader;
import org.relock.state.xdr.XdrWriter;

/**
 * {@code nlm4_lock} (RFC 1813, appendix II): whose lock on which bytes of which file, exactly as
 * the client spelled it.
 *
 * @param callerName {@code caller_name}, at most 1024 bytes that may be anything
 * @param handle {@code fh}; empty if it cannot be one
 * @param owner {@code oh}, at most 1024 bytes
 * @param svid a 32-bit name of the process, without a sign to care for
 * @param offset {@code l_offset}, unsigned; versions 1 and 3: 32 bits
 * @param length {@code l_len}, unsigned; 0 reaches to the end of the file
 */
record NlmLock(String callerName, Opaque handle, Opaque owner, int svid, long offset, long length)
        implements NlmWord {

    NlmLock {
        Objects.requireNonNull(callerName, "callerName");
        Objects.requireNonNull(handle, "handle");
        Objects.requireNonNull(owner, "owner");
    }

    static NlmLock decode(NlmVersion version, XdrReader xdr) throws MalformedXdrException {
        return new NlmLock(
                xdr.string(Nlm.MAX_NAME_BYTES),
                version.readHandle(xdr),
                xdr.opaque(Nlm.MAX_NETOBJ_BYTES),
                xdr.i32(),
                version.readOffset(xdr),
                version.readOffset(xdr));
    }

    @Override
    public void encode(NlmVersion version, XdrWriter xdr) {
        xdr.string(callerName).opaque(handle).opaque(owner).i32(svid);
        version.writeOffset(xdr, offset);
        version.writeOffset(xdr, length);
    }
}
