package org.relock.tests.sim;

import java.net.InetAddress;
import org.relock.state.names.NumericAddress;

/** Addresses from text. */
final class Hosts {

    private Hosts() {}

    static InetAddress address(String text) {
        return NumericAddress.parse(text)
                .orElseThrow(() -> new IllegalArgumentException("no address: " + text));
    }
}
