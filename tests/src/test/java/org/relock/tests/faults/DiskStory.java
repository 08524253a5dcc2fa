package org.relock.tests.faults;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.relock.state.nsm.SmStatRes;

/** The disk is full, read-only or away for a while; rpc.statd outlasts it without a restart. */
final class DiskStory {

    /**
     * What goes wrong with the disk.
     *
     * @param begin the shell command that makes it so
     * @param end the one that mends it
     */
    private record Trouble(String name, String begin, String end) {}

    private static final Trouble FULL =
            new Trouble(
                    "full",
                    // First much, then little, and again, for ext4 finds room once all is written.
                    """
                    cd /var/lib/nfs
                    cat /dev/zero 2> /dev/null > filler
                    for round in 1 2 3; do
                        sync
                        i=0
                        while echo x 2> /dev/null > filler.$round.$i; do i=$((i + 1)); done
                    done
                    true
                    """,
                    "rm -f /var/lib/nfs/filler*");

    private static final Trouble READ_ONLY =
            new Trouble(
                    "read-only",
                    "mount -o remount,ro /var/lib/nfs",
                    "mount -o remount,rw /var/lib/nfs");

    private static final Trouble AWAY =
            new Trouble(
                    "without sm",
                    "mv /var/lib/nfs/sm /var/lib/nfs/gone",
                    "mv /var/lib/nfs/gone /var/lib/nfs/sm");

    private static final String SMALL_TMPFS = "mount -o remount,size=256k /var/lib/nfs";

    private static final String SMALL_EXT4 =
            """
            truncate -s 4M /run/disk && mkfs.ext4 -q -F -O ^has_journal -m 0 /run/disk &&
            mount -o loop /run/disk /var/lib/nfs && cd /var/lib/nfs && mkdir -m 700 sm sm.bak &&
            chown 65534:65534 . sm sm.bak
            """;

    private final String kind;
    private int number;

    private DiskStory(String kind) {
        this.kind = kind;
    }

    public static void main(String[] arguments) throws Exception {
        Shell.ok(SMALL_TMPFS);
        new DiskStory("tmpfs").tell();
        Shell.Ran mounted = Shell.run(SMALL_EXT4);
        if (mounted.status() == 0) {
            new DiskStory("ext4").tell();
        } else {
            System.out.println("SKIPPED: ext4, for want of a loop device: " + mounted.output());
        }
    }

    private void tell() throws Exception {
        try (LockManager lockManager = new LockManager()) {
            try (Daemon daemon = Daemon.start()) {
                try (StatusMonitor monitor = new StatusMonitor()) {
                    assertTrue(monitor.mon(host(0), 1).succeeded());
                }
                for (Trouble trouble : List.of(FULL, READ_ONLY, AWAY)) {
                    outlasts(trouble, daemon, lockManager);
                    System.out.println("rpc.statd outlasts a disk " + trouble.name() + ", " + kind);
                }
                aNewListTakesTheOldOnesPlace();
            }
            for (Trouble trouble : List.of(FULL, READ_ONLY)) {
                startsOn(trouble);
            }
        }
        aFullDiskWithoutAStateNumberIsNoPlaceToStart();
        for (Trouble trouble : List.of(FULL, READ_ONLY)) {
            smNotifyTellsLater(trouble);
        }
    }

    private static String host(int number) {
        return "10.3.0." + number;
    }

