package org.relock.state.access;

import java.net.InetAddress;
import java.util.Locale;

/** One word of a client list (hosts_access(5), "Patterns" and "Wildcards"). */
sealed interface ClientPattern {

    /** Says whether the pattern matches; a pattern of addresses never needs a name. */
    Match match(Client client);

    /** {@code ALL}. */
    record All() implements ClientPattern {
        @Override
        public Match match(Client client) {
            return Match.YES;
        }
    }

    /** What is not supported, or cannot be read: it matches nobody. */
    record Nobody() implements ClientPattern {
        @Override
        public Match match(Client client) {
            return Match.NO;
        }
    }

    /** {@code KNOWN}, {@code UNKNOWN} or {@code PARANOID}. */
    record Named(Client.Standing standing) implements ClientPattern {
        @Override
        public Match match(Client client) {
            return client.isAsked() ? Match.of(client.standing() == standing) : Match.NEEDS_NAME;
        }
    }

    /** {@code LOCAL}: a known name without a dot. */
    record Local() implements ClientPattern {
        @Override
        public Match match(Client client) {
            return client.isAsked()
                    ? Match.of(client.hasName() && client.name().indexOf('.') < 0)
                    : Match.NEEDS_NAME;
        }
    }

    /** {@code 192.168.}: the first numbers of an IPv4 address, with the last dot. */
    record AddressPrefix(String prefix) implements ClientPattern {
        @Override
        public Match match(Client client) {
            return Match.of(client.address().getHostAddress().startsWith(prefix));
        }
    }

    /**
     * An address, a network with a mask, or one with a length.
     *
     * @param address the network as it was written
     * @param mask as many bytes, as hexadecimal digits
     * @param exact whether a network with bits outside of its mask matches nobody (as for IPv4)
     */
    record Network(InetAddress address, String mask, boolean exact) implements ClientPattern {
        @Override
        public Match match(Client client) {
            byte[] network = address.getAddress();
            byte[] candidate = client.address().getAddress();
            if (network.length != candidate.length) {
                return Match.NO;
            }
            for (int i = 0; i < network.length; i++) {
                int bits = Integer.parseInt(mask, 2 * i, 2 * i + 2, 16);
                if (((candidate[i] ^ network[i]) & bits) != 0
                        || (exact && (network[i] & ~bits & 0xff) != 0)) {
                    return Match.NO;
                }
            }
            return Match.YES;
        }
    }

    /** {@code .example.test}: the last parts of a known name, with the first dot. Lower case. */
    record Domain(String suffix) implements ClientPattern {
        @Override
        public Match match(Client client) {
            return client.isAsked()
                    ? Match.of(client.hasName() && lower(client.name()).endsWith(suffix))
                    : Match.NEEDS_NAME;
        }
    }

    /** A host name. Lower case. */
    record HostName(String name) implements ClientPattern {
        @Override
        public Match match(Client client) {
            return client.isAsked()
                    ? Match.of(client.hasName() && lower(client.name()).equals(name))
                    : Match.NEEDS_NAME;
        }
    }

    /** A word with {@code *} and {@code ?}, for an IPv4 address or a known name. Lower case. */
    record Wildcard(String pattern) implements ClientPattern {
        @Override
        public Match match(Client client) {
            if (Glob.matches(pattern, client.address().getHostAddress())) {
                return Match.YES;
            }
            if (Glob.isNumeric(pattern)) {
                return Match.NO;
            }
            return client.isAsked()
                    ? Match.of(client.hasName() && Glob.matches(pattern, lower(client.name())))
                    : Match.NEEDS_NAME;
        }
    }

    private static String lower(String name) {
        return name.toLowerCase(Locale.ROOT);
    }
}
