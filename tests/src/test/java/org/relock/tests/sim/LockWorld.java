package org.relock.tests.sim;

import java.net.InetAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.relock.lockd.journal.JournalOptions;
import org.relock.state.rpc.Transport;
import org.relock.state.xdr.Opaque;

/** A server, its clients, and everything that can happen to them. */
final class LockWorld implements Runs.Life {

    private static final Duration SHORT = Duration.ofMillis(1);
    private static final Duration LONGEST_PEACE = Duration.ofSeconds(30);

    /** In fair weather everybody has come to an end after this. */
    private static final Duration CALM = Duration.ofMinutes(25);

    private final SimWorld world;
    private final SimLockServer server;
    private final List<SimClient> clients = new ArrayList<>();
    private final Invariants invariants;
    private final SimThief thief;

    LockWorld(long seed) {
        world = new SimWorld(seed);
        SimRandom random = world.random();
        InetAddress first = Hosts.address("10.0.0.1");
        InetAddress second = Hosts.address("10.0.1.1");
        InetAddress sixth = Hosts.address("2001:db8::1");
        server =
                new SimLockServer(
                        world.node("server.test", first, second, sixth),
                        random.chance(70)
                                ? JournalOptions.Force.SOON
                                : JournalOptions.Force.ALWAYS);
        invariants = new Invariants(server, clients);
        List<Opaque> files = new ArrayList<>();
        for (int i = 0; i <= random.below(2); i++) {
            files.add(Opaque.ofHex("f" + i + "00".repeat(31)));
        }
        int many = random.between(2, 4);
        for (int i = 0; i < many; i++) {
            boolean six = random.chance(25);
            int version = random.pick(List.of(4, 4, 3, 1));
            SimClient.Habits habits =
                    new SimClient.Habits(
                            six ? sixth : random.pick(List.of(first, second)),
                            random.pick(List.of(Transport.UDP, Transport.TCP)),
                            version,
                            files,
                            random.between(1, 3),
                            version == 1 ? 0 : random.below(3),
                            random.between(3, 12),
                            random.chance(70)
                                    ? SimClient.Manners.GOOD
                                    : random.pick(List.of(SimClient.Manners.values())),
                            random.chance(25),
                            version != 1 && random.chance(30));
            String address = (six ? "2001:db8::2:" : "10.0.2.") + (i + 1);
            SimNode node = world.node("client" + i + ".test", Hosts.address(address));
            clients.add(new SimClient(node, habits, invariants));
        }
        thief = new SimThief(world, server.node(), clients);
        world.network().tap(new Announcements(server.node()));
        world.network().tap(new Duplicates(server));
        world.network().tap(new Refusals(server));
        world.afterEachStep(invariants::check);
    }

    @Override
    public SimWorld world() {
        return world;
    }

    @Override
    public void close() {
        server.close();
    }

    @Override
    public void live() {
        SimRandom random = world.random();
        world.network().weather(Weather.any(random));
        server.boot();
        clients.forEach(SimClient::boot);
        int blows = random.below(10);
        for (int i = 0; i < blows; i++) {
            world.run(random.duration(SHORT, LONGEST_PEACE));
            blow();
        }
        heal();
        long until = world.scheduler().now() + CALM.toNanos();
        while (!over() && world.step(until)) {
            // The step is all there is to do.
        }
        if (!over()) {
            throw new Violation("somebody waits for ever: " + doings());
        }
        // What a reboot must release is released when its notice has come.
        world.run(Duration.ofMinutes(16));
        invariants.nothingIsLeft();
    }

    SimLockServer server() {
        return server;
    }

    private boolean over() {
        return clients.stream().allMatch(SimClient::done);
    }

    private String doings() {
        StringBuilder text = new StringBuilder();
        for (SimClient client : clients) {
            client.kernel()
                    .ifPresent(
                            kernel -> {
                                for (App app : kernel.apps()) {
                                    if (!app.done()) {
                                        text.append('\n').append(app).append(' ');
                                        text.append(app.doing());
                                    }
                                }
                            });
        }
        return text.toString();
    }

    /** Something goes wrong. */
    private void blow() {
        SimRandom random = world.random();
        SimClient client = random.pick(clients);
        switch (random.below(12)) {
            case 0, 1 -> cutServer();
            case 2, 3 -> killLockd();
            case 4 -> server.restartStatd();
            case 5 -> {
                client.crash();
                world.run(random.duration(Duration.ofSeconds(3), Duration.ofSeconds(20)));
                client.boot();
            }
            case 6 -> client.restartStatd();
            case 7 -> world.network().cut(client.node(), server.node());
            case 8 -> thief.tryEverything();
            case 9 -> stopLockd();
            case 10 -> world.network().mend(client.node(), server.node());
            default -> {
                world.network().weather(Weather.any(random));
                server.node().stepWall(random.between(-100_000, 100_000));
            }
        }
    }

    private void cutServer() {
        invariants.powerCut();
        server.cutPower();
        world.run(world.random().duration(Duration.ofSeconds(3), Duration.ofSeconds(20)));
        server.boot();
    }

    /** A good end, of the daemon alone or before that of the machine. */
    private void stopLockd() {
        boolean reboots = world.random().chance(60);
        if (reboots) {
            invariants.powerCut();
        } else {
            invariants.kill();
        }
        server.stopLockd();
        Duration oldest = Weather.OLDEST_DATAGRAM;
        world.run(world.random().duration(oldest, oldest.plusSeconds(5)));
        if (reboots) {
            server.cutPower();
            world.run(world.random().duration(Duration.ofSeconds(3), Duration.ofSeconds(20)));
            server.boot();
        } else {
            server.startLockd();
        }
    }

    private void killLockd() {
        invariants.kill();
        server.killLockd();
        // No copy of what the dead one answered may be on its way: nobody would know it again.
        Duration oldest = Weather.OLDEST_DATAGRAM;
        world.run(world.random().duration(oldest, oldest.plusSeconds(5)));
        server.startLockd();
    }

    private void heal() {
        world.trace().say("all is well from now on");
        world.network().weather(Weather.FAIR);
        for (SimClient client : clients) {
            world.network().mend(client.node(), server.node());
            // Two of one client that never take what they wait for may keep each other waiting.
            client.learnManners();
        }
    }
}
