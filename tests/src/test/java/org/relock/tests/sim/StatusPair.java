package org.relock.tests.sim;

import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.relock.state.rpc.Transport;

/** Two machines whose lock managers watch each other, and crash now and then. */
final class StatusPair implements Runs.Life {

    private static final Duration CALM = Duration.ofMinutes(6);

    private final SimWorld world;
    private final List<SimClient> pair;

    /** Who must hear of the other's last crash. */
    private final Set<SimClient> owed = new HashSet<>();

    StatusPair(long seed) {
        world = new SimWorld(seed);
        SimNode a = world.node("a.test", Hosts.address("10.0.0.1"));
        SimNode b = world.node("b.test", Hosts.address("10.0.0.2"));
        pair = List.of(machine(a, b), machine(b, a));
    }

    private SimClient machine(SimNode node, SimNode peer) {
        SimClient.Habits habits =
                new SimClient.Habits(
                        peer.address(),
                        Transport.UDP,
                        4,
                        List.of(),
                        0,
                        0,
                        0,
                        SimClient.Manners.GOOD,
                        false,
                        false);
        return new SimClient(
                node,
                habits,
                (client, app, span, stat) -> {
                    throw new Violation("nothing was held");
                });
    }

    @Override
    public SimWorld world() {
        return world;
    }

    @Override
    public void close() {}

    @Override
    public void live() {
        SimRandom random = world.random();
        pair.forEach(SimClient::boot);
        for (int i = 0; i < 6; i++) {
            world.network().weather(Weather.any(random));
            world.run(random.duration(Duration.ofMillis(1), Duration.ofSeconds(40)));
            SimClient one = random.pick(pair);
            switch (random.below(3)) {
                case 0 -> one.restartStatd();
                case 1 -> world.network().cut(pair.get(0).node(), pair.get(1).node());
                default -> reboot(one);
            }
        }
        world.network().weather(Weather.FAIR);
        world.network().mend(pair.get(0).node(), pair.get(1).node());
        world.run(CALM);
        for (SimClient one : pair) {
            SimClient other = other(one);
            if (owed.contains(one) && one.kernel().orElseThrow().heard() != other.state()) {
                throw new Violation(
                        one.node().name() + " has not heard that its peer is at " + other.state());
            }
        }
    }

    private SimClient other(SimClient one) {
        return pair.get(one == pair.get(0) ? 1 : 0);
    }

    private void reboot(SimClient one) {
        SimClient other = other(one);
        int before = one.state();
        if (one.kernel().orElseThrow().watches() && other.kernel().orElseThrow().watches()) {
            owed.add(other);
        }
        owed.remove(one);
        one.crash();
        world.run(world.random().duration(Duration.ofSeconds(3), Duration.ofSeconds(20)));
        one.boot();
        if (one.state() <= before || (one.state() & 1) == 0) {
            throw new Violation(one.node().name() + " is at " + one.state() + " after " + before);
        }
    }
}