    private void outlasts(Trouble trouble, Daemon daemon, LockManager lockManager)
            throws Exception {
        String newcomer = host(++number);
        int state = 2 * number + 1;
        try (StatusMonitor monitor = new StatusMonitor()) {
            daemon.forgetLog();
            Shell.ok(trouble.begin());
            assertEquals(SmStatRes.MON_FAILED, monitor.mon(newcomer, 2), trouble.name());
            daemon.awaitLine(line -> line.contains("/var/lib/nfs/sm/" + newcomer + ":"));
            // A new cookie for a known host cannot be kept either; the old one stays.
            assertEquals(SmStatRes.MON_FAILED, monitor.mon(host(0), 3), trouble.name());
            monitor.nothing();
            assertTrue(monitor.stat(newcomer).succeeded());
            assertNotEquals(-1, monitor.stat(newcomer).state());
            assertTrue(StatusMonitor.awaitNull(Daemon.PORT, daemon::isAlive));
            monitor.tell(host(0), state);
            assertEquals(
                    StatusMonitor.cookie(1),
                    lockManager.awaitAbout(host(0), it -> it.state() == state).priv());
            Shell.ok(trouble.end());
            assertEquals(hostsBefore(number), Lists.monitored(), "no stumps are left");
            assertTrue(monitor.mon(newcomer, 2).succeeded(), trouble.name());
            assertTrue(Lists.monitored().contains(newcomer));
        }
    }

    private static Set<String> hostsBefore(int number) {
        Set<String> hosts = new TreeSet<>();
        for (int i = 0; i < number; i++) {
            hosts.add(host(i));
        }
        return hosts;
    }

    /** Somebody restored the directory without what was in it. */
    private static void aNewListTakesTheOldOnesPlace() throws Exception {
        Shell.ok(
                "cd /var/lib/nfs && rm -r sm && mkdir -m 700 sm && chown 65534:65534 sm"
                        + " && [ -d sm ]");
        try (StatusMonitor monitor = new StatusMonitor()) {
            assertTrue(monitor.mon(host(0), 1).succeeded());
        }
        assertEquals(Set.of(host(0)), Lists.monitored());
    }

    /** With a state number on disk there is all it needs to serve. */
    private static void startsOn(Trouble trouble) throws Exception {
        Shell.ok(trouble.begin());
        try (Daemon daemon = Daemon.start();
                StatusMonitor monitor = new StatusMonitor()) {
            assertEquals(SmStatRes.MON_FAILED, monitor.mon(host(99), 2), trouble.name());
            Shell.ok(trouble.end());
            assertTrue(monitor.mon(host(99), 2).succeeded(), trouble.name());
            monitor.unmon(host(99));
            assertFalse(Lists.monitored().contains(host(99)));
            assertTrue(daemon.isAlive());
        }
    }

    private static void aFullDiskWithoutAStateNumberIsNoPlaceToStart() throws Exception {
        Shell.ok("rm -f /var/lib/nfs/state");
        Shell.ok(FULL.begin());
        try (Daemon daemon = Daemon.launch("exec \"$@\"")) {
            assertEquals(1, daemon.exitStatus());
            String words = daemon.words();
            assertTrue(words.contains("/var/lib/nfs/state"), words);
            assertFalse(words.contains("\tat "), words);
        }
        Shell.ok(FULL.end());
    }

    private static void smNotifyTellsLater(Trouble trouble) throws Exception {
        Shell.ok("cd /var/lib/nfs && rm -f state sm/* sm.bak/*");
        Lists.state(11);
        Lists.monitor(Peers.host(0));
        String run = Machine.DIST.resolve("sm-notify") + " -d -f";
        try (Peers peers = new Peers(1, "us")) {
            Shell.ok(trouble.begin());
            Shell.Ran ran = Shell.run(run);
            assertNotEquals(0, ran.status(), trouble.name() + ": " + ran.output());
            assertTrue(ran.output().contains("/var/lib/nfs/"), ran.output());
            assertTrue(Lists.either().contains(Peers.host(0)));
            assertEquals(11, Lists.state());
            assertEquals(Set.of(), peers.statesHeardBy(Peers.host(0)));
            Shell.ok(trouble.end());
            Shell.ok("timeout 30 " + run);
            assertEquals(Set.of(13), peers.statesHeardBy(Peers.host(0)));
            assertEquals(Set.of(), Lists.either());
        }
    }
}
