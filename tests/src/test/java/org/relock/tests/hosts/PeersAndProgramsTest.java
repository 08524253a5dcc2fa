package org.relock.tests.hosts;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.relock.state.nsm.MyId;
import org.relock.state.nsm.SmStatRes;

/** Callouts, access control and simulated crashes of a daemon that has given up root's rights. */
@Timeout(120)
class PeersAndProgramsTest {

    private static final String CALLOUT =
            """
            #!/bin/sh
            echo "$# $*" >> /run/said/calls
            [ -e /run/said/context ] || {
                echo "$(id -u) $(id -g) $(pwd) $(umask) $(ls /proc/self/fd | wc -l)"
                ls -l /proc/$$/fd | grep -c socket:
                grep CapEff /proc/self/status
            } > /run/said/context
            if [ "$2" = slow ]; then sleep 1; fi
            exit 9
            """;

    private TwoHosts hosts;
    private Host alpha;
    private Host beta;

    @BeforeEach
    void open() throws IOException {
        hosts = new TwoHosts();
        alpha = hosts.alpha();
        beta = hosts.beta();
        alpha.rpcbind();
        alpha.install(Make.OURS);
    }

    @AfterEach
    void close() {
        hosts.close();
    }

    /**
     * Checks 33, 61 to 65, and high-availability check 3: the callout is run as nfs-utils' daemon
     * runs it, apart from the sockets that its own inherits.
     */
    @Test
    void theCalloutIsRunByOursAsByTheirs() throws Exception {
        alpha.write("/run/callout", CALLOUT);
        alpha.ok("chmod 755 /run/callout");
        Map<Make, String> calls = new EnumMap<>(Make.class);
        Map<Make, String> contexts = new EnumMap<>(Make.class);
        for (Make make : Make.values()) {
            alpha.ok("rm -rf /run/said; mkdir -m 777 /run/said");
            alpha.install(make);
            alpha.ok("rpc.statd -L -H /run/callout");
            tellTheCallout();
            calls.put(make, alpha.read("/run/said/calls"));
            contexts.put(make, alpha.read("/run/said/context"));
            alpha.endStatd("TERM");
        }
        assertEquals(
                """
                3 sm-notify nobody.example.test 10.9.0.2
                4 sm-notify nobody.example.test 10.9.0.2 7
                3 add-client beta alpha
                3 add-client gamma alpha
                4 sm-notify beta 10.9.0.2 9
                3 del-client beta alpha
                3 del-client gamma alpha
                """,
                calls.get(Make.OURS));
        assertEquals(calls.get(Make.NFS_UTILS), calls.get(Make.OURS));
        String[] ours = contexts.get(Make.OURS).split("\n", -1);
        String[] theirs = contexts.get(Make.NFS_UTILS).split("\n", -1);
        String uid = alpha.ok("id -u statd");
        String gid = alpha.ok("stat -c %g /var/lib/nfs/sm");
        assertEquals(uid + " " + gid + " /var/lib/nfs 0007 4", ours[0]);
        assertEquals(firstFour(theirs[0]), firstFour(ours[0]));
        assertEquals("0", ours[1], "sockets of the daemon");
        assertEquals(theirs[2], ours[2], "rights");
    }

    private static String firstFour(String words) {
        return words.substring(0, words.lastIndexOf(' '));
    }

    private void tellTheCallout() throws IOException {
        try (StatusMonitor local = StatusMonitor.of(alpha);
                StatusMonitor remote = StatusMonitor.from(beta, alpha.address())) {
            remote.notice("nobody.example.test", -5);
            remote.notice("nobody.example.test", 7);
            assertEquals(new SmStatRes(true, 3), local.mon("beta", "alpha", 1));
            local.mon("beta", "alpha", 1);
            local.mon("gamma", "alpha", 2);
            remote.notice("beta", 9);
            local.unmon("beta", "alpha");
            local.unmonAll(new MyId("alpha", LockManager.PROGRAM, 3, 16));
        }
    }

    /** Check 64: a callout that is not there. */
    @Test
    void aMissingCalloutDoesNotFailTheRequest() throws Exception {
        alpha.ok("rpc.statd -L -H /run/there/is/none");
        try (StatusMonitor local = StatusMonitor.of(alpha)) {
            assertEquals(new SmStatRes(true, 3), local.mon("beta", "alpha", 1));
        }
        assertEquals(List.of("beta.example.test"), alpha.list("sm"));
    }

    /** Checks 68, 69: asked by the daemon's user, changed while it runs, by name and address. */
    @Test
    void hostsDenyAndHostsAllowDecideWhoIsServed() throws Exception {
        beta.rpcbind();
        alpha.ok("rpc.statd -L -p 4046");
        assertServed(true);
        alpha.write("/etc/hosts.deny", "statd: ALL\n");
        await(false);
        alpha.ok("rpcinfo -T udp 127.0.0.1 100024 1 && rpcinfo -T tcp 127.0.0.1 100024 1");
        alpha.ok("rpcinfo -T udp 10.9.0.1 100024 1");
        Ran denied = beta.sh("rpcinfo -T tcp 10.9.0.1 100024 1");
        assertTrue(denied.output().contains("Authentication error"), denied.output());
        alpha.write("/etc/hosts.allow", "statd: beta.example.test\n");
        await(true);
        assertServed(true);
        alpha.write("/etc/hosts.allow", "statd: 10.9.0.77\n");
        await(false);
    }

    private void assertServed(boolean served) {
        for (String netid : List.of("udp", "tcp")) {
            Ran ran = beta.sh("rpcinfo -T " + netid + " 10.9.0.1 100024 1");
            assertEquals(served, ran.status() == 0, ran.output());
        }
    }

    /** Waits until a change of the files is seen; nothing says when it has to be. */
    private void await(boolean served) {
        beta.await((served ? "" : "! ") + "rpcinfo -T udp 10.9.0.1 100024 1 > /dev/null 2>&1");
    }

    /** Checks 37, 48, 66 and 67: nfs-utils' daemon dies of the last. */
    @Test
    void aSimulatedCrashEmptiesTheListAndKeepsTheFiles() throws Exception {
        beta.rpcbind();
        alpha.ok("rpc.statd -L");
        try (LockManager lockManager = LockManager.on(alpha);
                StatusMonitor local = StatusMonitor.reserved(alpha);
                StatusMonitor unprivileged = StatusMonitor.of(alpha);
                StatusMonitor remote = StatusMonitor.from(beta, alpha.address())) {
            for (String peer : TwoHosts.PEERS) {
                assertEquals(new SmStatRes(true, 3), local.mon(peer, "alpha", 1));
            }
            assertEquals(new SmStatRes(false, -1), remote.mon("beta", "alpha", 2));
            remote.unmon("beta.example.test", "alpha");
            remote.simulateCrash();
            unprivileged.simulateCrash();
            remote.notice("beta", 11);
            assertEquals("beta.example.test 11 01", lockManager.next().toString());

            local.simulateCrash();
            remote.notice("gamma", 13);
            local.mon("beta.example.test", "alpha", 3);
            remote.notice("beta.example.test", 15);
            assertEquals("beta.example.test 15 03", lockManager.next().toString());
            lockManager.assertNothingMore();
        }
        assertEquals(
                List.of("beta.example.test", "delta.example.test", "gamma.example.test"),
                alpha.list("sm"));
    }
}
