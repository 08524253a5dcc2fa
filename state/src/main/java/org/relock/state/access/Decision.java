package org.relock.state.access;

import java.util.concurrent.CompletableFuture;

/** Whether a caller is let in. */
public sealed interface Decision {

    /** It is. */
    record Allow() implements Decision {
        static final Allow INSTANCE = new Allow();
    }

    /** It is not. */
    record Deny() implements Decision {
        static final Deny INSTANCE = new Deny();
    }

    /**
     * It depends on the caller's host name, which is being looked up.
     *
     * @param allowed completes, never exceptionally, with whether it is let in
     */
    record Ask(CompletableFuture<Boolean> allowed) implements Decision {}

    /** Returns the decision that was made. */
    static Decision of(boolean allowed) {
        return allowed ? Allow.INSTANCE : Deny.INSTANCE;
    }
}
