package org.relock.state.rpc;

import java.util.concurrent.CompletionStage;
import org.relock.state.xdr.XdrEncodable;

/** What becomes of a call whose arguments were understood. */
public sealed interface Answer {

    /** Answers SUCCESS with {@code results} at once. */
    static Answer now(XdrEncodable results) {
        return new Now(results);
    }

    /**
     * Answers when {@code results} completes: SUCCESS with its value, or SYSTEM_ERR if it completes
     * exceptionally. It must complete, if only after a deadline.
     */
    static Answer later(CompletionStage<? extends XdrEncodable> results) {
        return new Later(results);
    }

    /** Sends no reply at all, as NLM's {@code _MSG} procedures do. */
    static Answer none() {
        return None.INSTANCE;
    }

    /** Answers SYSTEM_ERR. */
    static Answer systemError() {
        return SystemError.INSTANCE;
    }

    /** See {@link #now}. */
    record Now(XdrEncodable results) implements Answer {}

    /** See {@link #later}. */
    record Later(CompletionStage<? extends XdrEncodable> results) implements Answer {}

    /** See {@link #none}. */
    record None() implements Answer {
        private static final None INSTANCE = new None();
    }

    /** See {@link #systemError}. */
    record SystemError() implements Answer {
        private static final SystemError INSTANCE = new SystemError();
    }
}
