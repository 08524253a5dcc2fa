package org.relock.lockd.hosts;

/** What the status monitor says when it is asked to watch a client. */
public sealed interface MonResult {

    /**
     * It watches the client.
     *
     * @param state this host's own NSM state
     */
    record Watched(int state) implements MonResult {}

    /** It is there and does not: the name is none, or its disk refuses. */
    record Refused() implements MonResult {
        /** The one value there is. */
        public static final Refused INSTANCE = new Refused();
    }

    /**
     * It is not there, or does not answer.
     *
     * @param why for a log line
     */
    record NoAnswer(String why) implements MonResult {}
}
