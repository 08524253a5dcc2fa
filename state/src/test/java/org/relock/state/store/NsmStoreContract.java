package org.relock.state.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.relock.state.nsm.MonId;
import org.relock.state.nsm.MyId;
import org.relock.state.xdr.Opaque;

/** What every {@link NsmStore} promises. A backend's test extends this and says how to open one. */
public abstract class NsmStoreContract {

    /** A cookie. */
    protected static final Opaque PRIV = Opaque.ofHex("000102030405060708090a0b0c0d0e0f");

    /** Another cookie. */
    protected static final Opaque OTHER_PRIV = Opaque.ofHex("ffffffffffffffffffffffffffffffff");

    private NsmStore store;

    /** Opens an empty store, or for a second time in one test, the same one again. */
    protected abstract NsmStore open() throws IOException;

    @BeforeEach
    void openTheStore() throws IOException {
        store = open();
    }

    @AfterEach
    void closeTheStore() throws IOException {
        store.close();
    }

    /** A record as lockd asks for it, in the file of the same name. */
    protected static MonitorRecord record(String monName) {
        return record(monName, monName, "labhost.example.test", 3, PRIV);
    }

    /** A record. */
    protected static MonitorRecord record(
            String fileName, String monName, String myName, int version, Opaque priv) {
        MonId monId = new MonId(monName, new MyId(myName, 100021, version, 16));
        return new MonitorRecord(fileName, monId, priv);
    }

    private static Set<MonitorRecord> set(StoreListing listing) {
        assertEquals(List.of(), listing.problems());
        assertTrue(listing.complete());
        Set<MonitorRecord> records = new HashSet<>(listing.records());
        assertEquals(listing.records().size(), records.size(), "no record is listed twice");
        return records;
    }

    @Test
    void aNewStoreIsEmptyAndSaysSo() throws IOException {
        assertEquals(Set.of(), set(store.monitored()));
        assertEquals(Set.of(), set(store.retired()));
    }

    @Test
    void whatWasPutIsFoundByTheNextWhoOpensIt() throws IOException {
        store.put(record("peer"));
        store.put(record("10.9.0.2"));
        store.put(record("2001:db8::5"));
        NsmStore again = open();
        assertEquals(
                Set.of(record("peer"), record("10.9.0.2"), record("2001:db8::5")),
                set(again.monitored()));
        again.close();
    }

    /** Check 34. */
    @Test
    void aNewPrivTakesThePlaceOfTheOldOne() throws IOException {
        MonitorRecord changed = record("peer", "peer", "labhost.example.test", 3, OTHER_PRIV);
        store.put(record("peer"));
        store.put(changed);
        assertEquals(Set.of(changed), set(store.monitored()));
        assertTrue(store.holds(changed));
        assertFalse(store.holds(record("peer")));
    }

    @Test
    void severalNamesOfOneHostShareAFile() throws IOException {
        MonitorRecord byName = record("peer.example.test", "peer", "lab", 3, PRIV);
        MonitorRecord byAddress = record("peer.example.test", "10.9.0.2", "lab", 3, PRIV);
        store.put(byName);
        store.put(byAddress);
        assertEquals(Set.of(byName, byAddress), set(store.monitored()));
        store.remove(byName);
        assertEquals(Set.of(byAddress), set(store.monitored()));
        store.remove(byAddress);
        assertEquals(Set.of(), set(store.monitored()));
    }

    /** nfs-utils deletes the line of the other version (K7). */
    @Test
    void twoVersionsOfOneWatcherAreTwoRecords() throws IOException {
        MonitorRecord three = record("peer", "peer", "lab", 3, PRIV);
        MonitorRecord four = record("peer", "peer", "lab", 4, PRIV);
        store.put(three);
        store.put(four);
        assertEquals(Set.of(three, four), set(store.monitored()));
        store.remove(three);
        assertEquals(Set.of(four), set(store.monitored()));
    }

    @Test
    void aWatcherMayHaveNoName() throws IOException {
        MonitorRecord nameless = record("peer", "peer", "", 3, PRIV);
        store.put(nameless);
        assertTrue(store.holds(nameless));
        assertEquals(Set.of(nameless), set(store.monitored()));
    }

