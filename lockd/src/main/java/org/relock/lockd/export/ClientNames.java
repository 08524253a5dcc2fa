package org.relock.lockd.export;

import java.net.InetAddress;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import org.relock.state.names.Names;
import org.relock.state.time.Ticker;

/**
 * What is known of names and addresses at this moment. Nothing here waits: what is asked for the
 * first time is unknown until the look-up is over, and what was known for a while is looked up
 * again while the old answer holds. Thread safe.
 */
public final class ClientNames {

    /** After this an answer is looked up again. */
    private static final Duration FRESH = Duration.ofSeconds(60);

    /** How many answers of each kind are kept; the oldest go first. */
    private static final int KEPT = 4_096;

    private static final int MAX_NAME_CHARS = 255;

    private final Names names;
    private final Ticker ticker;
    private final Map<String, Asked<List<InetAddress>>> addresses = new LinkedHashMap<>();
    private final Map<InetAddress, Asked<String>> reverse = new LinkedHashMap<>();

    /** A look-up: the answer there is, and the one that is on its way. */
    private record Asked<T>(Optional<T> known, CompletableFuture<T> latest, long nanos) {
        Optional<T> answer() {
            return latest.isDone() ? Optional.of(latest.join()) : known;
        }
    }

    /** Makes one that knows nothing yet. */
    public ClientNames(Names names, Ticker ticker) {
        this.names = names;
        this.ticker = ticker;
    }

    /** Returns the addresses that a host name has; empty if that is not known yet. */
    Optional<List<InetAddress>> addressesOf(String host) {
        return ask(addresses, host, names::addresses).answer();
    }

    /** Has the addresses looked up; complete once something is known. */
    CompletableFuture<?> askAddresses(String host) {
        return settled(ask(addresses, host, names::addresses));
    }

    /**
     * Returns the name that an address has, and that has the address; no characters if there is
     * none; empty if that is not known yet.
     */
    Optional<String> nameOf(InetAddress address) {
        return ask(reverse, address, this::confirmed).answer();
    }

    /** Has the name looked up; complete once something is known. */
    CompletableFuture<?> askName(InetAddress address) {
        return settled(ask(reverse, address, this::confirmed));
    }

    private static CompletableFuture<?> settled(Asked<?> asked) {
        return asked.answer().isPresent()
                ? CompletableFuture.completedFuture(asked)
                : asked.latest();
    }

    private <K, T> Asked<T> ask(
            Map<K, Asked<T>> kept, K key, Function<K, CompletableFuture<T>> lookUp) {
        long now = ticker.nanos();
        synchronized (kept) {
            Asked<T> before = kept.get(key);
            if (before != null
                    && (!before.latest().isDone() || now - before.nanos() < FRESH.toNanos())) {
                return before;
            }
            kept.remove(key);
            if (kept.size() >= KEPT) {
                kept.remove(kept.keySet().iterator().next());
            }
            Optional<T> known = before == null ? Optional.empty() : before.answer();
            Asked<T> asked = new Asked<>(known, lookUp.apply(key), now);
            kept.put(key, asked);
            return asked;
        }
    }

    /** Whoever owns an address chooses its name; the name's owner must agree. */
    private CompletableFuture<String> confirmed(InetAddress address) {
        return names.reverse(address)
                .thenCompose(
                        found -> {
                            if (found.isEmpty() || !isHostName(found.get())) {
                                return CompletableFuture.completedFuture("");
                            }
                            String name = found.get();
                            return names.addresses(name)
                                    .thenApply(all -> all.contains(address) ? name : "");
                        });
    }

    /** A name that came from a name server is a question to one only if it looks like a name. */
    private static boolean isHostName(String name) {
        boolean letters = false;
        for (int i = 0; i < name.length(); i++) {
            char c = name.charAt(i);
            boolean letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
            if (!letter && (c < '0' || c > '9') && c != '.' && c != '-' && c != '_') {
                return false;
            }
            letters |= letter;
        }
        return letters && name.length() <= MAX_NAME_CHARS;
    }
}
