package org.relock.state.rpc;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.WritableByteChannel;

/**
 * The way out of a connection: what the channel does not take at once is kept, and goes before
 * anything else. The connection's loop uses it, and so does every thread that ends a call; no
 * method waits for the peer.
 */
final class Outbox {

    private final WritableByteChannel channel;
    private final UnsentBytes unsent = new UnsentBytes();

    Outbox(WritableByteChannel channel) {
        this.channel = channel;
    }

    synchronized boolean isEmpty() {
        return unsent.isEmpty();
    }

    /** Returns how many bytes the channel has not taken. */
    synchronized int size() {
        return unsent.size();
    }

    /** Returns how many bytes of memory are taken. */
    synchronized int held() {
        return unsent.held();
    }

    /**
     * Sends whole records, or keeps what cannot be sent now. If it throws, a record may have been
     * sent in part, and the connection is of no more use.
     *
     * @return whether nothing is left to send
     */
    synchronized boolean send(ByteBuffer records) throws IOException {
        if (unsent.isEmpty()) {
            channel.write(records);
        }
        if (records.hasRemaining()) {
            unsent.add(records);
        }
        return unsent.isEmpty();
    }

    /** Adds what is sent later, with all that is added until then. */
    synchronized void keep(ByteBuffer record) {
        unsent.add(record);
    }

    /** Sends some of what was kept, and returns how many bytes that were. */
    synchronized int sendKept() throws IOException {
        return unsent.writeTo(channel);
    }

    /** Forgets what was kept. */
    synchronized void clear() {
        unsent.clear();
    }
}
