package org.relock.state.rpc;

import java.util.List;

/** What a caller says of itself (RFC 5531, section 8.2). Nothing of it is proven. */
public sealed interface Credential {

    /** {@code AUTH_NONE} (0): the caller says nothing. */
    record None() implements Credential {
        /** The one value there is. */
        public static final None INSTANCE = new None();
    }

    /**
     * {@code AUTH_SYS} (1; RFC 5531, appendix A).
     *
     * @param stamp an arbitrary number of the caller's
     * @param machineName at most 255 bytes, as they came
     * @param uid an unsigned 32-bit number
     * @param gid an unsigned 32-bit number
     * @param gids unsigned 32-bit numbers; at most 16 come over the wire
     */
    record Sys(int stamp, String machineName, int uid, int gid, List<Integer> gids)
            implements Credential {
        /** Copies the groups. */
        public Sys {
            gids = List.copyOf(gids);
        }
    }
}
