package org.relock.state.rpcbind;

/** What a host's rpcbind says of the port of a service. */
public sealed interface RemotePort {

    /**
     * The service is there.
     *
     * @param number 1 to 65535
     */
    record Port(int number) implements RemotePort {}

    /** rpcbind answers, and knows no such service. */
    record NotRegistered() implements RemotePort {
        /** The one value there is. */
        public static final NotRegistered INSTANCE = new NotRegistered();
    }

    /** No answer in time. */
    record Silence() implements RemotePort {
        /** The one value there is. */
        public static final Silence INSTANCE = new Silence();
    }

    /**
     * The network said no, or rpcbind would not or could not answer.
     *
     * @param why for a log line
     */
    record Unreachable(String why) implements RemotePort {}
}
