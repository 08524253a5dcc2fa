package org.relock.state.rpc;

import org.relock.state.xdr.XdrReader;

/** What came of a call that we made. */
public sealed interface RpcOutcome {

    /**
     * SUCCESS.
     *
     * @param results stands at the results, which are its own copy
     */
    record Success(XdrReader results) implements RpcOutcome {}

    /**
     * The server understood the message and would not do it: PROG_UNAVAIL, PROG_MISMATCH,
     * PROC_UNAVAIL, GARBAGE_ARGS, SYSTEM_ERR, RPC_MISMATCH or AUTH_ERROR.
     *
     * @param status the status as RFC 5531 spells it, for a log line
     */
    record Refused(String status) implements RpcOutcome {}

    /** Nothing that could be a reply came in time. */
    record Silence() implements RpcOutcome {
        /** The one value there is. */
        public static final Silence INSTANCE = new Silence();
    }

    /**
     * The network said no: no route, port unreachable, connection refused or broken.
     *
     * @param why for a log line
     */
    record Unreachable(String why) implements RpcOutcome {}
}
