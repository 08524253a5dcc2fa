package org.relock.state.rpc;

/** Which port of ours a call leaves from. */
public sealed interface SourcePort {

    /** Any port the kernel likes. */
    record Any() implements SourcePort {}

    /**
     * This one or none.
     *
     * @param port 1 to 65535
     */
    record Fixed(int port) implements SourcePort {
        private static final int LAST = 65535;

        /** Checks the range. */
        public Fixed {
            if (port < 1 || port > LAST) {
                throw new IllegalArgumentException("port " + port);
            }
        }
    }

    /**
     * A privileged one that no known service wants; where we may not have one, any port and a
     * notice.
     *
     * @param ports those to choose from
     */
    record Reserved(ReservedPorts ports) implements SourcePort {}
}
