package org.relock.lockd.export;

import java.net.InetAddress;
import java.util.Optional;
import org.relock.state.names.NumericAddress;

/** Tells by its form what a word for a client means. */
final class ClientWord {

    /** DNS has no longer names. */
    private static final int MAX_NAME_CHARS = 255;

    private ClientWord() {}

    static ClientPattern read(String word) throws MalformedExportException {
        if (word.isEmpty() || word.equals("*")) {
            return new ClientPattern.Anyone();
        }
        if (word.charAt(0) == '@') {
            if (word.length() == 1) {
                throw new MalformedExportException("a netgroup without a name: @");
            }
            return new ClientPattern.InNetgroup(word);
        }
        if (word.startsWith("gss/")) {
            throw new MalformedExportException(PathText.escape(word) + " is not supported");
        }
        if (word.indexOf('*') >= 0 || word.indexOf('?') >= 0 || word.indexOf('[') >= 0) {
            return new ClientPattern.Wildcard(name(word, ".-_*?[]!^"));
        }
        if (word.indexOf('/') >= 0) {
            Optional<Network> network = network(word);
            if (network.isEmpty()) {
                throw new MalformedExportException("no network: " + PathText.escape(word));
            }
            return new ClientPattern.Subnet(network.get(), word);
        }
        Optional<Network> address = Network.parse(word);
        return address.isPresent()
                ? new ClientPattern.Address(address.get(), word)
                : new ClientPattern.HostName(name(word, ".-_"));
    }

    /** What an administrator writes becomes a question to DNS only if it looks like a name. */
    private static String name(String word, String others) throws MalformedExportException {
        boolean good = word.length() <= MAX_NAME_CHARS;
        for (int i = 0; i < word.length() && good; i++) {
            char c = word.charAt(i);
            good =
                    (c >= 'a' && c <= 'z')
                            || (c >= 'A' && c <= 'Z')
                            || (c >= '0' && c <= '9')
                            || others.indexOf(c) >= 0;
        }
        if (!good) {
            throw new MalformedExportException("no name of a client: " + PathText.escape(word));
        }
        return word;
    }

    /** Reads {@code address/length} or {@code address/netmask}. */
    private static Optional<Network> network(String word) {
        int slash = word.indexOf('/');
        Optional<InetAddress> address = NumericAddress.parse(word.substring(0, slash));
        Optional<InetAddress> mask = NumericAddress.parse(word.substring(slash + 1));
        if (mask.isEmpty()) {
            return Network.parse(word);
        }
        byte[] bytes = mask.get().getAddress();
        if (address.isEmpty() || address.get().getAddress().length != bytes.length) {
            return Optional.empty();
        }
        int length = 0;
        while (length < bytes.length * Byte.SIZE && bit(bytes, length)) {
            length++;
        }
        for (int rest = length; rest < bytes.length * Byte.SIZE; rest++) {
            if (bit(bytes, rest)) {
                return Optional.empty(); // A mask with a hole.
            }
        }
        return Optional.of(new Network(address.get(), length));
    }

    private static boolean bit(byte[] bytes, int number) {
        return (bytes[number / Byte.SIZE] >> (7 - number % Byte.SIZE) & 1) != 0;
    }
}
