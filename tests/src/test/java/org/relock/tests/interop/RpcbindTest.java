package org.relock.tests.interop;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.relock.tests.Needs;

/** Our client and keeper against Debian's rpcbind, and our portmapper against its rpcinfo. */
@Timeout(120)
class RpcbindTest {

    private static final int DAEMON = 103;
    private static final int ANOTHER = 104;

    private PrivateHost host;

    @BeforeEach
    void open() {
        Needs.program("rpcbind");
        Needs.program("rpcinfo");
        Needs.program("setpriv");
        host = new PrivateHost();
    }

    @AfterEach
    void close() {
        host.close();
    }

    /** Checks 4 and 9, rpcbind's part: registered by, and unregistered as, the daemon's user. */
    @Test
    void aDaemonRegistersAsItsUserAndUnregistersAtTheEnd() throws Exception {
        startRpcbind();
        Process daemon = register(DAEMON, "REQUIRED", 700);
        assertEquals("started []", line(daemon));
        assertEquals(
                """
                100024 1 tcp 0.0.0.0.2.188 status 103
                100024 1 tcp6 ::.2.188 status 103
                100024 1 udp 0.0.0.0.2.188 status 103
                100024 1 udp6 ::.2.188 status 103
                """,
                entries());
        end(daemon);
        assertEquals("closed", line(daemon));
        assertEquals("", entries());
    }

    /** Check 8: what a killed daemon left does not stand in the way of the next. */
    @Test
    void entriesOfAKilledDaemonAreReplaced() throws Exception {
        startRpcbind();
        Process killed = register(DAEMON, "REQUIRED", 700);
        assertEquals("started []", line(killed));
        host.sh("pkill -9 -f RpcbindCommand");
        killed.waitFor();
        Process next = register(DAEMON, "REQUIRED", 701);
        assertEquals("started []", line(next));
        assertTrue(entries().contains("udp 0.0.0.0.2.189 status 103"), this::entries);
        assertTrue(!entries().contains("2.188"), this::entries);
    }

    @Test
    void rootClearsWhatAnotherUserLeft() throws Exception {
        startRpcbind();
        Process killed = register(ANOTHER, "REQUIRED", 700);
        assertEquals("started []", line(killed));
        host.sh("pkill -9 -f RpcbindCommand");
        killed.waitFor();
        assertEquals("cleared", line(host.java(0, RpcbindCommand.class, "clear")));
        assertEquals("", entries());
    }

    @Test
    void anEntryOfAnotherUserIsReportedWithOwnerAndAddressAndLeftAlone() throws Exception {
        startRpcbind();
        Process other = register(ANOTHER, "REQUIRED", 700);
        assertEquals("started []", line(other));
        String refusal = line(register(DAEMON, "REQUIRED", 701));
        assertTrue(
                refusal.startsWith(
                        "TAKEN 100024 version 1 udp port 701:"
                                + " rpcbind has it for 104 at 0.0.0.0.2.188"),
                refusal);
        assertTrue(entries().contains("udp 0.0.0.0.2.188 status 104"), this::entries);
        assertTrue(!entries().contains("103"), this::entries);
    }

    /** Check 11, with what start-up does before: no word is needed, only an end. */
    @Test
    void withoutRpcbindARequiredRegistrationFails() {
        String refusal = line(register(DAEMON, "REQUIRED", 700));
        assertTrue(refusal.startsWith("ABSENT no rpcbind"), refusal);
    }

    @Test
    void withoutRpcbindAPatientOneIsMadeLater() {
        Process daemon = register(DAEMON, "RETRY", 700);
        String started = line(daemon);
        assertTrue(started.startsWith("started [no rpcbind"), started);
        startRpcbind();
        awaitEntries();
    }

    /** Check 13. */
    @Test
    void afterARestartOfRpcbindTheEntriesComeBack() {
        Process rpcbind = startRpcbind();
        Process daemon = register(DAEMON, "REQUIRED", 700);
        assertEquals("started []", line(daemon));
        host.sh("pkill -9 -x rpcbind");
        awaitEnd(rpcbind);
        startRpcbind();
        awaitEntries();
    }

    /** Check 12: start and end are bounded; the JUnit time-out says so, without a clock. */
    @Test
    @Timeout(30)
    void aFrozenRpcbindHoldsUpNeitherStartNorEnd() throws Exception {
        startRpcbind();
        Process daemon = register(DAEMON, "REQUIRED", 700);
        assertEquals("started []", line(daemon));
        host.sh("pkill -STOP -x rpcbind");
        String refusal = line(register(DAEMON, "REQUIRED", 701));
        assertEquals("SILENT rpcbind does not answer", refusal);
        assertEquals("Optional.empty", line(host.java(DAEMON, RpcbindCommand.class, "probe")));
        end(daemon);
        assertEquals("closed", line(daemon));
        assertTrue(daemon.waitFor(10, TimeUnit.SECONDS));
        host.sh("pkill -CONT -x rpcbind");
        while (!entries().isEmpty()) {
            // What the daemon asked for as it went is done as soon as rpcbind can.
        }
    }

