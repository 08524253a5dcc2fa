package org.relock.tests.nlm;

import java.util.Optional;
import org.relock.state.xdr.MalformedXdrException;
import org.relock.state.xdr.Opaque;
import org.relock.state.xdr.XdrReader;

/**
 * {@code nlm4_res}, {@code nlm4_testres} or {@code nlm4_shareres}.
 *
 * @param holder of a TEST that was denied
 * @param nanos when it came
 */
record Result(Opaque cookie, Stat stat, Optional<Holder> holder, long nanos) {

    /** {@code nlm4_holder}. */
    record Holder(boolean exclusive, int svid, Opaque oh, long offset, long length) {

        @Override
        public String toString() {
            return (exclusive ? "W" : "R")
                    + "["
                    + Long.toUnsignedString(offset)
                    + ",+"
                    + Long.toUnsignedString(length)
                    + ") svid "
                    + svid
                    + " oh "
                    + oh;
        }
    }

    /** Reads the results of {@code procedure}, called or answered by a _RES. */
    static Result of(XdrReader xdr, int version, int procedure, long nanos) {
        try {
            Opaque cookie = xdr.opaque(Nlm.LONGEST);
            Stat stat = Stat.of(xdr.i32());
            Optional<Holder> holder = Optional.empty();
            boolean test = procedure == Nlm.TEST || procedure == Nlm.TEST_RES;
            if (test && stat == Stat.DENIED) {
                holder = Optional.of(holder(xdr, version));
            }
            if (procedure == Nlm.SHARE || procedure == Nlm.UNSHARE) {
                xdr.i32();
            }
            if (xdr.remaining() != 0) {
                throw new CheckFailed(xdr.remaining() + " bytes behind the results");
            }
            return new Result(cookie, stat, holder, nanos);
        } catch (MalformedXdrException e) {
            throw new CheckFailed("results that are no XDR: " + e.getMessage());
        }
    }

    private static Holder holder(XdrReader xdr, int version) throws MalformedXdrException {
        boolean exclusive = xdr.bool();
        int svid = xdr.i32();
        Opaque oh = xdr.opaque(Nlm.LONGEST);
        if (version == 4) {
            return new Holder(exclusive, svid, oh, xdr.i64(), xdr.i64());
        }
        return new Holder(
                exclusive,
                svid,
                oh,
                Integer.toUnsignedLong(xdr.i32()),
                Integer.toUnsignedLong(xdr.i32()));
    }
}
