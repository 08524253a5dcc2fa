package org.relock.tests.process;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.relock.tests.Needs;

/** The second front door: the daemons under jsvc, as Debian packages it, on a host of their own. */
@Timeout(120)
class JsvcTest {

    private static final String HOST =
            """
            mount -t tmpfs none /run; mkdir /run/rpcbind; ip link set lo up
            mount -t tmpfs none /var/lib/nfs; cd /var/lib/nfs; mkdir sm sm.bak; chown 65534 sm
            if [ -d /proc/sys/fs/nfs ]; then mount -t tmpfs none /proc/sys/fs/nfs; fi
            rpcbind -f & until rpcinfo -p 127.0.0.1 > /dev/null 2>&1; do sleep 0.1; done
            classes=$(printf '%%s:' %s/*.jar)
            java() { %s -home %s -pidfile /run/jsvc.pid -outfile /run/out -errfile /run/out \\
                -wait 60 -cp "$classes" "$@"; }
            """;

    private String host;

    @BeforeEach
    void prepare() {
        Needs.root();
        Needs.program("rpcbind");
        Path jsvc = Needs.program("jsvc");
        Path libraries = Needs.file(Needs.top().resolve("target/dist/lib").toString());
        host = HOST.formatted(libraries, jsvc, System.getProperty("java.home"));
    }

    private void assertTells(String expected, String script) throws Exception {
        assertEquals(new Finished(0, expected), Finished.ofPrivateScript(host + script));
    }

    /** The command returns when calls are answered, and the process is what ours would be. */
    @Test
    void theStatusMonitorServesWithoutRightsAndLeavesNothingAtTheEnd() throws Exception {
        assertTells(
                """
                program 100024 version 1 ready and waiting
                rpc.statd
                Uid: 65534 65534 65534 65534
                CapEff: 0000000000000400
                CapBnd: 0000000000000000
                0
                """,
                """
                java -procname rpc.statd org.relock.statd.StatdDaemon -L
                rpcinfo -T udp 127.0.0.1 100024 1
                pid=$(cat /run/jsvc.pid); [ $pid = $(cat /run/rpc.statd.pid) ]; cat /proc/$pid/comm
                grep -E '^(Uid|Cap(Eff|Bnd)):' /proc/$pid/status | sed 'y/\\t/ /'
                java -stop org.relock.statd.StatdDaemon
                rpcinfo -p 127.0.0.1 | grep -c 100024 || true
                """);
    }

    @Test
    void theLockManagerServesAndLeavesNothingAtTheEnd() throws Exception {
        assertTells(
                """
                program 100021 version 4 ready and waiting
                rpc.lockd
                0
                """,
                """
                java -procname rpc.lockd org.relock.lockd.LockdDaemon \\
                    -p 4045 --opaque-handles --allow 127.0.0.1
                rpcinfo -T udp 127.0.0.1 100021 4
                cat /proc/$(cat /run/jsvc.pid)/comm
                java -stop org.relock.lockd.LockdDaemon
                rpcinfo -p 127.0.0.1 | grep -c 100021 || true
                """);
    }

    /** What is wrong is said, and nothing is left running. */
    @Test
    void aBadPortIsSaidAndFails() throws Exception {
        assertTells(
                """
                failed
                1
                """,
                """
                java org.relock.statd.StatdDaemon -p 70000 || echo failed
                grep -c 'bad port number' /run/out
                """);
    }
}
