package org.relock.tests.sim;

import java.net.InetAddress;
import java.net.InetSocketAddress;

/** One end of a message's way. */
record Endpoint(SimNode node, InetAddress address, int port) {

    InetSocketAddress socketAddress() {
        return new InetSocketAddress(address, port);
    }

    @Override
    public String toString() {
        return node.name() + "(" + address.getHostAddress() + "):" + port;
    }
}