    @Test
    void everyNumberThatTheWireCanCarryComesBack() throws IOException {
        MonitorRecord negative =
                new MonitorRecord(
                        "peer",
                        new MonId("peer", new MyId("lab", -1, Integer.MIN_VALUE, 24)),
                        PRIV);
        store.put(negative);
        assertEquals(Set.of(negative), set(store.monitored()));
    }

    @Test
    void removingDoesNotAskForThePriv() throws IOException {
        store.put(record("peer"));
        store.remove(record("peer", "peer", "labhost.example.test", 3, OTHER_PRIV));
        assertEquals(Set.of(), set(store.monitored()));
    }

    @Test
    void removingWhatIsNotThereIsNoError() throws IOException {
        store.put(record("peer"));
        store.remove(record("stranger"));
        store.remove(record("peer", "stranger", "labhost.example.test", 3, PRIV));
        store.forget(record("peer"));
        assertEquals(Set.of(record("peer")), set(store.monitored()));
    }

    @Test
    void retiringMovesAllOfThemOnce() throws IOException {
        store.put(record("alice"));
        store.put(record("bob"));
        assertEquals(List.of(), store.retire());
        assertEquals(Set.of(), set(store.monitored()));
        assertEquals(Set.of(record("alice"), record("bob")), set(store.retired()));
        assertEquals(List.of(), store.retire());
        assertEquals(Set.of(record("alice"), record("bob")), set(store.retired()));
        store.forget(record("alice"));
        assertEquals(Set.of(record("bob")), set(store.retired()));
    }

    /** nfs-utils keeps the newer file alone (K21). */
    @Test
    void retiringKeepsWhatAnEarlierRebootLeft() throws IOException {
        MonitorRecord earlier = record("peer", "peer", "old.example.test", 3, PRIV);
        MonitorRecord stale = record("peer", "peer", "lab", 3, PRIV);
        MonitorRecord fresh = record("peer", "peer", "lab", 3, OTHER_PRIV);
        store.put(earlier);
        store.put(stale);
        store.retire();
        store.put(fresh);
        store.retire();
        assertEquals(Set.of(earlier, fresh), set(store.retired()));
        assertEquals(Set.of(), set(store.monitored()));
    }

    @Test
    void aRetiredRecordIsNoLongerHeld() throws IOException {
        store.put(record("peer"));
        store.retire();
        assertFalse(store.holds(record("peer")));
        store.put(record("peer"));
        assertTrue(store.holds(record("peer")));
        assertEquals(Set.of(record("peer")), set(store.retired()));
    }

    /** Check 36, as far as it is the store's. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                ".",
                "..",
                ".hid",
                "a/b",
                "/",
                "a b",
                "tab\tbed",
                "line\nfeed",
                "nul\0",
                "caf\u00e9",
                "del\u007f"
            })
    void aNameThatCanBeNoFileIsRefused(String name) throws IOException {
        assertThrows(
                UnstorableException.class, () -> store.put(record(name, "peer", "lab", 3, PRIV)));
        assertEquals(Set.of(), set(store.monitored()));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a b", "line\nfeed", "nul\0", "tab\tbed"})
    void aWatchedHostThatWouldNotBeReadBackIsRefused(String name) throws IOException {
        assertThrows(
                UnstorableException.class, () -> store.put(record("peer", name, "lab", 3, PRIV)));
        assertEquals(Set.of(), set(store.monitored()));
    }

    /** Check 40. */
    @Test
    void bothNamesTogetherHave1024Bytes() throws IOException {
        String longName = "m".repeat(1000);
        MonitorRecord longest = record("peer", longName, "x".repeat(24), 3, PRIV);
        store.put(longest);
        assertEquals(Set.of(longest), set(store.monitored()));
        assertThrows(
                UnstorableException.class,
                () -> store.put(record("peer", longName, "x".repeat(25), 3, PRIV)));
    }

    @Test
    void aFileNameThatIsTooLongIsRefused() throws IOException {
        store.put(record("f".repeat(250)));
        assertThrows(UnstorableException.class, () -> store.put(record("f".repeat(251))));
        assertThrows(UnstorableException.class, () -> store.put(record("f".repeat(5000))));
    }

