package org.relock.lockd.export;

import java.net.InetAddress;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.relock.state.names.Addresses;
import org.relock.state.names.NumericAddress;

/** A client as exports(5) spells it ("Machine Name Formats"). */
sealed interface ClientPattern {

    /** What is known of a client. */
    enum Match {
        YES,
        NO,
        /** Its name, or a name's addresses, are being looked up. */
        UNKNOWN
    }

    /** Says whether it matches, as far as is known now. */
    Match match(InetAddress client, ClientNames names);

    /** Returns the place in the order of exports(5): 0 binds before all others. */
    int rank();

    /** Returns how it was written. */
    String text();

    /** Returns what has to be known before it can be said whether it matches. */
    default List<CompletableFuture<?>> asked(InetAddress client, ClientNames names) {
        return List.of();
    }

    /** Returns the addresses of a single host, as far as they are known. */
    default List<InetAddress> addresses(ClientNames names) {
        return List.of();
    }

    /** Has looked up what does not depend on the client. */
    default void prepare(ClientNames names) {}

    /** Whether {@link #match} may ever be unknown. */
    default boolean needsNames() {
        return false;
    }

    /** A single host by its address. */
    record Address(Network network, String text) implements ClientPattern {
        @Override
        public Match match(InetAddress client, ClientNames names) {
            return network.contains(client) ? Match.YES : Match.NO;
        }

        @Override
        public int rank() {
            return 0;
        }

        @Override
        public List<InetAddress> addresses(ClientNames names) {
            return NumericAddress.parse(text).map(List::of).orElse(List.of());
        }
    }

    /** A single host by its name: every address that the name has. */
    record HostName(String text) implements ClientPattern {
        @Override
        public Match match(InetAddress client, ClientNames names) {
            Optional<List<InetAddress>> known = names.addressesOf(text);
            if (known.isEmpty()) {
                return Match.UNKNOWN;
            }
            return known.get().contains(client) ? Match.YES : Match.NO;
        }

        @Override
        public int rank() {
            return 0;
        }

        @Override
        public List<CompletableFuture<?>> asked(InetAddress client, ClientNames names) {
            return List.of(names.askAddresses(text));
        }

        @Override
        public List<InetAddress> addresses(ClientNames names) {
            return names.addressesOf(text).orElse(List.of());
        }

        @Override
        public void prepare(ClientNames names) {
            var unused = names.askAddresses(text);
        }

        @Override
        public boolean needsNames() {
            return true;
        }
    }

    /** A network. */
    record Subnet(Network network, String text) implements ClientPattern {
        @Override
        public Match match(InetAddress client, ClientNames names) {
            return network.contains(client) ? Match.YES : Match.NO;
        }

        @Override
        public int rank() {
            return 1;
        }
    }

    /** Names with {@code *}, {@code ?} and {@code [a-z]}: of the client's confirmed name. */
    record Wildcard(String text) implements ClientPattern {
        @Override
        public Match match(InetAddress client, ClientNames names) {
            Optional<String> known = names.nameOf(client);
            if (known.isEmpty()) {
                return Match.UNKNOWN;
            }
            return NameGlob.matches(text, known.get()) ? Match.YES : Match.NO;
        }

        @Override
        public int rank() {
            return 2;
        }

        @Override
        public List<CompletableFuture<?>> asked(InetAddress client, ClientNames names) {
            return List.of(names.askName(client));
        }

        @Override
        public boolean needsNames() {
            return true;
        }
    }

    /** {@code @netgroup}: its hosts by name, address, or name without a domain. */
    record InNetgroup(String text) implements ClientPattern {
        private String group() {
            return text.substring(1);
        }

        @Override
        public Match match(InetAddress client, ClientNames names) {
            Optional<Netgroup> group = names.netgroup(group());
            if (group.isEmpty()) {
                return Match.UNKNOWN;
            }
            if (group.get().contains(Addresses.text(client))) {
                return Match.YES;
            }
            if (group.get().hosts().isEmpty()) {
                return Match.NO; // Nobody's name matters.
            }
            Optional<String> name = names.nameOf(client);
            if (name.isEmpty()) {
                return Match.UNKNOWN;
            }
            String full = name.get();
            String first = full.substring(0, Math.max(full.indexOf('.'), 0));
            boolean isIn =
                    !full.isEmpty()
                            && (group.get().contains(full)
                                    || (!first.isEmpty() && group.get().contains(first)));
            return isIn ? Match.YES : Match.NO;
        }

        @Override
        public int rank() {
            return 3;
        }

        @Override
        public List<CompletableFuture<?>> asked(InetAddress client, ClientNames names) {
            return names.netgroup(group()).filter(known -> known.hosts().isEmpty()).isPresent()
                    ? List.of()
                    : List.of(names.askNetgroup(group()), names.askName(client));
        }

        @Override
        public void prepare(ClientNames names) {
            var unused = names.askNetgroup(group());
        }

        @Override
        public boolean needsNames() {
            return true;
        }
    }

    /** {@code *}, or nothing: everybody. */
    record Anyone() implements ClientPattern {
        @Override
        public Match match(InetAddress client, ClientNames names) {
            return Match.YES;
        }

        @Override
        public int rank() {
            return 4;
        }

        @Override
        public String text() {
            return "*";
        }
    }

    /** Reads a word of exports(5). */
    static ClientPattern of(String word) throws MalformedExportException {
        return ClientWord.read(word);
    }
}
