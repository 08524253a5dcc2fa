package org.relock.state.service;

import java.net.InetAddress;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Supplier;
import org.relock.state.names.Names;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A resolver that is made in the background: binding the C library takes longer than all the rest
 * of a start, and the first answers need no name. Look-ups wait for it.
 */
public final class LateNames implements Names {

    private static final Logger LOG = LoggerFactory.getLogger(LateNames.class);

    private final CompletableFuture<Optional<Names>> made = new CompletableFuture<>();

    /** Makes one whose look-ups wait for {@link #begin}. */
    public LateNames() {}

    /** Begins to make the resolver on one of {@code workers}. */
    public void begin(Supplier<Names> maker, Executor workers) {
        try {
            workers.execute(() -> make(maker));
        } catch (RejectedExecutionException closed) {
            made.complete(Optional.empty());
        }
    }

    private void make(Supplier<Names> maker) {
        Optional<Names> names = Optional.empty();
        try {
            names = Optional.of(maker.get());
        } catch (RuntimeException | LinkageError e) {
            LOG.error("No host names can be looked up: {}", e.toString());
        }
        if (!made.complete(names)) {
            names.ifPresent(LateNames::close);
        }
    }

    @Override
    public CompletableFuture<Optional<String>> canonical(String name) {
        return made.thenCompose(
                names ->
                        names.map(it -> it.canonical(name))
                                .orElseGet(
                                        () -> CompletableFuture.completedFuture(Optional.empty())));
    }

    @Override
    public CompletableFuture<List<InetAddress>> addresses(String name) {
        return made.thenCompose(
                names ->
                        names.map(it -> it.addresses(name))
                                .orElseGet(() -> CompletableFuture.completedFuture(List.of())));
    }

    @Override
    public CompletableFuture<Optional<String>> reverse(InetAddress address) {
        return made.thenCompose(
                names ->
                        names.map(it -> it.reverse(address))
                                .orElseGet(
                                        () -> CompletableFuture.completedFuture(Optional.empty())));
    }

    @Override
    public void close() {
        if (!made.complete(Optional.empty())) {
            made.join().ifPresent(LateNames::close);
        }
    }

    private static void close(Names names) {
        names.close();
    }
}
