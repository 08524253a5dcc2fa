package org.relock.state.os;

/**
 * Binds classes of native methods that have C's names and arguments.
 *
 * <p>The launcher has bound those it knows before {@code main}, at no cost; anywhere else JNA binds
 * them, which takes some tens of milliseconds and several megabytes. Both understand {@code int},
 * {@code long} for pointers and sizes, and {@code byte[]}, whose null is C's null pointer; so only
 * these occur. Pointers are taken to have 64 bits.
 */
public final class NativeMethods {

    private NativeMethods() {}

    /** Binds the native methods of {@code type}, called from its static initializer. */
    public static void bind(Class<?> type) {
        if (!LauncherCalls.ARE_BOUND) {
            JnaBinding.bind(type);
        }
    }
}
