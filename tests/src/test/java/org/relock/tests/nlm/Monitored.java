package org.relock.tests.nlm;

import org.relock.state.xdr.MalformedXdrException;
import org.relock.state.xdr.Opaque;
import org.relock.state.xdr.XdrReader;

/**
 * One call of the server to its statd (XNFS chapter 11).
 *
 * @param procedure SM_MON, SM_UNMON or SM_UNMON_ALL
 * @param name {@code mon_name}, empty for SM_UNMON_ALL
 * @param answered when its answer was sent
 */
record Monitored(
        int procedure,
        String name,
        int program,
        int version,
        int callback,
        Opaque priv,
        long answered) {

    static final int MON = 2;
    static final int UNMON = 3;
    static final int UNMON_ALL = 4;

    static Monitored of(Incoming call) {
        XdrReader xdr = call.reader();
        try {
            String name = call.procedure() == UNMON_ALL ? "" : xdr.string(Nlm.LONGEST);
            xdr.string(Nlm.LONGEST);
            int program = xdr.i32();
            int version = xdr.i32();
            int callback = xdr.i32();
            Opaque priv = call.procedure() == MON ? xdr.fixedOpaque(16) : Opaque.EMPTY;
            return new Monitored(
                    call.procedure(), name, program, version, callback, priv, System.nanoTime());
        } catch (MalformedXdrException e) {
            throw new CheckFailed("a call to statd that is no XDR");
        }
    }

    /** Whether it is about a client, by its address or its name. */
    boolean isAbout(Client client) {
        return name.equals(client.address().getHostAddress()) || name.equals(client.name());
    }
}
