package org.relock.state.notify;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.relock.state.notify.SimPeers.Mood;

/** What holds in any network. */
class NotifyScheduleProperties {

    private static final int HOSTS = 60;
    private static final List<Mood> MOODS = List.of(Mood.values());
    private static final Set<Mood> REACHABLE = Set.of(Mood.WELL, Mood.TCP_ONLY, Mood.UDP_FILTERED);

    @Property(tries = 150)
    void whoCanBeReachedIsToldOnceAndNobodyElseIs(@ForAll long seed) {
        Random random = new Random(seed);
        double loss = random.nextInt(4) * 0.1;
        long delay = random.nextInt(4) * SimPeers.SECOND;
        SimPeers peers = new SimPeers(random, loss, delay);
        List<String> reachable = new ArrayList<>();
        List<String> dead = new ArrayList<>();
        for (int i = 0; i < HOSTS; i++) {
            host(peers, random, i, reachable, dead);
        }
        peers.run(NotifyTiming.STANDARD, 100_000);
        String world = "seed " + seed + ", loss " + loss + ", delay " + delay;
        assertEquals(new TreeSet<>(reachable), new TreeSet<>(peers.told), world);
        assertEquals(reachable.size(), peers.told.size(), world);
        assertEquals(dead, peers.pending(), world);
        assertEquals(dead.isEmpty(), peers.seconds() < 900, world);
        for (List<String> names : peers.heardByHost.values()) {
            assertEquals("us.example.test", names.get(0), world);
            assertTrue(names.contains("us"), world);
        }
    }

    /** Adds a host by address or by a name with up to three addresses, in any mood. */
    private static void host(
            SimPeers peers, Random random, int i, List<String> reachable, List<String> dead) {
        int count = random.nextInt(4);
        String[] addresses = new String[Math.max(count, 1)];
        boolean well = false;
        for (int a = 0; a < addresses.length; a++) {
            Mood mood = MOODS.get(random.nextInt(MOODS.size()));
            addresses[a] =
                    random.nextBoolean()
                            ? "10.0." + a + "." + i
                            : "2001:db8:0:0:0:0:" + a + ":" + Integer.toHexString(i + 1);
            peers.address(addresses[a], mood);
            well |= REACHABLE.contains(mood);
        }
        String host = count == 0 ? addresses[0] : "host" + i + ".test";
        if (count > 0) {
            peers.name(host, addresses);
        }
        peers.tell(host, "us.example.test");
        (well ? reachable : dead).add(host);
    }
}