    @Test
    void onlyOneAtATimeHasTheRightToNotify() throws IOException {
        try (StoreLock first = store.tryLock().orElseThrow()) {
            assertTrue(store.tryLock().isEmpty(), "while " + first + " is held");
        }
        Optional<StoreLock> second = store.tryLock();
        assertTrue(second.isPresent());
        second.get().close();
    }

    @Test
    void theStateNumberStartsAtThreeAndMovesByTwo() throws IOException {
        assertEquals(3, store.state());
        assertEquals(3, store.state());
        assertEquals(5, store.advanceState());
        assertEquals(5, store.state());
        NsmStore again = open();
        assertEquals(5, again.state());
        again.close();
    }

    /** Any sequence of calls leaves what two plain maps would hold. */
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void agreesWithTwoMaps(long seed) throws IOException {
        Random random = new Random(seed);
        Map<MonId, MonitorRecord> living = new HashMap<>();
        Map<MonId, MonitorRecord> retired = new HashMap<>();
        for (int step = 0; step < 150; step++) {
            String host = "host" + random.nextInt(4);
            MonitorRecord record =
                    record(
                            host,
                            host + (random.nextBoolean() ? "" : ".example.test"),
                            "me" + random.nextInt(2),
                            3 + random.nextInt(2),
                            random.nextBoolean() ? PRIV : OTHER_PRIV);
            switch (random.nextInt(8)) {
                case 0, 1, 2 -> {
                    store.put(record);
                    living.put(record.monId(), record);
                }
                case 3, 4 -> {
                    store.remove(record);
                    living.remove(record.monId());
                }
                case 5 -> {
                    store.forget(record);
                    retired.remove(record.monId());
                }
                case 6 ->
                        assertEquals(
                                record.equals(living.get(record.monId())), store.holds(record));
                default -> {
                    if (random.nextInt(4) == 0) {
                        store.retire();
                        retired.putAll(living);
                        living.clear();
                    }
                }
            }
            String where = "seed " + seed + ", step " + step;
            assertEquals(new HashSet<>(living.values()), set(store.monitored()), where);
            assertEquals(new HashSet<>(retired.values()), set(store.retired()), where);
        }
    }

    @Test
    void manyCallersAtOnceLoseNothing() throws Exception {
        int callers = 16;
        int each = 20;
        ExecutorService threads = Executors.newFixedThreadPool(callers);
        try {
            List<Future<Void>> done = new ArrayList<>();
            for (int caller = 0; caller < callers; caller++) {
                String me = "me" + caller;
                done.add(
                        threads.submit(
                                () -> {
                                    for (int i = 0; i < each; i++) {
                                        // Two callers out of three share their files.
                                        String host = "host" + i;
                                        MonitorRecord mine = record(host, host, me, 3, PRIV);
                                        store.put(mine);
                                        assertTrue(store.holds(mine));
                                        if (i % 2 == 0) {
                                            store.remove(mine);
                                        }
                                    }
                                    return null;
                                }));
            }
            for (Future<Void> one : done) {
                one.get();
            }
        } finally {
            threads.shutdown();
        }
        Set<MonitorRecord> expected = new HashSet<>();
        for (int caller = 0; caller < callers; caller++) {
            for (int i = 1; i < each; i += 2) {
                expected.add(record("host" + i, "host" + i, "me" + caller, 3, PRIV));
            }
        }
        assertEquals(expected, set(store.monitored()));
    }

    @Test
    void whatIsPutWhileAllAreRetiredIsInOneOfTheLists() throws Exception {
        ExecutorService one = Executors.newSingleThreadExecutor();
        Set<MonitorRecord> put = new HashSet<>();
        try {
            Future<Void> retiring =
                    one.submit(
                            () -> {
                                for (int i = 0; i < 30; i++) {
                                    store.retire();
                                }
                                return null;
                            });
            for (int i = 0; !retiring.isDone() || i < 20; i++) {
                String host = "host" + i % 3;
                MonitorRecord record = record(host, host, "me" + i % 50, 3, PRIV);
                store.put(record);
                put.add(record);
            }
            retiring.get();
        } finally {
            one.shutdown();
        }
        Set<MonitorRecord> found = new HashSet<>(store.monitored().records());
        found.addAll(store.retired().records());
        assertEquals(put, found);
    }
}
