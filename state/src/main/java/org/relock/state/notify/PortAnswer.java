package org.relock.state.notify;

/** What an rpcbind said when asked for a port. */
sealed interface PortAnswer {

    /**
     * The program is there.
     *
     * @param port 1 to 65535
     */
    record At(int port) implements PortAnswer {}

    /** The program is not there. */
    record NotRegistered() implements PortAnswer {
        static final NotRegistered INSTANCE = new NotRegistered();
    }

    /** Silence, an error, or an answer that makes no sense. */
    record Nothing() implements PortAnswer {
        static final Nothing INSTANCE = new Nothing();
    }
}
