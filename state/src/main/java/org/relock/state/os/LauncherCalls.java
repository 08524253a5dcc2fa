package org.relock.state.os;

import java.nio.ByteBuffer;

/** What only the project's launcher offers: JNA has no part in it. */
final class LauncherCalls {

    /**
     * Whether the launcher started us, and so whether these methods and those of Libc are bound.
     */
    static final boolean ARE_BOUND = "launcher".equals(System.getProperty("relock.natives"));

    private LauncherCalls() {}

    /** Returns the {@code errno} that the calling thread's last failed call in Libc left. */
    static native int errno();

    /** From now on {@link #nextSignal} tells of the signal of this number. Returns C's 0 or -1. */
    static native int watch(int signal);

    /** Ignores the signal of this number. Returns C's 0 or -1. */
    static native int ignore(int signal);

    /** Waits for a watched signal and returns its number. */
    static native int nextSignal();

    /** Returns where a direct buffer's byte 0 lies. */
    static native long addressOf(ByteBuffer direct);
}
