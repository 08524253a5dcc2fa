package org.relock.tests.sim;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.relock.lockd.locks.LockService;
import org.relock.lockd.locks.Wish;
import org.relock.state.rpc.Transport;
import org.relock.state.xdr.MalformedXdrException;
import org.relock.state.xdr.Opaque;
import org.relock.state.xdr.XdrReader;

/**
 * What a client was granted and does not want is kept for it no longer (NLM check 30). That goes
 * for a GRANTED that was sent once: of one that was repeated, the first may have been taken, and
 * the answer lost.
 */
final class Refusals implements SimNetwork.Tap {

    private final SimLockServer server;

    private final Map<Opaque, Wire.Claim> offered = new HashMap<>();
    private final Map<Wire.Claim, List<Opaque>> sendings = new HashMap<>();

    Refusals(SimLockServer server) {
        this.server = server;
    }

    @Override
    public void sent(Transport transport, Endpoint from, Endpoint to, byte[] message) {
        Optional<Rpc.Call> call = Rpc.call(message).filter(Refusals::isGranted);
        if (from.node() == server.node() && call.isPresent()) {
            try {
                Granted granted =
                        Granted.decoder(call.get().version()).decode(Rpc.arguments(message));
                offered.put(granted.cookie(), granted.claim());
                sendings.computeIfAbsent(granted.claim(), any -> new ArrayList<>())
                        .add(granted.cookie());
            } catch (MalformedXdrException e) {
                throw new Violation("a GRANTED that is none: " + e.getMessage());
            }
        }
    }

    private static boolean isGranted(Rpc.Call call) {
        return call.program() == Wire.PROGRAM
                && (call.procedure() == Wire.GRANTED || call.procedure() == Wire.GRANTED_MSG);
    }

    @Override
    public Runnable arrives(Transport transport, Endpoint from, Endpoint to, byte[] message) {
        Optional<Rpc.Call> call = Rpc.call(message);
        if (to.node() != server.node()
                || server.wasKilled()
                || call.isEmpty()
                || call.get().program() != Wire.PROGRAM
                || call.get().procedure() != Wire.GRANTED_RES) {
            return () -> {};
        }
        try {
            XdrReader xdr = Rpc.arguments(message);
            Opaque cookie = xdr.opaque(1024);
            Optional<Wire.Claim> claim = Optional.ofNullable(offered.get(cookie));
            if (xdr.i32() == Wire.STAT_DENIED
                    && claim.isPresent()
                    && sendings.get(claim.get()).equals(List.of(cookie))) {
                return () -> isGone(claim.get());
            }
        } catch (MalformedXdrException e) {
            throw new Violation("a GRANTED_RES that is none: " + e.getMessage());
        }
        return () -> {};
    }

    private void isGone(Wire.Claim claim) {
        List<Wish> wishes =
                server.locks().map(LockService::snapshot).orElseThrow().wishes().stream()
                        .filter(wish -> wish.state() == Wish.State.OFFERED)
                        .filter(wish -> isOf(wish, claim))
                        .toList();
        if (!wishes.isEmpty()) {
            throw new Violation("what was refused is kept: " + wishes);
        }
    }

    private static boolean isOf(Wish wish, Wire.Claim claim) {
        String oh = new String(claim.oh().toBytes(), java.nio.charset.StandardCharsets.ISO_8859_1);
        return Table.text(wish.request().owner()).startsWith(oh + " ")
                && Table.nameOf(wish.request().file().name()).equals(Table.nameOf(claim.file()))
                && wish.request().range().first() == claim.offset()
                && wish.request().range().length() == claim.length();
    }
}
