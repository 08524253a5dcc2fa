package org.relock.tests.nlm;

import java.net.InetSocketAddress;
import org.relock.state.xdr.MalformedXdrException;
import org.relock.state.xdr.Opaque;
import org.relock.state.xdr.XdrReader;

/**
 * An NLM_GRANTED or NLM_GRANTED_MSG that reached a client.
 *
 * @param caller {@code caller_name}
 * @param nanos when it came
 */
record Granted(
        int version,
        int procedure,
        Transport transport,
        InetSocketAddress from,
        Opaque cookie,
        boolean exclusive,
        String caller,
        Opaque file,
        Opaque oh,
        int svid,
        long offset,
        long length,
        long nanos) {

    static Granted of(Incoming call) {
        XdrReader xdr = call.reader();
        try {
            boolean wide = call.version() == 4;
            return new Granted(
                    call.version(),
                    call.procedure(),
                    call.transport(),
                    call.from(),
                    xdr.opaque(Nlm.LONGEST),
                    xdr.bool(),
                    xdr.string(Nlm.LONGEST),
                    xdr.opaque(Nlm.LONGEST),
                    xdr.opaque(Nlm.LONGEST),
                    xdr.i32(),
                    wide ? xdr.i64() : Integer.toUnsignedLong(xdr.i32()),
                    wide ? xdr.i64() : Integer.toUnsignedLong(xdr.i32()),
                    call.nanos());
        } catch (MalformedXdrException e) {
            throw new CheckFailed("a GRANTED that is no XDR: " + e.getMessage());
        }
    }

    /** Whether it grants what {@code want} asked for, as a client tells (all but the cookie). */
    boolean grants(Want want) {
        return file.equals(want.file())
                && oh.equals(want.oh())
                && svid == want.svid()
                && offset == want.offset()
                && length == want.length()
                && exclusive == want.exclusive();
    }
}
