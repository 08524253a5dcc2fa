package org.relock.tests.hosts;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.relock.state.nsm.SmStatRes;

/** One state directory, used by nfs-utils' programs and by ours in turn. */
@Timeout(120)
class HandOverTest {

    private TwoHosts hosts;
    private Host alpha;
    private Host beta;
    private LockManager lockManager;

    @BeforeEach
    void open() throws IOException {
        hosts = new TwoHosts();
        alpha = hosts.alpha();
        beta = hosts.beta();
        alpha.rpcbind();
        beta.rpcbind();
        lockManager = LockManager.on(alpha);
    }

    @AfterEach
    void close() {
        lockManager.close();
        hosts.close();
    }

    /** Checks 1, 2, 32, 44, 49: monitored through one, forwarded by the other, and back. */
    @ParameterizedTest
    @EnumSource
    void whatOneMonitorsTheOtherForwards(Make first) throws Exception {
        List<String> peers = TwoHosts.PEERS;
        alpha.install(first);
        alpha.ok("rpc.statd -L");
        try (StatusMonitor monitor = StatusMonitor.of(alpha)) {
            assertEquals(new SmStatRes(true, 3), monitor.mon("beta", "alpha", 1));
        }
        String line = alpha.read("/var/lib/nfs/sm/" + peers.get(0));
        alpha.endStatd("TERM");

        alpha.install(first.other());
        alpha.ok("rpc.statd -L");
        try (StatusMonitor monitor = StatusMonitor.of(alpha)) {
            assertEquals(new SmStatRes(true, 3), monitor.mon("gamma", "alpha", 2));
            notice(monitor, "beta", 11);
            assertEquals("beta 11 01", lockManager.next().toString());
            assertEquals(new SmStatRes(true, 3), monitor.mon("delta", "alpha", 3));
            assertEquals(3, monitor.unmon("delta", "alpha"));
        }
        assertEquals(line, alpha.read("/var/lib/nfs/sm/" + peers.get(0)), "nothing is rewritten");
        alpha.endStatd("TERM");

        alpha.install(first);
        alpha.ok("rpc.statd -L");
        try (StatusMonitor monitor = StatusMonitor.of(alpha)) {
            assertEquals(List.of(peers.get(0), peers.get(1)), alpha.list("sm"));
            notice(monitor, "beta", 13);
            assertEquals("beta 13 01", lockManager.next().toString());
            notice(monitor, "gamma", 13);
            assertEquals("gamma 13 02", lockManager.next().toString());
        }
        lockManager.assertNothingMore();
    }

    private static void notice(StatusMonitor monitor, String host, int state) throws IOException {
        monitor.notice(host + ".example.test", state);
    }

    /** Checks 84, 85: whom a run of one leaves untold, the next run of the other tells. */
    @ParameterizedTest
    @EnumSource
    void whomOneLeavesUntoldTheOtherTells(Make first) throws Exception {
        alpha.ok("rpc.statd -L");
        beta.install(first);
        beta.ok("rpc.statd -L");
        try (StatusMonitor monitor = StatusMonitor.of(alpha);
                StatusMonitor ofBeta = StatusMonitor.of(beta)) {
            monitor.mon("beta", "alpha", 5);
            ofBeta.mon("alpha", beta.name(), 6);
        }
        beta.endStatd("TERM");
        // With nobody at home, rpcbind included, a run is not done before it is ended.
        alpha.ok("ip address del 10.9.0.1/24 dev cable");
        Ran ended = beta.sh("timeout -s TERM 1 sm-notify -d -m 0");
        assertEquals(124, ended.status(), ended.output());
        assertEquals(List.of("alpha.example.test"), beta.list("sm.bak"));
        assertEquals(5, beta.state());

        alpha.ok("ip address add 10.9.0.1/24 dev cable");
        beta.install(first.other());
        beta.ok("sm-notify -d -f");
        assertEquals("beta 7 05", lockManager.next().toString());
        assertEquals(List.of(), beta.list("sm.bak"));
        assertEquals(7, beta.state());
        lockManager.assertNothingMore();
    }

    /**
     * High-availability check 10: a copy that is made while hosts are being monitored holds whole
     * records, and either program starts on it.
     */
    @Test
    void aCopyMadeUnderLoadIsAListForEither() throws Exception {
        int hostCount = 200;
        StringBuilder names = new StringBuilder(alpha.read("/etc/hosts"));
        for (int i = 0; i < hostCount; i++) {
            names.append("10.8.0.%d p%03d.example.test%n".formatted(i + 1, i));
        }
        alpha.write("/etc/hosts", names.toString());
        alpha.install(Make.OURS);
        alpha.ok("rpc.statd -L");
        Process copies =
                alpha.start(
                        "cd /var/lib/nfs; n=0; while [ ! -e /run/enough ]; do"
                                + " mkdir /run/copy$n && cp -rp sm sm.bak state /run/copy$n/"
                                + " || exit 1; n=$((n + 1)); done; echo copied $n");
        try (StatusMonitor monitor = StatusMonitor.of(alpha)) {
            for (int i = 0; i < hostCount; i++) {
                String peer = "p%03d.example.test".formatted(i);
                assertEquals(new SmStatRes(true, 3), monitor.mon(peer, "alpha", i));
            }
        }
        alpha.ok("touch /run/enough");
        String said = new String(copies.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertTrue(said.startsWith("copied "), said);
        assertEquals(
                "",
                alpha.ok(
                        "grep -rvhE '^[0-9a-f ]{68} p[0-9]+.example.test alpha$'"
                                + " /run/copy*/sm || :"));
        alpha.endStatd("TERM");

        int last = Integer.parseInt(said.strip().substring("copied ".length())) - 1;
        for (Make make : Make.values()) {
            alpha.install(make);
            // The last copy began before the end, so it may lack the last few.
            alpha.ok("rm -rf /run/used; cp -rp /run/copy" + last + " /run/used");
            alpha.ok("rpc.statd -L -P /run/used");
            TreeSet<String> listed = new TreeSet<>(alpha.ok("ls /run/used/sm").lines().toList());
            try (StatusMonitor monitor = StatusMonitor.of(alpha)) {
                int cookie = Integer.parseInt(listed.last().substring(1, 4));
                notice(monitor, listed.last().substring(0, 4), 21);
                assertEquals(
                        "%s 21 %02x".formatted(listed.last(), cookie),
                        lockManager.next().toString());
            }
            alpha.endStatd("TERM");
        }
    }
}
