package org.relock.lockd.nlm;

import org.relock.lockd.locks.ByteRange;
import org.relock.lockd.locks.Lock;
import org.relock.lockd.locks.LockMode;
import org.relock.state.xdr.MalformedXdrException;
import org.relock.state.xdr.Opaque;
import org.relock.state.xdr.XdrReader;
import org.relock.state.xdr.XdrWriter;

/**
 * {@code nlm4_holder} (RFC 1813, appendix II): the lock that is in the way.
 *
 * @param exclusive whether it is
 * @param svid {@code uppid}, the 32-bit name of the process that holds it
 * @param owner {@code oh}, at most 1024 bytes
 * @param offset {@code l_offset}, unsigned
 * @param length {@code l_len}, unsigned; 0 reaches to the end of the file
 */
record NlmHolder(boolean exclusive, int svid, Opaque owner, long offset, long length)
        implements NlmWord {

    /** Says of a lock what this protocol says of a holder. */
    static NlmHolder of(Lock lock) {
        return new NlmHolder(
                lock.mode() == LockMode.WRITE,
                OwnerName.svid(lock.owner().name()),
                OwnerName.owner(lock.owner().name()),
                lock.range().first(),
                lock.range().length());
    }

    static NlmHolder decode(NlmVersion version, XdrReader xdr) throws MalformedXdrException {
        return new NlmHolder(
                xdr.bool(),
                xdr.i32(),
                xdr.opaque(Nlm.MAX_NETOBJ_BYTES),
                version.readOffset(xdr),
                version.readOffset(xdr));
    }

    /**
     * Bytes past the highest that the version knows become that one and the end of the file; they
     * never wrap to low ones (NLM check 9).
     */
    @Override
    public void encode(NlmVersion version, XdrWriter xdr) {
        xdr.bool(exclusive).i32(svid).opaque(owner);
        long highest = version.highest();
        boolean beyond = Long.compareUnsigned(offset, highest) > 0;
        boolean toEnd =
                beyond
                        || ByteRange.ofLength(offset, length)
                                .map(range -> Long.compareUnsigned(range.last(), highest) > 0)
                                .orElse(true)
                        || Long.compareUnsigned(length, highest) > 0;
        version.writeOffset(xdr, beyond ? highest : offset);
        version.writeOffset(xdr, toEnd ? 0 : length);
    }
}
