package org.relock.state.names;

import java.net.InetAddress;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/**
 * Looks up host names as the C library does (hosts file, nsswitch, DNS). No method waits; every
 * future completes within the deadline the implementation was given, never exceptionally, and may
 * complete on any thread. A look-up that failed, timed out or found no free thread finds nothing.
 */
public interface Names extends AutoCloseable {

    /**
     * Finds the canonical name that nfs-utils would store a host under: for a numeric address its
     * reverse name, or the address text itself where there is none; for a name the canonical name
     * of its first address. Empty if a name does not resolve.
     */
    CompletableFuture<Optional<String>> canonical(String name);

    /** Finds every address of {@code name}, in the resolver's order; of a numeric one, itself. */
    CompletableFuture<List<InetAddress>> addresses(String name);

    /** Finds the name of {@code address}, if it has one. */
    CompletableFuture<Optional<String>> reverse(InetAddress address);

    /** Ends all look-ups; those under way find nothing. */
    @Override
    void close();
}
