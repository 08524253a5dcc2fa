package org.relock.tests.sim;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Optional;
import org.relock.state.rpc.Transport;

/** A TCP connection that carries whole messages, in order, until it breaks. */
final class SimStream {

    /** What one end does with what comes. */
    interface Reader {
        void message(byte[] message);

        /** Nothing comes any more. */
        void broken(String why);
    }

    /** How long an end tries to get a message across before it gives up. */
    private static final Duration STALL_LIMIT = Duration.ofSeconds(20);

    private static final Duration TRY_AGAIN = Duration.ofMillis(500);

    /** A message on its way, and which boot of its sender's it comes from. */
    private static final class Sent {
        final byte[] message;
        final int boots;

        Sent(byte[] message, int boots) {
            this.message = message;
            this.boots = boots;
        }
    }

    /** One direction. */
    private static final class Way {
        final Endpoint from;
        final Endpoint to;
        final ArrayDeque<Sent> messages = new ArrayDeque<>();
        long lastArrival;
        long stalledSince = -1;

        Way(Endpoint from, Endpoint to) {
            this.from = from;
            this.to = to;
        }
    }

    private final SimWorld world;
    private final SimProcess clientProcess;
    private final Reader client;
    private final Way out;
    private final Way back;
    private Optional<SimProcess> serverProcess = Optional.empty();
    private Optional<Reader> server = Optional.empty();
    private boolean over;

    SimStream(SimWorld world, SimProcess process, Endpoint from, Endpoint to, Reader client) {
        this.world = world;
        this.clientProcess = process;
        this.client = client;
        out = new Way(from, to);
        back = new Way(to, from);
    }

    Endpoint clientEnd() {
        return out.from;
    }

    Endpoint serverEnd() {
        return out.to;
    }

    boolean over() {
        return over;
    }

    void toServer(byte[] message) {
        send(out, message);
    }

    void toClient(byte[] message) {
        send(back, message);
    }

    private void send(Way way, byte[] message) {
        if (over) {
            return;
        }
        Weather weather = world.network().weather();
        world.network().sent(Transport.TCP, way.from, way.to, message);
        boolean local = way.from.node() == way.to.node();
        if (!local && world.random().chance(weather.resetPercent())) {
            reset("connection reset");
            return;
        }
        long delay = local ? 0 : weather.delay(world.random());
        long now = world.scheduler().now();
        way.lastArrival = Math.max(way.lastArrival + 1, now + delay);
        way.messages.add(new Sent(message, way.from.node().boots()));
        world.scheduler().after(way.lastArrival - now, () -> pump(way));
    }

    private void pump(Way way) {
        if (over || way.messages.isEmpty()) {
            return;
        }
        boolean stalled =
                !way.to.node().up() || world.network().isCut(way.from.node(), way.to.node());
        if (stalled) {
            stall(way);
            return;
        }
        way.stalledSince = -1;
        if (way == out && server.isEmpty()) {
            Optional<SimNode.Listener> listener =
                    way.to.node().listener(Transport.TCP, way.to.port());
            if (listener.isEmpty()) {
                reset("connection refused");
                return;
            }
            serverProcess = Optional.of(listener.get().process());
            server = Optional.of(listener.get().accept(this));
        }
        SimProcess process = way == out ? serverProcess.orElseThrow() : clientProcess;
        if (!process.alive()) {
            // Of a machine that was booted meanwhile, which knows of no such connection.
            reset("connection reset by peer");
            return;
        }
        world.runs(process);
        Sent sent = way.messages.remove();
        byte[] message = sent.message;
        Runnable after =
                world.network().arrives(Transport.TCP, way.from, way.to, message, sent.boots);
        (way == out ? server.orElseThrow() : client).message(message.clone());
        after.run();
    }

    private void stall(Way way) {
        long now = world.scheduler().now();
        if (way.stalledSince < 0) {
            way.stalledSince = now;
        }
        boolean senderIsThere =
                way == out
                        ? clientProcess.alive()
                        : serverProcess.map(SimProcess::alive).orElse(false);
        if (now - way.stalledSince > STALL_LIMIT.toNanos() || !senderIsThere) {
            reset("timed out");
        } else {
            world.scheduler().after(TRY_AGAIN.toNanos(), () -> pump(way));
        }
    }

    /** Breaks it, and tells both ends that are still there. */
    void reset(String why) {
        if (over) {
            return;
        }
        over = true;
        clientProcess.execute(() -> client.broken(why));
        serverProcess.ifPresent(process -> process.execute(() -> server.orElseThrow().broken(why)));
    }

    void processGone(SimProcess process) {
        if (process == clientProcess || Optional.of(process).equals(serverProcess)) {
            reset("connection reset by peer");
        }
    }
}
