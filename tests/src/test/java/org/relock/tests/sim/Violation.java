package org.relock.tests.sim;

import java.util.Optional;

/**
 * Something that must not be. It is remembered until the step is over, since whoever completes a
 * promise does not see what those who wait for it throw.
 */
final class Violation extends RuntimeException {

    private static final long serialVersionUID = 1;

    private static final ThreadLocal<Optional<Violation>> LAST =
            ThreadLocal.withInitial(Optional::empty);

    Violation(String message) {
        super(message);
        if (LAST.get().isEmpty()) {
            LAST.set(Optional.of(this));
        }
    }

    /** Forgets those of another world. */
    static void forget() {
        LAST.remove();
    }

    /** Throws the first one since, if there was any. */
    static void throwIfAny() {
        Optional<Violation> last = LAST.get();
        if (last.isPresent()) {
            LAST.remove();
            throw last.get();
        }
    }
}
