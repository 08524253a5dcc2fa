package org.relock.lockd.export;

import java.net.InetAddress;
import java.util.Optional;
import org.relock.state.names.NumericAddress;

/**
 * An address, or a network as {@code address/length}.
 *
 * @param address any address of it
 * @param length how many leading bits tell the network
 */
public record Network(InetAddress address, int length) {

    /** Checks the length. */
    public Network {
        if (length < 0 || length > address.getAddress().length * Byte.SIZE) {
            throw new IllegalArgumentException("a prefix of " + length + " bits");
        }
    }

    /**
     * Returns the network that {@code text} spells in numbers, if it does. No name is looked up.
     */
    public static Optional<Network> parse(String text) {
        int slash = text.indexOf('/');
        Optional<InetAddress> address =
                NumericAddress.parse(slash < 0 ? text : text.substring(0, slash));
        if (address.isEmpty()) {
            return Optional.empty();
        }
        int bits = address.get().getAddress().length * Byte.SIZE;
        int length = slash < 0 ? bits : length(text.substring(slash + 1));
        return length < 0 || length > bits
                ? Optional.empty()
                : Optional.of(new Network(address.get(), length));
    }

    /** Returns a number of at most three digits, or -1. */
    private static int length(String digits) {
        if (digits.isEmpty() || digits.length() > 3) {
            return -1;
        }
        int length = 0;
        for (int i = 0; i < digits.length(); i++) {
            char c = digits.charAt(i);
            if (c < '0' || c > '9') {
                return -1;
            }
            length = length * 10 + (c - '0');
        }
        return length;
    }

    /** Whether an address belongs to it; one of the other family never does. */
    public boolean contains(InetAddress other) {
        byte[] ours = address.getAddress();
        byte[] theirs = other.getAddress();
        if (ours.length != theirs.length) {
            return false;
        }
        for (int bit = 0; bit < length; bit += Byte.SIZE) {
            int mask = 0xff00 >> Math.min(Byte.SIZE, length - bit);
            if (((ours[bit / Byte.SIZE] ^ theirs[bit / Byte.SIZE]) & mask & 0xff) != 0) {
                return false;
            }
        }
        return true;
    }
}
