package org.relock.state.rpc;

import java.nio.file.Path;
import java.util.BitSet;
import org.relock.state.rpc.Services.Line;

/**
 * The privileged ports that outgoing calls may take, as bindresvport(3) does: 512 to 1023 from a
 * random place on, without those that {@code /etc/services} lists for udp or for tcp (a callback
 * socket must not sit on the port of a service that starts later) and without those of {@code
 * /etc/bindresvport.blacklist}. Either file may be missing.
 */
public final class ReservedPorts {

    private static final int FIRST = 512;
    private static final int LAST = 1023;
    private static final int MANY = LAST - FIRST + 1;
    private static final Path BLACKLIST = Path.of("/etc/bindresvport.blacklist");

    private final BitSet avoided;

    private ReservedPorts(BitSet avoided) {
        this.avoided = avoided;
    }

    /** Reads the host's own two files. */
    public static ReservedPorts ofThisHost() {
        return avoiding(Services.ofThisHost(), BLACKLIST);
    }

    /** Chooses among the ports that neither {@code services} nor {@code blacklist} lists. */
    public static ReservedPorts avoiding(Services services, Path blacklist) {
        BitSet avoided = services.ports();
        Line.each(
                BoundedFile.read(blacklist),
                line -> {
                    int port = Services.number(line.word());
                    if (port >= 0) {
                        avoided.set(port);
                    }
                });
        return new ReservedPorts(avoided);
    }

    /** Returns the ports to try, in order, from the {@code random} one on. */
    int[] inOrder(int random) {
        int start = Integer.remainderUnsigned(random, MANY);
        int[] ports = new int[MANY];
        int size = 0;
        for (int i = 0; i < MANY; i++) {
            int port = FIRST + (start + i) % MANY;
            if (!avoided.get(port)) {
                ports[size++] = port;
            }
        }
        return java.util.Arrays.copyOf(ports, size);
    }
}
