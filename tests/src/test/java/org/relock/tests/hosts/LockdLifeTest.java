package org.relock.tests.hosts;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.relock.tests.hosts.LockClient.BLOCKED;
import static org.relock.tests.hosts.LockClient.DENIED;
import static org.relock.tests.hosts.LockClient.GRACE;
import static org.relock.tests.hosts.LockClient.GRANTED;

import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.relock.tests.Needs;

/** rpc.lockd from its start to its end, and lockctl at its side. */
@Timeout(120)
class LockdLifeTest {

    private static final String FILE = "0101";
    private static final String LOCKD =
            "rpc.lockd -p 4045 --opaque-handles --allow 10.9.0.0/24 --allow 127.0.0.1";

    private TwoHosts hosts;
    private Host alpha;
    private LockClient client;

    @BeforeEach
    void open() throws IOException {
        Needs.file(Make.OURS.program("rpc.lockd").toString());
        hosts = new TwoHosts();
        alpha = hosts.alpha();
        alpha.install(Make.OURS);
        for (String program : List.of("rpc.lockd", "lockctl")) {
            alpha.ok("ln -sfn " + Make.OURS.program(program) + " /usr/sbin/" + program);
        }
        alpha.rpcbind();
        alpha.ok("rpc.statd -L");
        client = new LockClient(hosts.beta(), "beta", alpha.address(), 4045);
    }

    @AfterEach
    void close() {
        client.close();
        hosts.close();
    }

    private String lockd() {
        return alpha.ok("cat /run/rpc.lockd.pid");
    }

    private void end(String signal) {
        String pid = lockd();
        alpha.ok("kill -" + signal + " " + pid);
        alpha.awaitEnd(pid);
    }

    private List<String> registered() {
        return alpha.ok("rpcinfo 127.0.0.1 | grep ' 100021 ' || :")
                .lines()
                .map(line -> line.strip().split("\\s+", -1))
                .map(words -> words[1] + " " + words[2])
                .sorted()
                .toList();
    }

    /** NLM checks 1 and 10: once the command has returned, and not a call later. */
    @Test
    void itServesWhenTheCommandReturnsAndLeavesNothingAtTheEnd() throws Exception {
        for (String signal : List.of("TERM", "INT")) {
            alpha.ok(LOCKD + " && rpcinfo -T udp 127.0.0.1 100021 4");
            assertEquals(
                    List.of(
                            "1 tcp", "1 tcp6", "1 udp", "1 udp6", "3 tcp", "3 tcp6", "3 udp",
                            "3 udp6", "4 tcp", "4 tcp6", "4 udp", "4 udp6"),
                    registered());
            String status = alpha.read("/proc/" + lockd() + "/status");
            assertTrue(status.contains("CapEff:\t0000000000000400"), status);
            assertEquals("rpc.lockd\n", alpha.read("/proc/" + lockd() + "/comm"));
            end(signal);
            assertEquals(List.of(), registered());
            assertEquals("", alpha.read("/run/rpc.lockd.pid"));
        }
    }

    /** SIGHUP has the exports read again; where another server has the files, there are none. */
    @Test
    void aHangupDoesNotEndIt() throws Exception {
        alpha.ok(LOCKD);
        String pid = lockd();
        alpha.ok("kill -HUP " + pid);
        alpha.ok("rpcinfo -T udp 127.0.0.1 100021 4");
        assertEquals(GRANTED, client.lock(FILE));
        end("TERM");
    }

    @Test
    void aSecondLockManagerRefusesToStart() throws Exception {
        alpha.ok(LOCKD);
        Ran second = alpha.sh(LOCKD);
        assertEquals(1, second.status());
        assertTrue(second.output().contains("running already"), second.output());
        // Nor where rpcbind is not asked: the first has the journal and the socket.
        Ran quiet = alpha.sh(LOCKD.replace("4045", "4046") + " --rpcbind=none");
        assertEquals(1, quiet.status());
        assertTrue(quiet.output().contains("nother rpc.lockd"), quiet.output());
        assertEquals(GRANTED, client.lock(FILE));
    }

    /** NLM check 67. */
    @Test
    void locksAndWaitersSurviveEveryEndOfTheDaemon() throws Exception {
        alpha.ok(LOCKD);
        assertEquals(GRANTED, client.lock(FILE));
        assertEquals(BLOCKED, client.lock(FILE, 2, 0, true, false));
        for (String signal : List.of("TERM", "KILL")) {
            end(signal);
            alpha.ok(LOCKD);
            assertEquals(DENIED, client.lock(FILE, 3, 0, false, false));
            assertEquals(GRANTED, client.lock("0202", 3, 0, false, false), "no grace");
        }
        assertEquals(GRANTED, client.unlock(FILE));
        alpha.await("lockctl waiters | grep -q offered");
        assertEquals(GRANTED, client.lock(FILE, 2, 0, true, false));
    }

    /** NLM check 47: to the daemon another boot id is another boot. */
    @Test
    void afterARebootWhatWasHeldIsReclaimed() throws Exception {
        alpha.ok(LOCKD);
        assertEquals(GRANTED, client.lock(FILE));
        end("KILL");
        alpha.ok(
                "cat /proc/sys/kernel/random/uuid > /run/boot_id"
                        + " && mount --bind /run/boot_id /proc/sys/kernel/random/boot_id");
        alpha.ok(LOCKD);
        assertTrue(alpha.ok("lockctl grace").contains("all"));
        assertEquals(GRACE, client.lock("0202"));
        assertEquals(GRANTED, client.reclaim(FILE));
        alpha.ok("lockctl grace end || :");
        assertEquals(GRANTED, client.lock("0202"));
    }

