package org.relock.lockd.nlm;

import org.relock.state.xdr.MalformedXdrException;
import org.relock.state.xdr.XdrEncodable;
import org.relock.state.xdr.XdrReader;
import org.relock.state.xdr.XdrWriter;

/** {@code nlm4_stats} (RFC 1813, appendix II), and {@code nlm_stats} of versions 1 and 3. */
public enum NlmStat implements XdrEncodable {
    /** {@code NLM4_GRANTED}: it is done. */
    GRANTED(0),
    /** {@code NLM4_DENIED}: not now; of CANCEL, there was nothing to cancel. */
    DENIED(1),
    /** {@code NLM4_DENIED_NOLOCKS}: no room, or the client cannot be watched. */
    DENIED_NOLOCKS(2),
    /** {@code NLM4_BLOCKED}: a GRANTED will come. */
    BLOCKED(3),
    /** {@code NLM4_DENIED_GRACE_PERIOD}: only reclaims now; of a reclaim, too late. */
    DENIED_GRACE_PERIOD(4),
    /** {@code NLM4_DEADLCK}: to wait would be to wait for ever. Not in version 1. */
    DEADLCK(5),
    /** {@code NLM4_ROFS}: a read-only file system. Version 4 alone, as are all that follow. */
    ROFS(6),
    /** {@code NLM4_STALE_FH}: no file has that handle. */
    STALE_FH(7),
    /** {@code NLM4_FBIG}: bytes that no file has. */
    FBIG(8),
    /** {@code NLM4_FAILED}: anything else. */
    FAILED(9);

    private static final NlmStat[] ALL = values();

    private final int number;

    NlmStat(int number) {
        this.number = number;
    }

    /** Returns the number on the wire. */
    public int number() {
        return number;
    }

    /** Reads one; others than these are refused, in any version. */
    static NlmStat decode(XdrReader xdr) throws MalformedXdrException {
        int number = xdr.i32();
        if (number < 0 || number >= ALL.length) {
            throw new MalformedXdrException("nlm4_stats of " + number);
        }
        return ALL[number];
    }

    /**
     * Returns what comes nearest in {@code version}. What older versions have no word for becomes
     * DENIED_NOLOCKS, an error to every client; after a DENIED some would ask again for ever.
     */
    NlmStat in(NlmVersion version) {
        if (version == NlmVersion.V4) {
            return this;
        }
        return switch (this) {
            case GRANTED, DENIED, DENIED_NOLOCKS, BLOCKED, DENIED_GRACE_PERIOD -> this;
            case DEADLCK -> version == NlmVersion.V3 ? this : DENIED;
            case ROFS, STALE_FH, FBIG, FAILED -> DENIED_NOLOCKS;
        };
    }

    @Override
    public void encode(XdrWriter xdr) {
        xdr.i32(number);
    }
}
