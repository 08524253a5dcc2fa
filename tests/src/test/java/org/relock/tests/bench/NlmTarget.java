package org.relock.tests.bench;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.ThreadLocalRandom;
import org.relock.state.xdr.Opaque;

/**
 * One server under load.
 *
 * @param handles files nobody has locked yet; where there are none, any bytes are a handle
 */
record NlmTarget(String name, InetSocketAddress address, Deque<Opaque> handles) {

    /** Reads {@code NAME=HOST:PORT} or {@code NAME=HOST:PORT:FILE} with a handle a line. */
    static NlmTarget parse(String word) throws IOException {
        String[] parts = word.substring(word.indexOf('=') + 1).split(":", -1);
        Deque<Opaque> handles = new ArrayDeque<>();
        if (parts.length > 2) {
            Files.readAllLines(Path.of(parts[2])).forEach(hex -> handles.add(Opaque.ofHex(hex)));
        }
        return new NlmTarget(
                word.substring(0, word.indexOf('=')),
                new InetSocketAddress(parts[0], Integer.parseInt(parts[1])),
                handles);
    }

    /** Returns a file of its own for whoever asks. */
    Opaque file() {
        if (!handles.isEmpty()) {
            return handles.remove();
        }
        byte[] bytes = new byte[32];
        ByteBuffer.wrap(bytes).putLong(ThreadLocalRandom.current().nextLong());
        return Opaque.copyOf(bytes);
    }
}