    /** NLM check 70; it is bounded by the test's own patience and not by two seconds. */
    @Test
    void tenThousandWaitersDoNotHoldUpTheEnd() throws Exception {
        alpha.ok(LOCKD + " --waiters-per-client=20000");
        assertEquals(GRANTED, client.lockAll(FILE));
        for (int i = 0; i < 10_000; i++) {
            assertEquals(BLOCKED, client.lock(FILE, 2 + i, 10L * i, true, false));
        }
        end("TERM");
        assertEquals(List.of(), registered());
        alpha.ok(LOCKD);
        assertEquals("10001", alpha.ok("lockctl waiters | wc -l"));
        assertEquals(DENIED, client.lock(FILE, 1_000_000, 0, false, false), "and no grace");
    }

    /** NLM checks 64 to 66. */
    @Test
    void anAdministratorSeesAndReleases() throws Exception {
        alpha.ok(LOCKD);
        assertEquals(GRANTED, client.lock(FILE));
        assertEquals(BLOCKED, client.lock(FILE, 2, 5, true, false));
        String locks = alpha.ok("lockctl locks");
        assertTrue(locks.contains("beta@10.9.0.2"), locks);
        String json = alpha.ok("lockctl locks --json");
        assertTrue(json.contains("\"state\":\"waiting\""), json);
        assertTrue(json.contains("\"blockers\":[{"), json);
        assertTrue(alpha.ok("lockctl graph").contains("->"));
        assertTrue(alpha.ok("lockctl explain --file 0:0101 --client beta").contains("not granted"));
        assertTrue(alpha.ok("lockctl health").contains("well"));
        assertEquals(
                "released 1 locks, 1 waiters, 0 shares",
                alpha.ok("lockctl release --server 10.9.0.1"));
        assertEquals(1, alpha.sh("lockctl release --client nobody").status());
        assertEquals(2, alpha.sh("lockctl nonsense").status());
        end("TERM");
        assertEquals(3, alpha.sh("lockctl health").status());
    }

    /** NLM check 65: who answers NULL keeps its locks, unless by force. */
    @Test
    void aClientThatAnswersKeepsItsLocks() throws Exception {
        alpha.ok(LOCKD);
        // Its own lock manager makes this host a client that answers.
        try (LockClient self = new LockClient(alpha, "alpha", "127.0.0.1", 4045)) {
            assertEquals(GRANTED, self.lock(FILE));
            Ran refused = alpha.sh("lockctl release --client alpha");
            assertEquals(1, refused.status());
            assertTrue(refused.output().contains("--force"), refused.output());
            assertEquals(
                    "released 1 locks, 0 waiters, 0 shares",
                    alpha.ok("lockctl release --client alpha --force"));
        }
    }

    /** NLM check 68. */
    @Test
    void metricsAndHealthAreServedOnLoopbackAlone() throws Exception {
        alpha.ok(LOCKD + " --metrics=9100");
        assertEquals(GRANTED, client.lock(FILE));
        String get =
                "exec 3<> /dev/tcp/%s/9100 && printf 'GET /%s HTTP/1.0\\r\\n\\r\\n' >&3 && cat <&3";
        String metrics = alpha.ok("bash -c \"" + get.formatted("127.0.0.1", "metrics") + "\"");
        for (String name :
                List.of(
                        "relock_locks_held 1.0",
                        "relock_locks_waiting 0.0",
                        "relock_grants_sent_total 0.0",
                        "relock_grants_acknowledged_total 0.0",
                        "relock_grants_denied_total 0.0",
                        "relock_grants_expired_total 0.0",
                        "relock_grant_latency_seconds_count 0",
                        "relock_drc_hits_total 0.0",
                        "relock_monitor_failures_total 0.0",
                        "relock_grace_remaining_seconds 0.0",
                        "relock_deadlocks_total 0.0")) {
            assertTrue(metrics.contains("\n" + name + "\n"), () -> name + " in " + metrics);
        }
        String health = alpha.ok("bash -c \"" + get.formatted("127.0.0.1", "health") + "\"");
        assertTrue(health.contains("200 OK"), health);
        String outside = "bash -c \"" + get.formatted("10.9.0.1", "health") + "\"";
        assertTrue(hosts.beta().sh(outside).status() != 0);
    }

    /** The same contract as statd's callout; protocol 2 has an object on its standard input. */
    @Test
    void theCalloutHearsWhoIsServedThroughWhichAddress() throws Exception {
        alpha.write("/run/callout", "#!/bin/sh\necho \"$@ $(cat)\" >> /var/lib/nfs/sm/.heard\n");
        alpha.ok("chmod 755 /run/callout");
        alpha.ok(LOCKD + " -H /run/callout --ha-callout-protocol=2");
        assertEquals(GRANTED, client.lock(FILE));
        assertEquals(GRANTED, client.lock("0202"));
        List<String> heard = alpha.read("/var/lib/nfs/sm/.heard").lines().toList();
        assertEquals(1, heard.size());
        assertTrue(
                heard.get(0)
                        .startsWith(
                                "add-client 10.9.0.2 10.9.0.1 {\"v\":2,\"event\":\"add-client\","
                                        + "\"mon_name\":\"10.9.0.2\",\"my_name\":\"10.9.0.1\","),
                heard::toString);
    }

    /** It delays only the request that it is run for. */
    @Test
    void aCalloutThatHangsIsEndedAndTheLockGranted() throws Exception {
        alpha.write("/run/callout", "#!/bin/sh\nexec sleep 1000\n");
        alpha.ok("chmod 755 /run/callout");
        alpha.ok(LOCKD + " -H /run/callout --callout-timeout=2");
        assertEquals(GRANTED, client.lock(FILE));
    }
}
