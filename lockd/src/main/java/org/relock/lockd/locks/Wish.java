package org.relock.lockd.locks;

import java.util.Objects;
import org.relock.state.xdr.Opaque;

/**
 * A request that waits: {@code WAITING}, then {@code OFFERED}, then held or gone.
 *
 * @param id never given twice, also not after a restart; in the order of asking
 * @param request what is asked for
 * @param memo what the protocol needs to tell the waiter; kept with the wish, through restarts too
 * @param state how far it is
 */
public record Wish(long id, LockRequest request, Opaque memo, State state) {

    /** How far a wish is. */
    public enum State {
        /** Somebody is in the way. */
        WAITING,
        /** The bytes are kept for the owner, who has been told or is about to be. */
        OFFERED,
        /**
         * The offer was not answered for too long while others waited: no bytes are kept, nobody
         * waits for it, and only the owner's asking again brings it back.
         */
        DORMANT
    }

    /** Checks that nothing is missing. */
    public Wish {
        Objects.requireNonNull(request, "request");
        Objects.requireNonNull(memo, "memo");
        Objects.requireNonNull(state, "state");
    }
}
