package org.relock.statd;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.InetAddress;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.relock.state.names.NumericAddress;
import org.relock.state.nsm.MonId;
import org.relock.state.nsm.MyId;
import org.relock.state.store.MonitorRecord;
import org.relock.state.xdr.Opaque;

/** The list in memory, against a plain model that searches all of it. */
class MonitorListTest {

    private static final String[] NAMES = {"a", "A", "b.test", "B.test", "10.0.0.1", "::1", "c"};
    private static final String[] FILES = {"a.test", "b.test", "10.0.0.1", "c"};
    private static final String[] WATCHERS = {"me", "me.test", "other"};
    private static final int STEPS = 2_000;

    private final MonitorList list = new MonitorList(1_000);
    private final Map<MonId, MonitorRecord> model = new LinkedHashMap<>();
    private final Map<MonId, Set<InetAddress>> resolved = new LinkedHashMap<>();

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void agreesWithAPlainSearch(long seed) {
        Random random = new Random(seed);
        for (int step = 0; step < STEPS; step++) {
            MonId id =
                    new MonId(
                            pick(random, NAMES),
                            new MyId(pick(random, WATCHERS), 100021, 3 + random.nextInt(2), 16));
            switch (random.nextInt(4)) {
                case 0 -> {
                    assertEquals(model.remove(id) != null, list.remove(id), "seed " + seed);
                    resolved.remove(id);
                }
                case 1 -> resolve(id, random);
                default -> put(id, pick(random, FILES), random);
            }
            check("seed " + seed + ", step " + step);
        }
    }

    private void put(MonId id, String fileName, Random random) {
        byte[] cookie = new byte[16];
        random.nextBytes(cookie);
        MonitorRecord record = new MonitorRecord(fileName, id, Opaque.copyOf(cookie));
        MonitorRecord before = model.put(id, record);
        if (before == null || !before.fileName().equals(fileName)) {
            resolved.put(id, Set.of());
        }
        list.put(record);
    }

    private void resolve(MonId id, Random random) {
        List<InetAddress> addresses = new ArrayList<>();
        for (int i = random.nextInt(3); i > 0; i--) {
            addresses.add(address("10.0.0." + random.nextInt(4)));
        }
        list.resolved(id, addresses);
        resolved.computeIfPresent(id, (key, old) -> new HashSet<>(addresses));
    }

    private void check(String where) {
        assertEquals(model.size(), list.size(), where);
        for (String name : NAMES) {
            Set<MonitorRecord> expected = new HashSet<>();
            for (MonitorRecord record : model.values()) {
                if (record.monName().equalsIgnoreCase(name)
                        || record.fileName().equalsIgnoreCase(name)) {
                    expected.add(record);
                }
            }
            assertEquals(expected, records(list.named(name)), where + ", " + name);
        }
        for (int i = 0; i < 4; i++) {
            InetAddress address = address("10.0.0." + i);
            Set<MonitorRecord> expected = new HashSet<>();
            for (MonitorRecord record : model.values()) {
                var numeric =
                        NumericAddress.parse(record.monName())
                                .or(() -> NumericAddress.parse(record.fileName()));
                if (resolved.get(record.monId()).contains(address)
                        || numeric.filter(address::equals).isPresent()) {
                    expected.add(record);
                }
            }
            assertEquals(expected, records(list.at(address)), where + ", " + address);
        }
    }

    @Test
    void aLinkLocalAddressIsTheSameOnItsOwnLinkOnly() {
        MonId id = new MonId("fe80::1%2", new MyId("me", 100021, 3, 16));
        list.put(new MonitorRecord("fe80::1%2", id, Opaque.copyOf(new byte[16])));
        assertEquals(1, list.at(address("fe80::1%2")).size());
        assertEquals(0, list.at(address("fe80::1%3")).size());
    }

    @Test
    void aListHasRoomForSoManyAndNoMore() {
        MonitorList small = new MonitorList(1);
        assertFalse(small.isFull());
        small.put(
                new MonitorRecord(
                        "a",
                        new MonId("a", new MyId("me", 100021, 3, 16)),
                        Opaque.copyOf(new byte[16])));
        assertTrue(small.isFull());
    }

    private static Set<MonitorRecord> records(List<Monitor> monitors) {
        Set<MonitorRecord> records = new HashSet<>();
        for (Monitor monitor : monitors) {
            assertTrue(records.add(monitor.record()), "each once");
        }
        return records;
    }

    private static String pick(Random random, String[] from) {
        return from[random.nextInt(from.length)];
    }

    private static InetAddress address(String text) {
        return NumericAddress.parse(text).orElseThrow();
    }
}
