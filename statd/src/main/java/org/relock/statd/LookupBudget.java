package org.relock.statd;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.util.ArrayDeque;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import org.relock.state.time.Ticker;

/**
 * How much of the resolver strangers may use. STAT and NOTIFY cost whoever sends them nothing, and
 * a name server that does not answer costs us seconds: so each source has a budget, and all of them
 * together use a part of one resolver only. What SM_MON needs is not counted here.
 */
final class LookupBudget {

    private final Ticker ticker;
    private final Map<InetAddress, Bucket> sources =
            new LinkedHashMap<>(16, 0.75f, true) {
                private static final long serialVersionUID = 1L;

                @Override
                protected boolean removeEldestEntry(Map.Entry<InetAddress, Bucket> eldest) {
                    return size() > StatdLimits.SOURCES_COUNTED;
                }
            };
    private final ArrayDeque<Runnable> waiting = new ArrayDeque<>();
    private int running;

    LookupBudget(Ticker ticker) {
        this.ticker = ticker;
    }

    /**
     * Starts {@code lookup}, at once or when others have ended.
     *
     * @return what it finds; {@code refused} at once if the source has used up its budget or too
     *     many wait
     */
    <T> CompletableFuture<T> run(
            InetAddress source, Supplier<CompletableFuture<T>> lookup, T refused) {
        CompletableFuture<T> result = new CompletableFuture<>();
        synchronized (this) {
            if (waiting.size() >= StatdLimits.FOREIGN_LOOKUPS_WAITING || !take(source)) {
                result.complete(refused);
                return result;
            }
            if (running == StatdLimits.FOREIGN_LOOKUPS_AT_ONCE) {
                waiting.add(() -> start(lookup, refused, result));
                return result;
            }
            running++;
        }
        start(lookup, refused, result);
        return result;
    }

    private <T> void start(
            Supplier<CompletableFuture<T>> lookup, T refused, CompletableFuture<T> result) {
        CompletableFuture<T> found;
        try {
            found = lookup.get();
        } catch (RuntimeException failure) {
            found = CompletableFuture.completedFuture(refused);
        }
        var unused =
                found.handle(
                        (value, failure) -> {
                            result.complete(failure == null ? value : refused);
                            next();
                            return null;
                        });
    }

    private void next() {
        Runnable next;
        synchronized (this) {
            next = waiting.poll();
            if (next == null) {
                running--;
            }
        }
        if (next != null) {
            next.run();
        }
    }

    private boolean take(InetAddress source) {
        return sources.computeIfAbsent(whole(source), any -> new Bucket(ticker.nanos()))
                .take(ticker.nanos());
    }

    /** Whoever has one IPv6 address has all of its /64. */
    private static InetAddress whole(InetAddress source) {
        if (!(source instanceof Inet6Address)) {
            return source;
        }
        byte[] bytes = source.getAddress();
        for (int i = 8; i < bytes.length; i++) {
            bytes[i] = 0;
        }
        try {
            return InetAddress.getByAddress(bytes);
        } catch (java.net.UnknownHostException impossible) {
            throw new IllegalStateException("sixteen bytes are an address", impossible);
        }
    }

    private static final class Bucket {
        private int tokens = StatdLimits.LOOKUPS_PER_SOURCE;
        private long filled;

        Bucket(long now) {
            filled = now;
        }

        boolean take(long now) {
            long refill = StatdLimits.LOOKUP_REFILL.toNanos();
            long earned = (now - filled) / refill;
            if (earned > 0) {
                tokens = (int) Math.min(StatdLimits.LOOKUPS_PER_SOURCE, tokens + earned);
                filled += earned * refill;
            }
            if (tokens == 0) {
                return false;
            }
            tokens--;
            return true;
        }
    }
}
