package org.relock.state.rpcbind;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.SocketTimeoutException;
import java.net.UnixDomainSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.relock.state.rpc.RpcCall;
import org.relock.state.rpc.RpcOutcome;
import org.relock.state.rpcbind.RpcbindException.Kind;
import org.relock.state.xdr.XdrEncodable;

/**
 * How the rpcbind of this host is reached: over its Unix socket, where it sees who we are; where
 * there is no such socket (a container, another portmapper), over TCP and then UDP on loopback.
 *
 * <p>Its methods wait, but not for long: a frozen rpcbind costs an attempt its deadline and no
 * more.
 *
 * <p>What rpcbind 1.2.6 does, seen over its socket: the owner of an entry is whoever connected, as
 * a decimal uid or {@code superuser}; what the caller writes there is ignored. Only its owner and
 * root can remove an entry, and no one can set another port over it, not even its owner. So a
 * daemon that gives up root removes what a killed predecessor left while it still is root, and sets
 * its own entries afterwards, as the user that will remove them in the end. Setting the same port
 * again is a success, even if the entry is someone else's.
 *
 * @param socket of the Unix domain
 * @param loopback where a portmapper without such a socket listens
 */
public record Rpcbind(Path socket, InetSocketAddress loopback) {

    /** How long one attempt may take, however many calls it has. */
    static final Duration ATTEMPT = Duration.ofSeconds(2);

    /** How long a start may be held up by looking for another daemon. */
    private static final Duration PROBE = Duration.ofSeconds(1);

    /** Where Linux has them. */
    public static final Rpcbind OF_THIS_HOST =
            new Rpcbind(
                    Path.of("/run/rpcbind.sock"),
                    new InetSocketAddress(InetAddress.getLoopbackAddress(), Rpcb.PORT));

    /**
     * Reaches it by the first way there is.
     *
     * @throws RpcbindException if nobody listens, or nobody answers within {@code patience}
     */
    RpcbindSession open(Duration patience) throws RpcbindException {
        long deadline = System.nanoTime() + patience.toNanos();
        try {
            return new RpcbindSession(connect(deadline));
        } catch (SocketTimeoutException e) {
            throw new RpcbindException(Kind.SILENT, "rpcbind does not answer");
        } catch (RpcbindException e) {
            throw e.kind() == Kind.ABSENT ? nobody() : e;
        } catch (IOException e) {
            throw nobody();
        }
    }

    private RpcbindException nobody() {
        return new RpcbindException(
                Kind.ABSENT,
                "no rpcbind at "
                        + socket
                        + " nor at "
                        + loopback.getAddress().getHostAddress()
                        + " port "
                        + loopback.getPort());
    }

    private Wire connect(long deadline) throws IOException {
        SocketAddress[] ways = {UnixDomainSocketAddress.of(socket), loopback};
        for (SocketAddress way : ways) {
            try {
                return StreamWire.connect(way, deadline);
            } catch (SocketTimeoutException e) {
                throw e;
            } catch (IOException e) {
                // Nobody there: there is one way more.
            }
        }
        DatagramWire wire = new DatagramWire(loopback, deadline);
        try {
            // Only an answer shows that somebody listens.
            new RpcbindSession(wire).ping();
            return wire;
        } catch (RpcbindException e) {
            wire.close();
            throw e;
        }
    }

    /**
     * Finds out whether a program is served on this host already: asks the port of it over UDP, and
     * calls NULL there (acceptance check 7). It takes a second at most, and only if somebody is
     * silent; whoever does not answer is not running.
     */
    public Optional<Running> probe(int program, int version) {
        long deadline = System.nanoTime() + PROBE.toNanos();
        try {
            Mapping wanted = new Mapping(program, version, Rpcb.IPPROTO_UDP, 0);
            RpcCall ask = new RpcCall(loopback, Rpcb.PROGRAM, Rpcb.VERSION_2, Rpcb.GETPORT, wanted);
            if (!(DatagramWire.exchange(ask, deadline) instanceof RpcOutcome.Success found)) {
                return Optional.empty();
            }
            int port = found.results().i32();
            if (port < 1 || port > Rpcb.LAST_PORT) {
                return Optional.empty();
            }
            InetSocketAddress there = new InetSocketAddress(loopback.getAddress(), port);
            RpcCall ping = new RpcCall(there, program, version, Rpcb.NULL, XdrEncodable.VOID);
            // A refusal counts too: it may be of us alone, as by hosts.deny.
            RpcOutcome answer = DatagramWire.exchange(ping, deadline);
            boolean anothers =
                    answer instanceof RpcOutcome.Refused refused
                            && refused.status().startsWith("PROG_");
            return anothers
                    ? Optional.empty()
                    : Optional.of(new Running(port, owner(program, version)));
        } catch (IOException e) {
            return Optional.empty(); // nobody there, or nobody that speaks RPC in time
        }
    }

    private String owner(int program, int version) {
        try (RpcbindSession session = open(PROBE)) {
            for (RpcbEntry entry : session.dump()) {
                if (entry.program() == program
                        && entry.version() == version
                        && entry.netid().equals("udp")) {
                    return entry.owner();
                }
            }
        } catch (RpcbindException e) {
            // It was only to help the administrator.
        }
        return "";
    }
}
