package org.relock.state.rpcbind;

import java.io.IOException;

/** The local rpcbind could not be asked, or did not answer as one. */
public final class RpcbindException extends IOException {

    private static final long serialVersionUID = 1L;

    /** What an administrator would have to mend. */
    public enum Kind {
        /** Nobody listens. */
        ABSENT,
        /** Somebody listens and does not answer in time. */
        SILENT,
        /** Somebody answers, but not what was asked. */
        STRANGE,
        /** The entry belongs to somebody else. */
        TAKEN
    }

    private final Kind kind;

    RpcbindException(Kind kind, String message) {
        super(message);
        this.kind = kind;
    }

    /** Returns what is wrong. */
    public Kind kind() {
        return kind;
    }
}
