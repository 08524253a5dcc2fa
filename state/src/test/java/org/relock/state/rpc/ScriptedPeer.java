package org.relock.state.rpc;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.util.HexFormat;

/**
 * A UDP peer on loopback that does nothing but what a test tells it, in the test's own thread. It
 * knows bytes only, no encoder of ours.
 */
public final class ScriptedPeer implements AutoCloseable {

    private final DatagramChannel channel;
    private InetSocketAddress caller;

    /** Listens on a port of its own of 127.0.0.1. */
    public ScriptedPeer() {
        this("127.0.0.1");
    }

    /** Listens on a port of its own of {@code address}. */
    public ScriptedPeer(String address) {
        try {
            channel =
                    DatagramChannel.open()
                            .bind(new InetSocketAddress(InetAddress.getByName(address), 0));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Returns where it listens. */
    public InetSocketAddress address() {
        try {
            return (InetSocketAddress) channel.getLocalAddress();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Waits for a call and returns it in hexadecimal. */
    public String receive() {
        try {
            ByteBuffer buffer = ByteBuffer.allocate(65536);
            caller = (InetSocketAddress) channel.receive(buffer);
            return HexFormat.of().formatHex(buffer.array(), 0, buffer.position());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Returns whether a call is there already. */
    public boolean hasCall() {
        try {
            channel.configureBlocking(false);
            ByteBuffer buffer = ByteBuffer.allocate(65536);
            boolean there = channel.receive(buffer) != null;
            channel.configureBlocking(true);
            return there;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Returns where the last call came from. */
    public InetSocketAddress caller() {
        return caller;
    }

    /** Sends bytes to whoever called last. */
    public void reply(String hex) {
        send(hex, caller);
    }

    /** Sends bytes to {@code to}. */
    public void send(String hex, InetSocketAddress to) {
        try {
            channel.send(ByteBuffer.wrap(HexFormat.of().parseHex(hex)), to);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        try {
            channel.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
