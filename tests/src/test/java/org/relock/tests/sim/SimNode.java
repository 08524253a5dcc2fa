package org.relock.tests.sim;

import java.net.InetAddress;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.relock.state.rpc.Transport;

/** A machine: addresses, ports, processes, a clock, and a disk that may forget. */
final class SimNode {

    static final InetAddress LOOPBACK = Hosts.address("127.0.0.1");

    private static final int FIRST_FREE_PORT = 32_768;
    private static final int FIRST_RESERVED_PORT = 600;
    private static final int RESERVED_PORTS = 400;

    /** A door that somebody has opened. */
    record Port(Transport transport, int number) {}

    /** What is behind a door. */
    interface Listener {
        SimProcess process();

        void datagram(Endpoint from, Endpoint to, byte[] message);

        /** A stream has been opened to here; returns what becomes of its messages. */
        SimStream.Reader accept(SimStream stream);
    }

    private final SimWorld world;
    private final String name;
    private final List<InetAddress> addresses;
    private final List<SimProcess> processes = new ArrayList<>();
    private final Map<Port, Listener> listeners = new LinkedHashMap<>();
    private final Map<SimRpcbind.Service, Integer> registered = new HashMap<>();
    private final long tickerStart;
    private long wallStartMillis = 1_700_000_000_000L;
    private int ports;
    private int reserved;
    private int boots;
    private boolean up;

    SimNode(SimWorld world, String name, List<InetAddress> addresses) {
        this.world = world;
        this.name = name;
        this.addresses = List.copyOf(addresses);
        // Some clocks run over while we look on.
        this.tickerStart =
                world.random().chance(50)
                        ? Long.MAX_VALUE - world.random().below(1_000) * 1_000_000_000L
                        : world.random().nextLong();
    }

    SimWorld world() {
        return world;
    }

    String name() {
        return name;
    }

    List<InetAddress> addresses() {
        return addresses;
    }

    InetAddress address() {
        return addresses.get(0);
    }

    /** Returns an address of ours of the same family. */
    InetAddress addressLike(InetAddress other) {
        return addresses.stream()
                .filter(address -> address.getClass() == other.getClass())
                .findFirst()
                .orElse(address());
    }

    boolean up() {
        return up;
    }

    /** Returns how often it was booted. */
    int boots() {
        return boots;
    }

    long tickerStart() {
        return tickerStart;
    }

    /** The time of day, in milliseconds of the epoch; it may be set at any moment. */
    long wallMillis() {
        return wallStartMillis + world.scheduler().now() / 1_000_000;
    }

    void stepWall(long millis) {
        wallStartMillis += millis;
    }

    void boot() {
        up = true;
        boots++;
        world.trace().say(name + " boots");
        SimRpcbind.start(this);
    }

    /** The power fails: every process is gone, and nobody is told. */
    void cutPower() {
        up = false;
        world.trace().say(name + " loses power");
        for (SimProcess process : List.copyOf(processes)) {
            process.end();
        }
        processes.clear();
        listeners.clear();
        registered.clear();
    }

    SimProcess start(String what) {
        SimProcess process = new SimProcess(this, what);
        processes.add(process);
        process.atEnd(() -> gone(process));
        return process;
    }

    private void gone(SimProcess process) {
        if (up) {
            processes.remove(process);
            listeners.values().removeIf(listener -> listener.process() == process);
            world.network().processGone(process);
        }
    }

    /** Opens a door of any number to this listener. */
    int listen(Transport transport, Listener listener) {
        int number;
        do {
            number = FIRST_FREE_PORT + ports++ % FIRST_FREE_PORT;
        } while (listeners.containsKey(new Port(transport, number)));
        listen(transport, number, listener);
        return number;
    }

    /** Opens a door below 1024. */
    int listenReserved(Transport transport, Listener listener) {
        int number;
        do {
            number = FIRST_RESERVED_PORT + reserved++ % RESERVED_PORTS;
        } while (listeners.containsKey(new Port(transport, number)));
        listen(transport, number, listener);
        return number;
    }

    void listen(Transport transport, int number, Listener listener) {
        if (listeners.put(new Port(transport, number), listener) != null) {
            throw new IllegalStateException("port " + number + " of " + name + " is taken");
        }
    }

    void close(Transport transport, int number) {
        listeners.remove(new Port(transport, number));
    }

    Optional<Listener> listener(Transport transport, int number) {
        return up
                ? Optional.ofNullable(listeners.get(new Port(transport, number)))
                : Optional.empty();
    }

    /** What its rpcbind knows. */
    Map<SimRpcbind.Service, Integer> registered() {
        return registered;
    }
}
