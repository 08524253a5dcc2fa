package org.relock.tests.sim;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.relock.lockd.locks.LockService;
import org.relock.lockd.locks.RecordedState;
import org.relock.state.rpc.Transport;

/**
 * A call that comes again changes nothing, and gets the answer it got before (NLM check 43). What a
 * call that is answered later does is not seen here.
 */
final class Duplicates implements SimNetwork.Tap {

    private record Seen(Endpoint from, int xid, int content) {}

    private final SimLockServer server;
    private final Map<Seen, SimProcess> seen = new HashMap<>();
    private final Map<Seen, Integer> replies = new HashMap<>();
    private final Map<Endpoint, Map<Integer, Seen>> calls = new HashMap<>();

    Duplicates(SimLockServer server) {
        this.server = server;
    }

    @Override
    public Runnable arrives(Transport transport, Endpoint from, Endpoint to, byte[] message) {
        Optional<Rpc.Call> call = Rpc.call(message);
        Optional<LockService> locks = server.locks();
        if (to.node() != server.node()
                || call.isEmpty()
                || call.get().program() != Wire.PROGRAM
                || locks.isEmpty()) {
            return () -> {};
        }
        Seen key = new Seen(from, call.get().xid(), Arrays.hashCode(message));
        calls.computeIfAbsent(from, any -> new HashMap<>()).put(call.get().xid(), key);
        SimProcess process = server.process().orElseThrow();
        if (seen.put(key, process) != process) {
            replies.remove(key);
            return () -> {};
        }
        RecordedState before = locks.get().snapshot();
        return () -> {
            if (!locks.get().snapshot().equals(before)) {
                throw new Violation("a call was executed twice: " + Wording.of(message));
            }
        };
    }

    @Override
    public void sent(Transport transport, Endpoint from, Endpoint to, byte[] message) {
        if (from.node() != server.node() || Rpc.call(message).isPresent()) {
            return;
        }
        Seen key =
                calls.getOrDefault(to, Map.of()).get(java.nio.ByteBuffer.wrap(message).getInt(0));
        if (key == null) {
            return;
        }
        int content = Arrays.hashCode(message);
        Integer before = replies.put(key, content);
        if (before != null && before != content) {
            throw new Violation("a call was answered in two ways: " + Wording.of(message));
        }
    }
}
