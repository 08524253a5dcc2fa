package org.relock.tests.nlm;

import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import org.relock.state.xdr.Opaque;

/** Handles for a server to which all of them are but names: 32 bytes, as version 1 and 3 want. */
final class OpaqueFiles implements Files3 {

    private static final int LENGTH = 32;

    private final long run = ThreadLocalRandom.current().nextLong();
    private long count;

    @Override
    public synchronized Opaque fresh() {
        return Opaque.copyOf(ByteBuffer.allocate(LENGTH).putLong(run).putLong(16, ++count).array());
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
