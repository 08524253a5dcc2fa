package org.relock.tests.bench;

import java.net.InetSocketAddress;

/**
 * One NFSv3 server under load.
 *
 * @param mount where its MOUNT is served
 * @param path what is mounted; empty for an echo, which has no files
 */
record NfsTarget(String name, InetSocketAddress address, InetSocketAddress mount, String path) {

    /** Reads {@code NAME=HOST:PORT} or {@code NAME=HOST:PORT:MOUNTPORT:PATH}. */
    static NfsTarget parse(String word) {
        String[] parts = word.substring(word.indexOf('=') + 1).split(":", -1);
        int port = Integer.parseInt(parts[1]);
        return new NfsTarget(
                word.substring(0, word.indexOf('=')),
                new InetSocketAddress(parts[0], port),
                new InetSocketAddress(
                        parts[0], parts.length > 2 ? Integer.parseInt(parts[2]) : port),
                parts.length > 3 ? parts[3] : "");
    }

    boolean isEcho() {
        return path.isEmpty();
    }
}
