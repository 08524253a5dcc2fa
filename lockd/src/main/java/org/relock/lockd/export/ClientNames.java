package org.relock.lockd.export;

import java.net.InetAddress;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.relock.state.names.Names;
import org.relock.state.time.Ticker;

/**
 * What is known of names and addresses at this moment. Nothing here waits: what is asked for the
 * first time is unknown until the look-up is over, and what was known for a while is looked up
 * again while the old answer holds. Thread safe.
 */
public final class ClientNames {

    private static final int MAX_NAME_CHARS = 255;

    private final Names names;
    private final Remembered<String, List<InetAddress>> addresses;
    private final Remembered<InetAddress, String> reverse;
    private final Remembered<String, Netgroup> netgroups;

    /** Makes one that knows nothing yet, and never a netgroup. */
    public ClientNames(Names names, Ticker ticker) {
        this(names, Netgroups.NONE, ticker);
    }

    /** Makes one that knows nothing yet. */
    public ClientNames(Names names, Netgroups groups, Ticker ticker) {
        this.names = names;
        addresses = new Remembered<>("Host", this::addresses, List.of(), ticker);
        reverse = new Remembered<>("Address", this::confirmed, "", ticker);
        netgroups = new Remembered<>("Netgroup", groups::find, Netgroup.EMPTY, ticker);
    }

    /** Returns the addresses that a host name has; empty if that is not known yet. */
    Optional<List<InetAddress>> addressesOf(String host) {
        return addresses.known(host);
    }

    /** Has the addresses looked up; complete once something is known. */
    CompletableFuture<?> askAddresses(String host) {
        return addresses.ask(host);
    }

    /**
     * Returns the name that an address has, and that has the address; no characters if there is
     * none; empty if that is not known yet.
     */
    Optional<String> nameOf(InetAddress address) {
        return reverse.known(address);
    }

    /** Has the name looked up; complete once something is known. */
    CompletableFuture<?> askName(InetAddress address) {
        return reverse.ask(address);
    }

    /** Returns who is in a netgroup; empty if that is not known yet. */
    Optional<Netgroup> netgroup(String name) {
        return netgroups.known(name);
    }

    /** Has a netgroup looked up; complete once something is known. */
    CompletableFuture<?> askNetgroup(String name) {
        return netgroups.ask(name);
    }

    private CompletableFuture<Optional<List<InetAddress>>> addresses(String host) {
        return names.addresses(host)
                .thenApply(found -> found.isEmpty() ? Optional.empty() : Optional.of(found));
    }

    /** Whoever owns an address chooses its name; the name's owner must agree. */
    private CompletableFuture<Optional<String>> confirmed(InetAddress address) {
        return names.reverse(address)
                .thenCompose(
                        found -> {
                            if (found.isEmpty() || !isHostName(found.get())) {
                                return CompletableFuture.completedFuture(Optional.of(""));
                            }
                            String name = found.get();
                            return names.addresses(name)
                                    .thenApply(
                                            all -> Optional.of(all.contains(address) ? name : ""));
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
