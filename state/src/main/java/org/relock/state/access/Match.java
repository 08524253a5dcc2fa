package org.relock.state.access;

/** Whether a pattern matches a client. */
enum Match {
    YES,
    NO,
    /** It depends on the client's host name, which has not been looked up. */
    NEEDS_NAME;

    static Match of(boolean matches) {
        return matches ? YES : NO;
    }
}
