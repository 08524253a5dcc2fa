package org.relock.state.rpc;

import java.util.Optional;
import java.util.concurrent.CompletionStage;
import org.relock.state.xdr.XdrEncodable;
import org.relock.state.xdr.XdrWriter;

/** What becomes of a call whose arguments were understood. */
public sealed interface Answer {

    /** Answers SUCCESS with {@code results} at once. */
    static Now now(XdrEncodable results) {
        return new Now(results, Origin.NOTHING);
    }

    /**
     * Answers when {@code results} completes: SUCCESS with its value, or SYSTEM_ERR if it completes
     * exceptionally. It must complete, if only after a deadline.
     */
    static Later later(CompletionStage<? extends XdrEncodable> results) {
        return new Later(results, Origin.NOTHING);
    }

    /** Answers SUCCESS at once with what {@code results} writes, if that can be done at once. */
    static Answer direct(Direct results) {
        return new Written(results);
    }

    /** Sends no reply at all, as NLM's {@code _MSG} procedures do. */
    static Answer none() {
        return None.INSTANCE;
    }

    /** Answers SYSTEM_ERR. */
    static Answer systemError() {
        return SystemError.INSTANCE;
    }

    /**
     * See {@link #now}.
     *
     * @param results what is answered
     * @param afterwards see {@link #afterwards(Runnable)}
     */
    record Now(XdrEncodable results, Runnable afterwards) implements Answer {
        /**
         * Has {@code task} run once the reply's bytes have been given to the socket, so that what
         * it sends to the same caller comes after them; or once that can no more happen. It runs
         * once, on the thread that serves, and must not wait for anything.
         */
        public Now afterwards(Runnable task) {
            return new Now(results, task);
        }
    }

    /**
     * See {@link #later}.
     *
     * @param results what will be answered
     * @param afterwards see {@link #afterwards(Runnable)}
     */
    record Later(CompletionStage<? extends XdrEncodable> results, Runnable afterwards)
            implements Answer {
        /** As {@link Now#afterwards(Runnable)}. */
        public Later afterwards(Runnable task) {
            return new Later(results, task);
        }
    }

    /** Results that are made where they are sent from, so that they need not be copied there. */
    interface Direct {
        /**
         * Writes the results, without waiting for anything.
         *
         * @return empty; or the answer to be given instead, for which all that was written is taken
         *     back
         */
        Optional<Answer> write(XdrWriter out);
    }

    /** See {@link #direct}. */
    record Written(Direct results) implements Answer {}

    /** See {@link #none}. */
    record None() implements Answer {
        private static final None INSTANCE = new None();
    }

    /** See {@link #systemError}. */
    record SystemError() implements Answer {
        private static final SystemError INSTANCE = new SystemError();
    }
}
