package org.relock.tests.nlm;

import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import org.relock.state.xdr.Opaque;

/** Handles for a server to which all of them are but names: 32 bytes, as version 1 and 3 want. */
final class OpaqueFiles implements Files3 {

    private static final int LENGTH = 32;

    /** All of it is random: a check that spoils bytes of one handle must not hit upon another. */
    @Override
    public Opaque fresh() {
        byte[] bytes = new byte[LENGTH];
        ThreadLocalRandom.current().nextBytes(bytes);
        return Opaque.copyOf(bytes);
    }

    @Override
    public Optional<Opaque> directory() {
        return Optional.empty();
    }

    @Override
    public Optional<Opaque> deleted() {
        return Optional.empty();
    }
}
