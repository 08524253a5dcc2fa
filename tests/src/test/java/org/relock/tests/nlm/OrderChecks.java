package org.relock.tests.nlm;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Random;
import org.relock.state.xdr.XdrWriter;

/** NLM check 26: a client hears that it waits before it hears that it waits no longer. */
final class OrderChecks {

    private static final int LONGEST = 65_535;
    private static final int PATIENCE_MILLIS = 20_000;

    private OrderChecks() {}

    static List<Check> all() {
        return List.of(new Check(26, "BLOCKED is on the wire before GRANTED", OrderChecks::order));
    }

    /**
     * B calls from the very socket on which it serves, so that reply and GRANTED arrive in one
     * queue; A unlocks at about the time that B's LOCK arrives.
     */
    private static void order(Stage stage) throws IOException {
        Client a = stage.client();
        Client b = stage.client();
        Random random = new Random(1);
        Want held = a.want(stage.file());
        Want wish = b.want(held.file()).waiting();
        try (DatagramSocket socket = new DatagramSocket(new InetSocketAddress(b.address(), 0))) {
            socket.setSoTimeout(PATIENCE_MILLIS);
            b.portmapper().register(Nlm.PROGRAM, Transport.UDP, socket.getLocalPort());
            InetSocketAddress server =
                    new InetSocketAddress(stage.server(), stage.port(Transport.UDP));
            int raced = 0;
            for (int i = 0; i < stage.rounds() * 10; i++) {
                // Not judged here is how soon an UNLOCK is known to all.
                stage.until("A has the lock", () -> a.v4().lock(held) == Stat.GRANTED);
                Asker way = b.speak(4, Transport.UDP);
                Call lock = way.call(Nlm.LOCK, wish.lockArguments(4));
                Call unlock = a.v4().call(Nlm.UNLOCK, held.unlockArguments(4));
                send(socket, server, lock.bytes());
                long until = System.nanoTime() + random.nextInt(150_000);
                while (System.nanoTime() < until) {
                    Thread.onSpinWait();
                }
                a.v4().link().send(unlock.bytes());
                raced += heard(socket, server, lock, wish, "round " + i) ? 1 : 0;
                Expect.that(
                        a.v4().link().reply(unlock.xid(), stage.within(10_000)).isPresent(),
                        "no reply to A's UNLOCK");
                // The same way as the LOCK: whether a transport makes an owner is another check.
                Expect.granted(way.unlock(wish), "B's UNLOCK");
            }
            Expect.that(raced > 0, "B never had to wait, so nothing was seen");
        }
    }

    private static void send(DatagramSocket socket, InetSocketAddress to, byte[] bytes)
            throws IOException {
        socket.send(new DatagramPacket(bytes, bytes.length, to));
    }

    /** Reads until B has the lock; returns whether it had to wait. */
    private static boolean heard(
            DatagramSocket socket, InetSocketAddress server, Call lock, Want wish, String what)
            throws IOException {
        boolean blocked = false;
        DatagramPacket packet = new DatagramPacket(new byte[LONGEST], LONGEST);
        while (true) {
            socket.receive(packet);
            byte[] bytes = packet.getData();
            if (ByteBuffer.wrap(bytes).getInt(4) == 1) {
                Reply reply = Reply.of(bytes, packet.getLength(), System.nanoTime());
                if (reply.xid() != lock.xid()) {
                    continue;
                }
                Stat stat = Result.of(reply.reader(), 4, Nlm.LOCK, 0).stat();
                if (stat == Stat.GRANTED) {
                    return false;
                }
                Expect.blocked(stat, "B's LOCK, " + what);
                blocked = true;
                continue;
            }
            InetSocketAddress from = (InetSocketAddress) packet.getSocketAddress();
            Incoming call =
                    Incoming.of(
                            Transport.UDP, from, server.getAddress(), bytes, packet.getLength());
            Granted granted = Granted.of(call);
            Expect.that(blocked, "GRANTED came before BLOCKED, " + what);
            byte[] result = new XdrWriter(64).opaque(granted.cookie()).i32(0).toBytes();
            if (call.procedure() == Nlm.GRANTED) {
                send(socket, from, call.reply(result));
            } else {
                Call res = Call.of(Xids.next(), Nlm.PROGRAM, 4, Nlm.GRANTED_RES, result);
                send(socket, server, res.bytes());
            }
            if (granted.grants(wish)) {
                return true;
            }
        }
    }
}