    /** Check 7: only a daemon that answers is running. */
    @Test
    void anEntryThatNobodyServesIsNoRunningDaemon() {
        assertEquals("Optional.empty", line(host.java(DAEMON, RpcbindCommand.class, "probe")));
        startRpcbind();
        assertEquals("Optional.empty", line(host.java(DAEMON, RpcbindCommand.class, "probe")));
        Process daemon = register(DAEMON, "REQUIRED", 700);
        assertEquals("started []", line(daemon));
        assertEquals("Optional.empty", line(host.java(DAEMON, RpcbindCommand.class, "probe")));
    }

    @Test
    void rpcinfoReadsOurPortmapper() {
        Process portmapper = host.java(0, RpcbindCommand.class, "portmapper");
        assertEquals("serving", line(portmapper));
        String versionTwo = host.sh("rpcinfo -p 127.0.0.1");
        assertTrue(versionTwo.contains("100000    2   udp    111  portmapper"), versionTwo);
        assertTrue(versionTwo.contains("100000    2   tcp    111  portmapper"), versionTwo);
        String all = host.sh("rpcinfo 127.0.0.1");
        assertTrue(all.contains("100000    4    udp6      ::.0.111"), all);
        String summary = host.sh("rpcinfo -s 127.0.0.1");
        assertTrue(summary.contains("100000  2,3,4"), summary);
        for (String netid : new String[] {"udp", "tcp"}) {
            String ping = host.sh("rpcinfo -T " + netid + " 127.0.0.1 100000 4");
            assertTrue(ping.contains("program 100000 version 4 ready and waiting"), ping);
            String six = host.sh("rpcinfo -T " + netid + "6 ::1 100000 3");
            assertTrue(six.contains("program 100000 version 3 ready and waiting"), six);
        }
    }

    @Test
    void aDaemonWithoutRpcbindIsItsOwnPortmapper() throws Exception {
        Process daemon = register(0, "EMBED", 700);
        assertEquals("started []", line(daemon));
        String table = host.sh("rpcinfo -p 127.0.0.1");
        assertTrue(table.contains("100024    1   udp    700  status"), table);
        Process second = register(DAEMON, "REQUIRED", 701);
        assertTrue(line(second).startsWith("TAKEN"), "the other's entries stay");
        end(daemon);
        assertEquals("closed", line(daemon));
        assertTrue(!host.sh("rpcinfo -p 127.0.0.1").contains("100024"));
    }

    @Test
    void oursIsRegisteredWithAnotherPortmapperOverLoopback() throws Exception {
        Process portmapper = host.java(0, RpcbindCommand.class, "portmapper");
        assertEquals("serving", line(portmapper));
        Process daemon = register(DAEMON, "REQUIRED", 2049);
        assertEquals("started []", line(daemon));
        assertTrue(host.sh("rpcinfo 127.0.0.1").contains("100024    1    udp6      ::.8.1"));
        end(daemon);
        assertEquals("closed", line(daemon));
        assertTrue(!host.sh("rpcinfo 127.0.0.1").contains("100024"));
    }

    private Process startRpcbind() {
        Process rpcbind = host.start("sh", "-c", "rpcbind -f & wait");
        while (!host.sh("rpcinfo").contains("superuser")) {
            // It is up when it answers.
        }
        return rpcbind;
    }

    private Process register(int uid, String policy, int port) {
        return host.java(uid, RpcbindCommand.class, "register", policy, Integer.toString(port));
    }

    private static String line(Process process) {
        return PrivateHost.readLine(process.inputReader());
    }

    private static void end(Process process) throws IOException {
        process.getOutputStream().close();
    }

    private static void awaitEnd(Process process) {
        process.onExit().join();
    }

    private void awaitEntries() {
        while (entries().lines().count() < 4) {
            // The keeper looks at the table ten times a second here.
        }
        assertTrue(entries().contains("udp 0.0.0.0.2.188 status 103"), this::entries);
    }

    /** Returns the entries of our program, one a line, sorted, with single blanks. */
    private String entries() {
        return host.sh("rpcinfo | grep 100024 | tr -s ' ' | sed 's/^ //; s/ *$//' | sort");
    }
}
