package org.relock.tests.sim;

import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.relock.state.rpc.Transport;
import org.relock.state.xdr.MalformedXdrException;
import org.relock.state.xdr.XdrReader;

/**
 * Nobody is told that its request was granted before it has been told that it waits (NLM check 26),
 * judged by what a server sends and in which order.
 */
final class Announcements implements SimNetwork.Tap {

    /** What is spoken about: the arguments of the lock, as they stand in the message. */
    private record Key(SimNode client, Wire.Claim claim) {}

    private record Asked(Endpoint from, int xid) {}

    private final SimNode server;
    private final Map<Asked, Key> asked = new HashMap<>();
    private final Set<Key> waiting = new HashSet<>();

    Announcements(SimNode server) {
        this.server = server;
    }

    @Override
    public Runnable arrives(Transport transport, Endpoint from, Endpoint to, byte[] message) {
        Rpc.call(message)
                .filter(call -> to.node() == server && call.program() == Wire.PROGRAM)
                .filter(call -> call.procedure() == Wire.LOCK || call.procedure() == Wire.CANCEL)
                .ifPresent(
                        call ->
                                asked.put(
                                        new Asked(from, call.xid()),
                                        new Key(from.node(), claim(call, message))));
        return () -> {};
    }

    @Override
    public void sent(Transport transport, Endpoint from, Endpoint to, byte[] message) {
        if (from.node() != server || to.node() == server) {
            return;
        }
        var call = Rpc.call(message);
        if (call.isEmpty()) {
            Key key = asked.get(new Asked(to, ByteBuffer.wrap(message).getInt(0)));
            if (key != null && Rpc.stat(message) == Wire.STAT_BLOCKED) {
                waiting.add(key);
            } else if (key != null) {
                waiting.remove(key);
            }
        } else if (call.get().program() == Wire.PROGRAM
                && (call.get().procedure() == Wire.GRANTED
                        || call.get().procedure() == Wire.GRANTED_MSG)) {
            Key key = new Key(to.node(), granted(call.get(), message));
            if (!waiting.contains(key)) {
                throw new Violation("GRANTED is sent and BLOCKED was not: " + key.claim());
            }
        }
    }

    private static Wire.Claim granted(Rpc.Call call, byte[] message) {
        try {
            return Granted.decoder(call.version()).decode(Rpc.arguments(message)).claim();
        } catch (MalformedXdrException e) {
            throw new Violation("a GRANTED that is none: " + e.getMessage());
        }
    }

    /** Reads what LOCK and CANCEL begin with: as GRANTED, but for the {@code block} in front. */
    private static Wire.Claim claim(Rpc.Call call, byte[] message) {
        try {
            XdrReader xdr = Rpc.arguments(message);
            int cookie = xdr.opaque(1024).length();
            int block = Rpc.ARGUMENTS + 4 + (cookie + 3 & ~3);
            byte[] without = new byte[message.length - 4];
            System.arraycopy(message, 0, without, 0, block);
            System.arraycopy(message, block + 4, without, block, without.length - block);
            return Granted.decoder(call.version()).decode(Rpc.arguments(without)).claim();
        } catch (MalformedXdrException e) {
            throw new Violation("a LOCK that is none: " + e.getMessage());
        }
    }
}
