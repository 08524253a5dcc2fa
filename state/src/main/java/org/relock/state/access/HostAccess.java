package org.relock.state.access;

import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.relock.state.names.Names;
import org.relock.state.rpc.Gate;
import org.relock.state.time.Ticker;

/**
 * Who may call one daemon, by hosts.allow and hosts.deny: the first rule that matches decides,
 * those of hosts.allow first; if none does, the caller is let in. This host's own addresses always
 * are. Files that change are read again.
 *
 * <p>Nothing here waits for a name: rules of addresses decide at once, and what depends on a name
 * is decided once it has been looked up. Thread safe.
 */
public final class HostAccess implements Gate {

    /** How often the files are looked at for changes, at most. */
    private static final long REFRESH_NANOS = TimeUnit.SECONDS.toNanos(1);

    /** How long a decision holds for further calls from its address. */
    private static final long DECISION_NANOS = TimeUnit.SECONDS.toNanos(60);

    /** How many addresses' decisions are kept; the oldest go first. */
    private static final int MAX_DECISIONS = 4096;

    /** A longer name than DNS has is not believed. */
    private static final int MAX_NAME_CHARS = 255;

    private final AccessFile allow;
    private final AccessFile deny;
    private final Names names;
    private final Ticker ticker;

    // Guarded by this, but for the two that say whether there is anything to decide.
    private final Map<InetAddress, Made> made = new LinkedHashMap<>();
    private volatile boolean open;
    private volatile long refreshedNanos;

    /** A decision and when it was made. */
    private record Made(Decision decision, long nanos) {}

    private HostAccess(AccessFile allow, AccessFile deny, Names names, Ticker ticker) {
        this.allow = allow;
        this.deny = deny;
        this.names = names;
        this.ticker = ticker;
    }

    /**
     * Reads {@code hosts.allow} and {@code hosts.deny} in {@code directory}, usually {@code /etc}.
     *
     * @param daemon what the rules call the daemon, in lower case
     * @param warn is told what is wrong with the files whenever they are read, in sentences that
     *     are safe to log
     */
    public static HostAccess read(
            Path directory, String daemon, Names names, Ticker ticker, Consumer<String> warn) {
        HostAccess access =
                new HostAccess(
                        new AccessFile(daemon, directory.resolve("hosts.allow"), true, warn),
                        new AccessFile(daemon, directory.resolve("hosts.deny"), false, warn),
                        names,
                        ticker);
        access.refresh(ticker.nanos());
        return access;
    }

    @Override
    public Optional<CompletionStage<Boolean>> undecided(InetAddress remote) {
        return decide(remote) instanceof Decision.Ask ask && !ask.allowed().isDone()
                ? Optional.of(ask.allowed())
                : Optional.empty();
    }

    /**
     * Says whether {@code remote} is let in now. Where that depends on a name which is still being
     * looked up, it is not.
     */
    @Override
    public boolean allows(InetAddress remote) {
        Decision decision = decide(remote);
        return decision instanceof Decision.Allow
                || (decision instanceof Decision.Ask ask && ask.allowed().getNow(false));
    }

    /** Decides about a caller. */
    public Decision decide(InetAddress remote) {
        long now = ticker.nanos();
        if (now - refreshedNanos >= REFRESH_NANOS) {
            refresh(now);
        }
        // Most machines have no rules, and then this is all that a call costs.
        if (open || remote.isLoopbackAddress()) {
            return Decision.of(true);
        }
        synchronized (this) {
            Made before = made.get(remote);
            if (before != null && now - before.nanos() < DECISION_NANOS) {
                return before.decision();
            }
            made.remove(remote);
            if (made.size() >= MAX_DECISIONS) {
                made.remove(made.keySet().iterator().next());
            }
            Decision decision = judge(remote);
            made.put(remote, new Made(decision, now));
            return decision;
        }
    }

    private synchronized void refresh(long now) {
        if (now - refreshedNanos < REFRESH_NANOS && refreshedNanos != 0) {
            return; // Another thread was faster.
        }
        boolean allowChanged = allow.refresh();
        boolean denyChanged = deny.refresh();
        if (allowChanged || denyChanged) {
            made.clear();
        }
        open = !denies(allow.rules()) && !denies(deny.rules());
        refreshedNanos = now;
    }

    private static boolean denies(List<Rule> rules) {
        for (Rule rule : rules) {
            if (!rule.allows()) {
                return true;
            }
        }
        return false;
    }

    private Decision judge(InetAddress remote) {
        List<Rule> first = allow.rules();
        List<Rule> second = deny.rules();
        Optional<Boolean> verdict = verdict(first, second, Client.of(remote));
        if (verdict.isPresent() && verdict.get()) {
            return Decision.of(true);
        }
        if (isOurs(remote)) {
            return Decision.of(true);
        }
        return verdict.isPresent()
                ? Decision.of(false)
                : new Decision.Ask(
                        client(remote)
                                .thenApply(client -> verdict(first, second, client).orElse(false))
                                .exceptionally(failure -> false));
    }

    /** Returns what the rules say; empty if they have to know the client's name. */
    private static Optional<Boolean> verdict(List<Rule> first, List<Rule> second, Client client) {
        for (List<Rule> rules : List.of(first, second)) {
            for (Rule rule : rules) {
                Match match = rule.clients().match(client);
                if (match == Match.NEEDS_NAME) {
                    return Optional.empty();
                }
                if (match == Match.YES) {
                    return Optional.of(rule.allows());
                }
            }
        }
        return Optional.of(true);
    }

    /** Finds the client's name, and whether that name has the client's address. */
    private CompletableFuture<Client> client(InetAddress remote) {
        return names.reverse(remote)
                .thenCompose(
                        found -> {
                            if (found.isEmpty()) {
                                return CompletableFuture.completedFuture(
                                        new Client(remote, Client.Standing.UNKNOWN, ""));
                            }
                            String name = found.get();
                            if (!isHostName(name)) {
                                return CompletableFuture.completedFuture(
                                        new Client(remote, Client.Standing.PARANOID, ""));
                            }
                            return names.addresses(name)
                                    .thenApply(
                                            addresses ->
                                                    addresses.contains(remote)
                                                            ? new Client(
                                                                    remote,
                                                                    Client.Standing.KNOWN,
                                                                    name)
                                                            : new Client(
                                                                    remote,
                                                                    Client.Standing.PARANOID,
                                                                    ""));
                        });
    }

    /** A name that came from a name server is a question to one only if it looks like a name. */
    private static boolean isHostName(String name) {
        if (name.isEmpty() || name.length() > MAX_NAME_CHARS) {
            return false;
        }
        boolean numeric = true;
        for (int i = 0; i < name.length(); i++) {
            char c = name.charAt(i);
            boolean letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
            boolean digit = c >= '0' && c <= '9';
            if (!letter && !digit && c != '.' && c != '-' && c != '_') {
                return false;
            }
            numeric &= !letter;
        }
        return !numeric;
    }

    private static boolean isOurs(InetAddress remote) {
        try {
            return NetworkInterface.getByInetAddress(remote) != null;
        } catch (SocketException e) {
            return false; // Then the rules alone decide.
        }
    }
}
