package org.relock.state.rpcbind;

/** The numbers of RFC 1833. */
public final class Rpcb {

    /** {@code PMAPPROG} and {@code RPCBPROG}: the program of all versions. */
    public static final int PROGRAM = 100_000;

    /** {@code PMAPPORT}: the port it is known to have. */
    public static final int PORT = 111;

    /** {@code PMAPVERS} (section 3): IPv4 only. */
    static final int VERSION_2 = 2;

    /** {@code RPCBVERS} (section 2.2.1). */
    static final int VERSION_3 = 3;

    /** {@code RPCBVERS4} (section 2.2.1). */
    static final int VERSION_4 = 4;

    /** Procedure 0 of all versions. */
    static final int NULL = 0;

    /** Procedure 1 of all versions. */
    static final int SET = 1;

    /** Procedure 2 of all versions. */
    static final int UNSET = 2;

    /** {@code PMAPPROC_GETPORT} and {@code RPCBPROC_GETADDR}: procedure 3 of all versions. */
    static final int GETPORT = 3;

    /** Procedure 4 of all versions. */
    static final int DUMP = 4;

    /** {@code IPPROTO_TCP}, as version 2 names transports. */
    static final int IPPROTO_TCP = 6;

    /** {@code IPPROTO_UDP}. */
    static final int IPPROTO_UDP = 17;

    /** The highest port there is. */
    static final int LAST_PORT = 65535;

    private Rpcb() {}
}
