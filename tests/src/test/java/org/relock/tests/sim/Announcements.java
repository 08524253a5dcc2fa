package org.relock.tests.sim;

import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.relock.state.rpc.Transport;
import org.relock.state.xdr.MalformedXdrException;
import org.relock.state.xdr.Opaque;
import org.relock.state.xdr.XdrReader;

/**
 * Nobody is told that its request was granted before it has been told that it waits (NLM check 26),
 * judged by what a server sends and in which order.
 */
final class Announcements implements SimNetwork.Tap {

    private static final int LOCK_MSG = 7;
    private static final int CANCEL_MSG = 8;
    private static final int LOCK_RES = 12;
    private static final int CANCEL_RES = 13;

    /** What is spoken about: the arguments of the lock, as they stand in the message. */
    private record Key(SimNode client, Wire.Claim claim) {}

    private record Asked(Endpoint from, int xid) {}

    /** A call of a {@code _MSG} procedure, whose result brings its cookie back. */
    private record Message(SimNode client, Opaque cookie) {}

    private final SimNode server;
    private final Map<Asked, Key> asked = new HashMap<>();
    private final Map<Message, Key> messages = new HashMap<>();
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
        Rpc.call(message)
                .filter(call -> to.node() == server && call.program() == Wire.PROGRAM)
                .filter(call -> call.procedure() == LOCK_MSG || call.procedure() == CANCEL_MSG)
                .ifPresent(
                        call ->
                                messages.put(
                                        new Message(from.node(), cookie(message)),
                                        new Key(from.node(), claim(call, message))));
        return () -> {};
    }

    private static Opaque cookie(byte[] message) {
        try {
            return Rpc.arguments(message).opaque(1024);
        } catch (MalformedXdrException e) {
            throw new Violation("a cookie that is none: " + e.getMessage());
        }
    }

    /** A result says what a reply would have said. */
    private void result(SimNode client, byte[] message) {
        Key key = messages.get(new Message(client, cookie(message)));
        try {
            XdrReader xdr = Rpc.arguments(message);
            xdr.opaque(1024);
            if (key != null && xdr.i32() == Wire.STAT_BLOCKED) {
                waiting.add(key);
            } else if (key != null) {
                waiting.remove(key);
            }
        } catch (MalformedXdrException e) {
            throw new Violation("a result that is none: " + e.getMessage());
        }
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
                && (call.get().procedure() == LOCK_RES || call.get().procedure() == CANCEL_RES)) {
            result(to.node(), message);
        } else if (call.get().program() == Wire.PROGRAM
                && (call.get().procedure() == Wire.GRANTED
                        || call.get().procedure() == Wire.GRANTED_MSG)) {
            Key key = new Key(to.node(), granted(call.get(), message));
            // A result may not have been sent because nobody said where to; a reply always is.
            if (!waiting.contains(key) && !messages.containsValue(key)) {
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
