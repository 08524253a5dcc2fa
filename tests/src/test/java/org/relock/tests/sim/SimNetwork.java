package org.relock.tests.sim;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.relock.state.rpc.Transport;

/** Carries encoded messages between machines, as well as the weather allows. */
final class SimNetwork {

    /** Sees every message when it is sent and when it is handed over. */
    interface Tap {
        void sent(Transport transport, Endpoint from, Endpoint to, byte[] message);

        /** Called before the receiver sees it; what is returned runs after it has. */
        Runnable arrives(Transport transport, Endpoint from, Endpoint to, byte[] message);
    }

    private static void nothing() {}

    private record Cut(SimNode one, SimNode other) {}

    private final SimWorld world;
    private final Map<InetAddress, SimNode> nodes = new HashMap<>();
    private final Set<Cut> cuts = new HashSet<>();
    private final List<SimStream> streams = new ArrayList<>();
    private final List<Tap> taps = new ArrayList<>();
    private Weather weather = Weather.FAIR;
    private int senderBoots;

    SimNetwork(SimWorld world) {
        this.world = world;
    }

    void attach(SimNode node) {
        for (InetAddress address : node.addresses()) {
            nodes.put(address, node);
        }
    }

    void tap(Tap tap) {
        taps.add(tap);
    }

    Weather weather() {
        return weather;
    }

    void weather(Weather next) {
        weather = next;
    }

    void cut(SimNode one, SimNode other) {
        cuts.add(new Cut(one, other));
        cuts.add(new Cut(other, one));
    }

    void mend(SimNode one, SimNode other) {
        cuts.remove(new Cut(one, other));
        cuts.remove(new Cut(other, one));
    }

    boolean isCut(SimNode one, SimNode other) {
        return cuts.contains(new Cut(one, other));
    }

    /** Returns whose address it is, seen from {@code from}: loopback is everybody's own. */
    Optional<SimNode> owner(SimNode from, InetAddress address) {
        return address.isLoopbackAddress()
                ? Optional.of(from)
                : Optional.ofNullable(nodes.get(address));
    }

    /** Returns where a message to {@code to} goes; empty if nobody has that address. */
    Optional<Endpoint> endpoint(SimNode from, InetSocketAddress to) {
        return owner(from, to.getAddress())
                .map(node -> new Endpoint(node, to.getAddress(), to.getPort()));
    }

    /** Returns which boot of its sender's the message comes from that is being handed over. */
    int senderBoots() {
        return senderBoots;
    }

    void datagram(Endpoint from, Endpoint to, byte[] message) {
        int boots = from.node().boots();
        sent(Transport.UDP, from, to, message);
        boolean local = from.node() == to.node();
        SimRandom random = world.random();
        int copies = 1;
        if (!local) {
            copies = random.chance(weather.lossPercent()) ? 0 : 1;
            copies += random.chance(weather.doublePercent()) ? 1 : 0;
        }
        for (int i = 0; i < copies; i++) {
            long delay = local ? 0 : weather.delay(random);
            world.scheduler().after(delay, () -> deliver(from, to, message, boots));
        }
    }

    private void deliver(Endpoint from, Endpoint to, byte[] message, int boots) {
        if (isCut(from.node(), to.node())) {
            return;
        }
        Optional<SimNode.Listener> listener = to.node().listener(Transport.UDP, to.port());
        if (listener.isPresent()) {
            world.runs(listener.get().process());
            Runnable after = arrives(Transport.UDP, from, to, message, boots);
            listener.get().datagram(from, to, message.clone());
            after.run();
        }
    }

    void sent(Transport transport, Endpoint from, Endpoint to, byte[] message) {
        world.trace().mix(message.length);
        world.trace().say(() -> Wording.of(transport + " sent", from, to, message));
        for (Tap tap : taps) {
            tap.sent(transport, from, to, message);
        }
    }

    Runnable arrives(Transport transport, Endpoint from, Endpoint to, byte[] message, int boots) {
        senderBoots = boots;
        world.trace().say(() -> Wording.of(transport + " came", from, to, message));
        Runnable all = SimNetwork::nothing;
        for (Tap tap : taps) {
            Runnable earlier = all;
            Runnable after = tap.arrives(transport, from, to, message);
            all =
                    () -> {
                        earlier.run();
                        after.run();
                    };
        }
        return all;
    }

    SimStream open(Endpoint from, SimProcess process, Endpoint to, SimStream.Reader reader) {
        SimStream stream = new SimStream(world, process, from, to, reader);
        streams.removeIf(SimStream::over);
        streams.add(stream);
        return stream;
    }

    /** The operating system closes what a process had open. */
    void processGone(SimProcess process) {
        for (SimStream stream : List.copyOf(streams)) {
            stream.processGone(process);
        }
    }
}
