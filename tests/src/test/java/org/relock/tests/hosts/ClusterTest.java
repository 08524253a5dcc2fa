package org.relock.tests.hosts;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.relock.state.nsm.SmStatRes;

/** The commands that cluster software gives, in its order and with its expectations. */
@Timeout(120)
class ClusterTest {

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
        alpha.install(Make.OURS);
        alpha.ok("ip address add 10.9.0.200/24 dev cable");
        beta.ok("rpc.statd -L");
        lockManager = LockManager.on(beta);
    }

    @AfterEach
    void close() {
        lockManager.close();
        hosts.close();
    }

    private void monitorEachOther() throws IOException {
        try (StatusMonitor monitor = StatusMonitor.of(alpha);
                StatusMonitor ofBeta = StatusMonitor.of(beta)) {
            assertTrue(monitor.mon("beta", alpha.name(), 1).succeeded());
            assertEquals(new SmStatRes(true, 3), ofBeta.mon("vip", beta.name(), 2));
        }
    }

    /**
     * High-availability check 5, Pacemaker's sequence without its agents: seed the state, start,
     * tell from the service's address, watch, stop, and tell again elsewhere from a copy.
     */
    @Test
    void startWatchStopAndTellAgainAsPacemakerDoes() throws Exception {
        alpha.ok("head -c 4 /dev/urandom > /var/lib/nfs/state");
        alpha.ok("rm -f /var/run/sm-notify.pid; rpc.statd -L");
        String pid = alpha.statd();
        monitorEachOther();
        alpha.ok(
                "cd /var/lib/nfs; cp -rp sm sm.bak state /run/service-copy 2> /dev/null || { mkdir"
                        + " /run/service-copy; cp -rp sm sm.bak state /run/service-copy; }");

        alpha.ok("rm -f /var/run/sm-notify.pid; sm-notify -f -v 10.9.0.200");
        LockManager.Heard first = lockManager.next();
        assertEquals("vip", first.status().monName());
        assertEquals(alpha.state(), first.status().state());
        assertEquals(1, Math.abs(first.status().state() % 2), "a state is odd");

        alpha.ok("kill -0 " + pid + " && pgrep rpc.statd && rpcinfo -t localhost 100024");
        alpha.endStatd("TERM");
        assertEquals("", alpha.read("/run/rpc.statd.pid"));
        alpha.ok("head -c 4 /dev/urandom > /run/service-copy/state");
        alpha.ok("sm-notify -d -f -v 10.9.0.200 -P /run/service-copy");
        assertEquals("vip", lockManager.next().status().monName());
        assertEquals(
                "",
                alpha.ok(
                        "ls /run/service-copy/sm /run/service-copy/sm.bak"
                                + " | grep example || :"));
    }

    /** Check 94 and high-availability check 6: found by every tool, and nothing else with it. */
    @Test
    void processToolsFindOursAndOursOnly() throws Exception {
        beta.endStatd("TERM");
        String java = System.getProperty("java.home") + "/bin/java";
        alpha.write(
                "/run/Waits.java",
                "class Waits { public static void main(String[] a)"
                        + " throws Exception { System.in.read(); } }");
        Process bystander = alpha.start("exec " + java + " /run/Waits.java");
        alpha.ok("mkdir -p /run/dir/sm /run/dir/sm.bak; chown statd /run/dir/sm /run/dir/sm.bak");
        alpha.ok("rpc.statd -NFP /run/dir -n vip 2> /dev/null || :");
        alpha.ok("rpc.statd -L -P /run/dir -n vip");
        String pid = alpha.statd();
        assertEquals(pid, alpha.ok("pidof rpc.statd"));
        assertEquals(pid, alpha.ok("pgrep -x rpc.statd"));
        assertEquals("1", alpha.ok("ps ax -o args | grep -c '^rpc.statd -L -P /run/dir -n vip$'"));
        alpha.ok("killall -q -9 rpc.statd");
        alpha.awaitEnd(pid);

        alpha.ok(
                "cp /etc/hosts /run/h; echo 10.9.0.99 gone.example.test >> /etc/hosts;"
                        + " rpc.statd -L");
        try (StatusMonitor monitor = StatusMonitor.of(alpha)) {
            monitor.mon("gone.example.test", "alpha", 1);
        }
        alpha.ok("sm-notify -f -m 0");
        String notifier = alpha.ok("pgrep -x sm-notify");
        alpha.ok("killall -TERM /usr/sbin/sm-notify");
        alpha.awaitEnd(notifier);
        assertEquals(List.of("gone.example.test"), alpha.list("sm.bak"));
        assertEquals(0, alpha.sh("kill -0 " + alpha.statd()).status());
        assertTrue(bystander.isAlive());
    }

    /** High-availability check 12b: both tell at the start; one round for each client and name. */
    @Test
    void aStartThatTellsAndACommandThatTellsDoItOnce() throws Exception {
        alpha.ok("rpc.statd -L");
        monitorEachOther();
        alpha.endStatd("TERM");
        alpha.ok("rpc.statd & sm-notify -f -v 10.9.0.200; wait");
        assertEquals("vip 5 02", lockManager.next().toString());
        alpha.await("[ -z \"$(ls /var/lib/nfs/sm.bak)\" ]");
        assertEquals(5, alpha.state());
        lockManager.assertNothingMore();
    }
}
