package org.relock.state.rpc;

import java.net.InetAddress;

/**
 * A call as a {@link ReplyCache} knows it: by where it came from, its xid, what it called, and the
 * length and checksum of its arguments; not by port or transport, since a call that is sent again
 * may come over another connection.
 */
final class CachedCall {

    final InetAddress source;
    private final int xid;
    private final int program;
    private final int version;
    private final int procedure;
    private final int length;
    private final int checksum;
    private final int hash;

    /** The reply as it was sent, empty if none was to be; null while the call is in progress. */
    byte[] reply;

    /** When {@link #reply} came, by the ticker. */
    long since;

    /** Neighbours in the order in which replies came, of all sources. */
    CachedCall older;

    /** See {@link #older}. */
    CachedCall newer;

    /** The next one of the same source. */
    CachedCall nextOfSource;

    /**
     * Makes a key.
     *
     * @param salt makes the hash one that a stranger cannot foretell
     */
    CachedCall(InetAddress source, CallHeader call, int length, int checksum, int salt) {
        this.source = source;
        this.xid = call.xid();
        this.program = call.program();
        this.version = call.version();
        this.procedure = call.procedure();
        this.length = length;
        this.checksum = checksum;
        int mixed = mix(salt ^ source.hashCode());
        mixed = mix(mixed ^ xid);
        this.hash = mix(mixed ^ checksum);
    }

    /** Spreads every bit over all others; the constants are those of MurmurHash3's end. */
    private static int mix(int value) {
        int mixed = (value ^ (value >>> 16)) * 0x85ebca6b;
        mixed = (mixed ^ (mixed >>> 13)) * 0xc2b2ae35;
        return mixed ^ (mixed >>> 16);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof CachedCall that
                && xid == that.xid
                && checksum == that.checksum
                && length == that.length
                && procedure == that.procedure
                && version == that.version
                && program == that.program
                && source.equals(that.source);
    }

    @Override
    public int hashCode() {
        return hash;
    }
}
