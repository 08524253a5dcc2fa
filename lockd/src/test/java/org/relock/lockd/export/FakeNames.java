package org.relock.lockd.export;

import java.net.InetAddress;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.relock.state.names.Names;
import org.relock.state.names.NumericAddress;

/** Names that answer when the test says so. */
final class FakeNames implements Names {

    final Map<String, List<InetAddress>> hosts = new HashMap<>();
    final Map<InetAddress, String> addresses = new HashMap<>();

    private final List<Runnable> waiting = new ArrayList<>();

    void host(String name, String address) {
        InetAddress parsed = NumericAddress.parse(address).orElseThrow();
        hosts.put(name, List.of(parsed));
        addresses.put(parsed, name);
    }

    /** Answers everything that was asked, and what is asked because of the answers. */
    int answer() {
        int answered = 0;
        while (!waiting.isEmpty()) {
            waiting.remove(0).run();
            answered++;
        }
        return answered;
    }

    @Override
    public CompletableFuture<Optional<String>> canonical(String name) {
        throw new UnsupportedOperationException();
    }

    @Override
    public CompletableFuture<List<InetAddress>> addresses(String name) {
        CompletableFuture<List<InetAddress>> answer = new CompletableFuture<>();
        waiting.add(() -> answer.complete(hosts.getOrDefault(name, List.of())));
        return answer;
    }

    @Override
    public CompletableFuture<Optional<String>> reverse(InetAddress address) {
        CompletableFuture<Optional<String>> answer = new CompletableFuture<>();
        waiting.add(() -> answer.complete(Optional.ofNullable(addresses.get(address))));
        return answer;
    }

    @Override
    public void close() {}
}
