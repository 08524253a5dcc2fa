package org.relock.lockd.journal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.relock.lockd.hosts.Client;
import org.relock.lockd.hosts.ClientRecord;
import org.relock.lockd.locks.ClientId;
import org.relock.lockd.locks.LockOwner;
import org.relock.lockd.locks.ShareReservation;
import org.relock.lockd.locks.Taken;
import org.relock.state.store.Ownership;
import org.relock.state.xdr.Opaque;

/** The list of clients, on which the roster of a grace period stands. */
class ClientFileTest {

    private static final Opaque PRIV = Opaque.ofHex("000102030405060708090a0b0c0d0e0f");

    @TempDir private Path directory;

    static ClientRecord client(long id) {
        // As they come from the wire: any bytes at all.
        String name = "host" + id + (char) 0 + (char) 0xff + "/../\n";
        String address = id % 2 == 0 ? "192.0.2." + id % 250 : "2001:db8::" + id % 250;
        return new ClientRecord(
                new Client(new ClientId(id), RandomWorld.address(address), name),
                id % 3 == 0 ? "" : address,
                PRIV);
    }

    private Journal.Opened open(String boot) throws IOException {
        return Disks.open(directory, boot, Disks.SMALL);
    }

    /** The list survives daemons and hosts, in whatever order clients come and go. */
    @Test
    void whatWasAcknowledgedIsThereAtTheNextStart() throws Exception {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        TreeMap<Long, ClientRecord> expected = new TreeMap<>();
        for (int round = 0; round < 10; round++) {
            Journal.Opened opened = open("boot " + round / 3);
            assertEquals(
                    List.copyOf(expected.values()),
                    opened.recovered().clients(),
                    "seed " + seed + ", round " + round);
            List<CompletableFuture<Boolean>> promises = new ArrayList<>();
            for (int i = 0; i < 1_000; i++) {
                ClientRecord client = client(1 + random.nextInt(200));
                if (random.nextBoolean()) {
                    promises.add(opened.journal().clients().put(client));
                    expected.put(client.client().id().number(), client);
                } else {
                    promises.add(opened.journal().clients().remove(client));
                    expected.remove(client.client().id().number());
                }
            }
            for (CompletableFuture<Boolean> promise : promises) {
                assertTrue(promise.get());
            }
            opened.journal().close();
        }
        assertTrue(Files.size(directory.resolve(Names.CLIENTS)) < 1_000_000, "it only grows");
    }

    /** Each put is on the disk when its promise is kept, whatever becomes of the process. */
    @Test
    void aKillLosesNoAcknowledgedClient(@TempDir Path copies) throws Exception {
        Journal.Opened opened = open("boot 1");
        for (int i = 1; i <= 20; i++) {
            assertTrue(opened.journal().clients().put(client(i)).get());
            Path copy = Disks.killed(directory, copies.resolve("copy" + i));
            Journal.Opened found = Disks.open(copy, "boot 1", Disks.SMALL);
            assertEquals(i, found.recovered().clients().size());
            found.journal().close();
        }
        opened.journal().close();
    }

    @Test
    void cutAtAnyByteTheFirstClientsAreThere(@TempDir Path copies) throws Exception {
        Journal.Opened opened = open("boot 1");
        for (int i = 1; i <= 5; i++) {
            assertTrue(opened.journal().clients().put(client(i)).get());
        }
        opened.journal().close();
        byte[] whole = Files.readAllBytes(directory.resolve(Names.CLIENTS));
        int before = 0;
        int header = LogFile.header(directory.resolve(Names.CLIENTS)).orElseThrow().encode().length;
        for (int end = header; end <= whole.length; end++) {
            Files.write(copies.resolve(Names.CLIENTS), Arrays.copyOf(whole, end));
            Folder folder = new Folder(copies, Ownership.of(copies));
            ClientFile file =
                    ClientFile.open(folder, new Header(1, "boot 1", false), 0, Chores.THREADS);
            int found = file.clients().size();
            assertTrue(found == before || found == before + 1, "at " + end);
            assertEquals(List.of(), folder.reports());
            before = found;
            file.close();
        }
        assertEquals(5, before);
    }

    @Test
    void idsAreNeverGivenTwice() throws Exception {
        Set<Long> seen = new HashSet<>();
        for (int round = 0; round < 5; round++) {
            Journal.Opened opened = open("boot " + round / 2);
            for (int i = 0; i < 3_000; i++) {
                assertTrue(seen.add(opened.journal().nextClient().number()));
            }
            opened.journal().close();
        }
        Files.delete(directory.resolve(Names.CLIENTS));
        Journal.Opened opened = open("boot 2");
        assertFalse(opened.journal().nextClient().number() < 1);
        opened.journal().close();
    }

    /** A client that is in the table and not in the list keeps its number all the same. */
    @Test
    void idsInTheTableAreNotGivenAgain() throws Exception {
        Journal.Opened opened = open("boot 1");
        var held = new RandomWorld(1);
        var owner = new LockOwner(new ClientId(1_000_000), Opaque.EMPTY);
        opened.journal()
                .shared(
                        held.file(),
                        new ShareReservation(
                                owner,
                                1,
                                0,
                                new Taken(RandomWorld.address("192.0.2.1"), 0, true, 0)));
        opened.journal().close();
        Files.delete(directory.resolve(Names.CLIENTS));
        Journal.Opened next = open("boot 1");
        assertTrue(next.journal().nextClient().number() > 1_000_000);
        next.journal().close();
    }

    @Test
    void aDiskThatRefusesIsSaidSoAndUsedAgainLater() throws Exception {
        Journal.Opened opened = open("boot 1");
        // What stands in the way of writing it afresh, once the old file is of no use.
        for (int i = 0; i < 2_000; i++) {
            var unused = opened.journal().clients().remove(client(1));
        }
        assertTrue(opened.journal().clients().put(client(1)).get());
        Path obstacle = directory.resolve(Names.CLIENTS + Names.TEMPORARY).resolve("x");
        Files.createDirectories(obstacle);
        for (int i = 0; i < 2_000; i++) {
            var unused = opened.journal().clients().remove(client(2));
        }
        while (opened.journal().clients().put(client(2)).get()) {
            Thread.onSpinWait();
        }
        Files.delete(obstacle);
        Files.delete(obstacle.getParent());
        assertTrue(opened.journal().clients().put(client(3)).get());
        opened.journal().close();
        Journal.Opened next = open("boot 1");
        assertEquals(List.of(client(1), client(2), client(3)), next.recovered().clients());
        next.journal().close();
    }
}
