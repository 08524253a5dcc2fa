package org.relock.tests.sim;

import static java.util.concurrent.CompletableFuture.completedFuture;

import java.net.InetAddress;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.relock.state.names.Names;
import org.relock.state.names.NumericAddress;

/** A hosts file that all machines have. */
final class SimNames implements Names {

    private final Map<String, List<InetAddress>> forward = new HashMap<>();
    private final Map<InetAddress, String> reverse = new HashMap<>();

    void add(String name, List<InetAddress> addresses) {
        forward.put(name, addresses);
        for (InetAddress address : addresses) {
            reverse.putIfAbsent(address, name);
        }
    }

    @Override
    public CompletableFuture<Optional<String>> canonical(String name) {
        Optional<InetAddress> numeric = NumericAddress.parse(name);
        if (numeric.isPresent()) {
            return completedFuture(Optional.of(reverse.getOrDefault(numeric.get(), name)));
        }
        String folded = name.toLowerCase(Locale.ROOT);
        return completedFuture(
                forward.containsKey(folded) ? Optional.of(folded) : Optional.empty());
    }

    @Override
    public CompletableFuture<List<InetAddress>> addresses(String name) {
        Optional<InetAddress> numeric = NumericAddress.parse(name);
        return completedFuture(
                numeric.isPresent()
                        ? List.of(numeric.get())
                        : forward.getOrDefault(name.toLowerCase(Locale.ROOT), List.of()));
    }

    @Override
    public CompletableFuture<Optional<String>> reverse(InetAddress address) {
        return completedFuture(Optional.ofNullable(reverse.get(address)));
    }

    @Override
    public void close() {}
}
