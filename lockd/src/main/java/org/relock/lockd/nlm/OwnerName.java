package org.relock.lockd.nlm;

import java.nio.ByteBuffer;
import org.relock.state.xdr.Opaque;

/**
 * What the engine is told as the name of an NLM owner: the svid in four bytes, then the {@code oh}
 * (NLM check 21).
 */
final class OwnerName {

    private static final int SVID_BYTES = 4;

    private OwnerName() {}

    static Opaque of(int svid, Opaque owner) {
        byte[] oh = owner.toBytes();
        return Opaque.copyOf(
                ByteBuffer.allocate(SVID_BYTES + oh.length).putInt(svid).put(oh).array());
    }

    /** As that of a lock with svid 0: a share reservation has none. */
    static Opaque ofShare(Opaque owner) {
        return of(0, owner);
    }

    /** Returns the svid; 0 of a name that is another protocol's and too short to have one. */
    static int svid(Opaque name) {
        return name.length() < SVID_BYTES ? 0 : ByteBuffer.wrap(name.toBytes()).getInt();
    }

    /** Returns the {@code oh}, cut to what it may be; of a shorter name, all of it. */
    static Opaque owner(Opaque name) {
        byte[] bytes = name.toBytes();
        int start = bytes.length < SVID_BYTES ? 0 : SVID_BYTES;
        int length = Math.min(bytes.length - start, Nlm.MAX_NETOBJ_BYTES);
        byte[] oh = new byte[length];
        System.arraycopy(bytes, start, oh, 0, length);
        return Opaque.copyOf(oh);
    }
}
