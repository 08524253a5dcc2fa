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

/** rpc.statd from its start to its end, with Debian's rpcbind and whatever befalls that. */
@Timeout(120)
class LifeTest {

    private static final List<String> ON_4046 =
            List.of("tcp 4046 103", "tcp6 4046 103", "udp 4046 103", "udp6 4046 103");

    private TwoHosts hosts;
    private Host alpha;

    @BeforeEach
    void open() throws IOException {
        hosts = new TwoHosts();
        alpha = hosts.alpha();
        alpha.install(Make.OURS);
    }

    @AfterEach
    void close() {
        hosts.close();
    }

    private List<String> on4046() {
        String uid = alpha.ok("id -u statd");
        return ON_4046.stream().map(line -> line.replace("103", uid)).toList();
    }

    /**
     * Checks 1, 4, 5, 9, 10, 15, 26, 27 and high-availability check 7: once the command has
     * returned, and not a call later, rpcinfo succeeds over every transport.
     */
    @Test
    void itServesWhenTheCommandReturnsAndLeavesNothingAtTheEnd() throws Exception {
        alpha.rpcbind();
        for (String signal : List.of("TERM", "INT", "HUP")) {
            alpha.ok("rpc.statd -L -p 4046 && rpcinfo -T udp 127.0.0.1 100024 1");
            assertEquals(on4046(), alpha.registered());
            if (signal.equals("TERM")) {
                assertAnswersRpcinfo();
                assertRights();
            }
            alpha.endStatd(signal);
            assertEquals(List.of(), alpha.registered());
            assertEquals("", alpha.read("/run/rpc.statd.pid"));
        }
        assertEquals(3, alpha.state());
        assertEquals("3", alpha.read("/proc/sys/fs/nfs/nsm_local_state"));
    }

    private void assertAnswersRpcinfo() {
        assertTrue(alpha.ok("rpcinfo -p").contains("100024    1   udp   4046  status"));
        for (String form :
                List.of(
                        "-u 127.0.0.1 status 1",
                        "-t 127.0.0.1 status 1",
                        "-T tcp 127.0.0.1 status 1",
                        "-T udp6 ::1 100024",
                        "-T tcp6 ::1 100024")) {
            assertEquals("program 100024 version 1 ready and waiting", alpha.ok("rpcinfo " + form));
        }
        Ran wrong = hosts.beta().sh("rpcinfo -T tcp 10.9.0.1 100024 2");
        assertEquals(1, wrong.status());
        assertTrue(wrong.output().contains("low version = 1, high version = 1"), wrong.output());
    }

    private void assertRights() {
        String pid = alpha.statd();
        assertEquals("rpc.statd", alpha.ok("cat /proc/" + pid + "/comm"));
        assertEquals("/var/lib/nfs", alpha.ok("readlink /proc/" + pid + "/cwd"));
        String uid = alpha.ok("id -u statd");
        assertEquals(
                """
                Umask: 0007
                Uid: U U U U
                CapEff: 0000000000000400
                CapBnd: 0000000000000000\
                """
                        .replace("U ", uid + " ")
                        .replace(" U", " " + uid),
                alpha.ok(
                        "grep -hE '^(Umask|Uid|CapEff|CapBnd):' /proc/"
                                + pid
                                + "/status | tr '\\t' ' '"));
        assertEquals("statd", alpha.ok("stat -c %U /run/rpc.statd.pid"));
    }

    /** Check 7, ha D15, either way round: the second ends with a word, the first is unharmed. */
    @Test
    void aSecondStatusMonitorRefusesToStart() throws Exception {
        alpha.rpcbind();
        for (Make first : Make.values()) {
            alpha.install(first);
            alpha.ok("rpc.statd -L -p 4046");
            String pid = alpha.statd();
            for (Make second : Make.values()) {
                alpha.install(second);
                Ran ran = alpha.sh("rpc.statd -L");
                assertEquals(1, ran.status(), ran.output());
                assertTrue(ran.output().contains("Statd service already running!"), ran.output());
                assertEquals(on4046(), alpha.registered());
                assertEquals(pid, alpha.statd());
            }
            alpha.endStatd("TERM");
        }
    }

    /** Check 8, also where the one that was killed was the other maker's. */
    @Test
    void afterAKillTheNextTakesOver() throws Exception {
        alpha.rpcbind();
        for (Make killed : Make.values()) {
            alpha.install(killed);
            alpha.ok("rpc.statd -L -p 4045");
            try (StatusMonitor monitor = StatusMonitor.of(alpha)) {
                assertEquals(new SmStatRes(true, 3), monitor.mon("beta", "alpha", 1));
            }
            alpha.endStatd("KILL");
            alpha.install(killed.other());
            alpha.ok("rpc.statd -L -p 4046");
            assertEquals(on4046(), alpha.registered());
            assertEquals(List.of("beta.example.test"), alpha.list("sm"));
            alpha.endStatd("KILL");
        }
    }

