package org.relock.tests.interop;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.relock.tests.Needs;

/** Source ports as bindresvport(3) gives them, in a network of our own. */
@Timeout(60)
class ReservedPortTest {

    private static final int NOBODY = 65534;

    private PrivateHost host;

    @BeforeEach
    void open() {
        Needs.program("setpriv");
        host = new PrivateHost();
    }

    @AfterEach
    void close() {
        host.close();
    }

    @Test
    void rootCallsFromAReservedPortThatNoServiceHas() {
        Set<Integer> ports = new HashSet<>();
        for (int i = 0; i < 4; i++) {
            String line = bind(0);
            assertTrue(line.endsWith(" reserved"), line);
            int port = port(line);
            assertTrue(port >= 512 && port <= 1023, line);
            ports.add(port);
        }
        assertTrue(ports.size() > 1, "the choice is random: " + ports);
    }

    @Test
    void portsOfServicesAndOfTheBlacklistAreLeftAlone() {
        // All but two ports belong to somebody, in files that only this host sees.
        host.sh("mkdir /run/etc && cp -r /etc/. /run/etc && mount --bind /run/etc /etc");
        host.sh("seq 512 700 | sed 's,.*,s& &/tcp,' > /etc/services");
        host.sh("seq 701 899 | sed 's,.*,s& &/udp,' >> /etc/services");
        host.sh("(seq 900 998; seq 1001 1023) > /etc/bindresvport.blacklist");
        for (int i = 0; i < 3; i++) {
            int port = port(bind(0));
            assertTrue(port == 999 || port == 1000, "port " + port);
        }
    }

    /** Who may not have a reserved port calls from another, and says so. */
    @Test
    void withoutPrivilegeAnyPortHasToDoWithANotice() {
        String line = bind(NOBODY);
        assertTrue(port(line) >= 1024, line);
        assertTrue(line.contains("unprivileged port"), line);
        assertFalse(line.endsWith(" reserved"), line);
    }

    private String bind(int uid) {
        Process program = host.java(uid, RpcbindCommand.class, "reserved");
        return PrivateHost.readLine(program.inputReader());
    }

    private static int port(String line) {
        return Integer.parseInt(line.substring(0, line.indexOf(' ')));
    }
}
