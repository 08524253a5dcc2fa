package org.relock.smnotify;

import java.io.IOException;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.relock.state.names.Names;
import org.relock.state.names.NumericAddress;
import org.relock.state.notify.NoticeSource;
import org.relock.state.notify.SourceSockets;
import org.relock.state.notify.SourceSpec;
import org.relock.state.time.Ticker;

/**
 * Finds what {@code -v} names and binds it, before anything is changed. This is the one place where
 * the program waits for a name service: without an answer it cannot say who it is.
 */
final class Sources {

    /** How long a name of ours may take; longer than any resolver of the C library. */
    private static final Duration LOOK_UP_PATIENCE = Duration.ofSeconds(60);

    /** How often an address that is not there yet is tried, in milliseconds. */
    private static final long ADDRESS_POLL_MILLIS = 100;

    private final NotifyConfig config;
    private final Names names;
    private final SourceSockets sockets;

    Sources(NotifyConfig config, Names names, SourceSockets sockets) {
        this.config = config;
        this.names = names;
        this.sockets = sockets;
    }

    /** Finds what they are: those given, or the one that needs no name. */
    List<SourceSpec> find() throws FailedException, InterruptedException {
        if (config.names().isEmpty()) {
            return List.of(SourceSpec.ANY);
        }
        List<SourceSpec> found = new ArrayList<>();
        for (String given : config.names()) {
            Optional<InetAddress> numeric = NumericAddress.parse(given);
            String name = numeric.isPresent() ? nameOf(given, numeric.get()) : given;
            List<InetAddress> addresses =
                    numeric.isPresent() ? List.of(numeric.get()) : addressesOf(given);
            found.add(new SourceSpec(Optional.of(name), addresses));
        }
        return found;
    }

    /** Binds them. */
    List<NoticeSource> bind(List<SourceSpec> specs) throws FailedException, InterruptedException {
        List<NoticeSource> bound = new ArrayList<>();
        for (SourceSpec spec : specs) {
            bound.add(bind(spec));
        }
        return bound;
    }

    private String nameOf(String given, InetAddress address)
            throws FailedException, InterruptedException {
        Optional<String> name = answer(names.reverse(address));
        if (name.isPresent()) {
            return name.get();
        }
        if (config.announceAddress()) {
            return given;
        }
        throw new FailedException("my_name '" + given + "' is unusable: the address has no name");
    }

    private List<InetAddress> addressesOf(String given)
            throws FailedException, InterruptedException {
        if (!SourceSpec.isName(given)) {
            throw new FailedException("my_name '" + given + "' is unusable: not a host name");
        }
        List<InetAddress> found = answer(names.addresses(given));
        if (found.isEmpty()) {
            throw new FailedException("my_name '" + given + "' is unusable: it has no address");
        }
        List<InetAddress> chosen = new ArrayList<>(2);
        firstOf(found, true).ifPresent(chosen::add);
        firstOf(found, false).ifPresent(chosen::add);
        // An address of the other family that is not here must not spoil the one that is.
        List<InetAddress> here = chosen.stream().filter(Sources::isHere).toList();
        return here.isEmpty() ? List.of(found.get(0)) : here;
    }

    /** Returns the first address of a family that this host has, or the first there is. */
    private static Optional<InetAddress> firstOf(List<InetAddress> found, boolean ipv4) {
        List<InetAddress> family =
                found.stream().filter(address -> address instanceof Inet4Address == ipv4).toList();
        return family.stream()
                .filter(Sources::isHere)
                .findFirst()
                .or(() -> family.stream().findFirst());
    }

    private static boolean isHere(InetAddress address) {
        try {
            return NetworkInterface.getByInetAddress(address) != null;
        } catch (SocketException e) {
            // The binding will tell.
            return false;
        }
    }

    private NoticeSource bind(SourceSpec spec) throws FailedException, InterruptedException {
        long deadline = Ticker.SYSTEM.nanos() + config.waitForAddress().toNanos();
        while (true) {
            try {
                return sockets.bind(spec);
            } catch (IOException e) {
                if (spec.addresses().isEmpty() || Ticker.SYSTEM.nanos() - deadline >= 0) {
                    throw new FailedException(
                            "bindresvport on RPC socket failed: "
                                    + spec.name().orElse("any address")
                                    + ": "
                                    + e.getMessage());
                }
                Thread.sleep(ADDRESS_POLL_MILLIS);
            }
        }
    }

    private static <T> T answer(CompletableFuture<T> future)
            throws FailedException, InterruptedException {
        try {
            return future.orTimeout(LOOK_UP_PATIENCE.toSeconds(), TimeUnit.SECONDS).get();
        } catch (ExecutionException e) {
            throw new FailedException("looking up our own name took too long");
        }
    }
}