    /** Check 11: the reason is said, also where the log goes nowhere. */
    @Test
    void withoutRpcbindTheStartFailsAndSaysWhy() {
        Ran ran = alpha.sh("timeout 20 rpc.statd -L");
        assertEquals(1, ran.status(), ran.output());
        assertTrue(ran.output().contains("rpcbind"), ran.output());
        assertEquals("", alpha.ok("cat /run/rpc.statd.pid"));
    }

    /** Check 12: nfs-utils' takes minutes for either, longer than any command is given here. */
    @Test
    void aFrozenRpcbindHoldsUpNeitherStartNorEnd() {
        alpha.rpcbind();
        alpha.ok("rpc.statd -L");
        String pid = alpha.statd();
        alpha.ok("pkill -STOP -x rpcbind");
        Ran ran = alpha.sh("timeout 30 rpc.statd -L");
        assertEquals(1, ran.status(), ran.output());
        assertTrue(ran.output().contains("rpcbind does not answer"), ran.output());
        alpha.ok("kill " + pid);
        alpha.awaitEnd(pid);
    }

    /** Check 13. */
    @Test
    void afterARestartOfRpcbindItIsFoundAgain() {
        alpha.rpcbind();
        alpha.ok("rpc.statd -L -p 4046");
        alpha.ok("pkill -9 -x rpcbind");
        alpha.rpcbind();
        alpha.await("[ $(rpcinfo | grep -c ' 100024 ') = 4 ]");
        assertEquals(on4046(), alpha.registered());
    }

    /** Check 14: nfs-utils' starts with half of its sockets. */
    @Test
    void aPortThatIsTakenIsSaid() throws Exception {
        alpha.rpcbind();
        Process taker =
                alpha.start(
                        "exec python3 -c 'import socket, time;"
                                + " s = socket.socket(socket.AF_INET, socket.SOCK_DGRAM);"
                                + " s.bind((\"\", 4046)); print(1, flush=True);"
                                + " time.sleep(60)'");
        assertEquals('1', taker.getInputStream().read());
        Ran ran = alpha.sh("rpc.statd -L -p 4046");
        assertEquals(1, ran.status(), ran.output());
        assertTrue(ran.output().contains("4046"), ran.output());
        assertEquals(List.of(), alpha.registered());
    }

    /** Checks 3, 16, 17 and high-availability check 11. */
    @Test
    void itLivesWithWhatItFindsInTheStateDirectory() throws Exception {
        alpha.rpcbind();
        alpha.ok("mv /var/lib/nfs/sm /var/lib/nfs/elsewhere");
        Ran ran = alpha.sh("rpc.statd -L");
        assertEquals(1, ran.status(), ran.output());
        assertTrue(ran.output().contains("/var/lib/nfs"), ran.output());

        alpha.ok(
                "cd /var/lib/nfs; mv elsewhere sm; rmdir sm.bak; chown root sm; touch sm/empty;"
                        + " echo rubbish > sm/rubbish; touch sm/.hidden; mkdir sm/directory");
        alpha.state(8);
        alpha.ok("rpc.statd -L");
        assertEquals("0", alpha.ok("stat -c %u /proc/" + alpha.statd()));
        try (StatusMonitor monitor = StatusMonitor.of(alpha)) {
            assertEquals(new SmStatRes(true, 9), monitor.mon("beta", "alpha", 1));
        }
        assertEquals(8, alpha.state());
        assertEquals("9", alpha.read("/proc/sys/fs/nfs/nsm_local_state"));
        assertEquals(
                List.of(".hidden", "beta.example.test", "directory", "empty", "rubbish"),
                alpha.list("sm"));
        assertEquals("rubbish\n", alpha.read("/var/lib/nfs/sm/rubbish"));
    }

    /** Checks 23 and 24. */
    @Test
    void lockManagerPortsAndSmNotifyAreSetUpAsTold() throws Exception {
        alpha.rpcbind();
        alpha.ok("RPC_STATD_NO_NOTIFY=1 rpc.statd -T 4045");
        assertEquals("4045 4045", ports());
        assertTrue(alpha.sh("test -e /run/sm-notify.pid").status() != 0);
        alpha.endStatd("TERM");
        alpha.write("/proc/sys/fs/nfs/nlm_tcpport", "");
        alpha.ok("rpc.statd -U 4047");
        assertEquals(" 4047", ports());
        assertEquals(0, alpha.sh("test -e /run/sm-notify.pid").status());
        alpha.endStatd("TERM");
    }

    private String ports() throws IOException {
        return alpha.read("/proc/sys/fs/nfs/nlm_tcpport")
                + " "
                + alpha.read("/proc/sys/fs/nfs/nlm_udpport");
    }

    /** Check 95: mount's helper, as Debian has it, with an empty environment. */
    @Test
    void theHelperOfMountStartsOneDaemonAndIsNotHeldUp() {
        alpha.rpcbind();
        alpha.ok("env -i /usr/sbin/start-statd");
        String pid = alpha.statd();
        alpha.ok("env -i /usr/sbin/start-statd");
        assertEquals(pid, alpha.statd());
        assertEquals(pid, alpha.ok("pidof rpc.statd"));
        assertEquals("free", alpha.ok("flock -n /run/rpc.statd.lock echo free"));
        assertTrue(alpha.sh("test -e /run/sm-notify.pid").status() != 0);
    }
}
