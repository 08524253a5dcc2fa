package org.relock.lockd.nlm;

import org.relock.state.xdr.MalformedXdrException;
import org.relock.state.xdr.Opaque;
import org.relock.state.xdr.XdrReader;
import org.relock.state.xdr.XdrWriter;

/**
 * {@code nlm4_testres} (RFC 1813, appendix II): a cookie and a status, and for a denial the holder
 * too. Written to an older version, both are the nearest that it can say.
 */
sealed interface TestRes extends NlmWord {

    /** Returns the request's cookie. */
    Opaque cookie();

    /** Returns what has come of the request. */
    NlmStat stat();

    static TestRes decode(NlmVersion version, XdrReader xdr) throws MalformedXdrException {
        Opaque cookie = xdr.opaque(Nlm.MAX_NETOBJ_BYTES);
        NlmStat stat = NlmStat.decode(xdr);
        return stat == NlmStat.DENIED
                ? new Denied(cookie, NlmHolder.decode(version, xdr))
                : new Plain(cookie, stat);
    }

    /** Another owner is in the way. */
    record Denied(Opaque cookie, NlmHolder holder) implements TestRes {
        @Override
        public NlmStat stat() {
            return NlmStat.DENIED;
        }

        @Override
        public void encode(NlmVersion version, XdrWriter xdr) {
            xdr.opaque(cookie).value(NlmStat.DENIED);
            holder.encode(version, xdr);
        }
    }

    /** Every other answer is its status alone. */
    record Plain(Opaque cookie, NlmStat stat) implements TestRes {
        public Plain {
            if (stat == NlmStat.DENIED) {
                throw new IllegalArgumentException("a denial names its holder");
            }
        }

        @Override
        public void encode(NlmVersion version, XdrWriter xdr) {
            NlmStat said = stat.in(version);
            // A denial would have to name a holder (version 1 has no better word for a deadlock).
            xdr.opaque(cookie).value(said == NlmStat.DENIED ? NlmStat.DENIED_NOLOCKS : said);
        }
    }
}
