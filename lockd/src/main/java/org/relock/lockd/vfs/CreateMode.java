package org.relock.lockd.vfs;

/** How CREATE treats a name that is taken ({@code createhow3}, RFC 1813, 3.3.8). */
public sealed interface CreateMode {

    /** A regular file there is used, and of the attributes gets the size alone. */
    record Unchecked(SetAttributes attributes) implements CreateMode {}

    /** It is an error. */
    record Guarded(SetAttributes attributes) implements CreateMode {}

    /**
     * It is an error, unless that file was made with the same verifier, even before a restart.
     *
     * @param verifier eight bytes as a number
     */
    record Exclusive(long verifier) implements CreateMode {}
}
