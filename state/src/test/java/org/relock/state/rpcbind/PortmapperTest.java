package org.relock.state.rpcbind;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.relock.state.rpc.CallSource;
import org.relock.state.rpc.RpcCall;
import org.relock.state.rpc.RpcCallLoop;
import org.relock.state.rpc.RpcOutcome;
import org.relock.state.rpc.Transport;
import org.relock.state.rpc.UdpCalls;
import org.relock.state.xdr.XdrEncodable;

/** Tests of {@link Portmapper}, and of {@link Registration} with it. */
@Timeout(value = 30, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class PortmapperTest {

    private static final Duration LONG = Duration.ofMinutes(1);
    private static final Path NO_SOCKET = Path.of("/nonexistent/rpcbind.sock");
    private static final RpcService UDP = new RpcService(100024, 1, "udp", 4000);
    private static final RpcService TCP = new RpcService(100024, 1, "tcp", 4001);
    private static final RpcService UDP6 = new RpcService(100024, 1, "udp6", 4000);
    private static final List<RpcService> ALL = List.of(UDP, TCP, UDP6);

    private Portmapper portmapper;
    private Rpcbind rpcbind;
    private RpcCallLoop loop;
    private UdpCalls calls;

    @BeforeEach
    void open() throws IOException {
        portmapper = openAnywhere();
        portmapper.start();
        int port = portmapper.ports().tcp().getAsInt();
        rpcbind =
                new Rpcbind(
                        NO_SOCKET, new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
        loop = RpcCallLoop.open("test-portmapper");
        calls = loop.udp(CallSource.ANY);
    }

    @AfterEach
    void close() {
        loop.close();
        portmapper.close();
    }

    @Test
    void servicesAreRegisteredFoundAndRemoved() throws IOException {
        try (Registration registration = Registration.start(rpcbind, ALL, RpcbindPolicy.REQUIRED)) {
            assertEquals(List.of(), registration.problems());
            assertEquals(new RemotePort.Port(4000), ask("127.0.0.1", Transport.UDP));
            assertEquals(new RemotePort.Port(4001), ask("127.0.0.1", Transport.TCP));
            assertEquals(new RemotePort.Port(4000), ask("::1", Transport.UDP));
            assertEquals(3, ours().size());
        }
        assertEquals(RemotePort.NotRegistered.INSTANCE, ask("127.0.0.1", Transport.UDP));
        assertEquals(RemotePort.NotRegistered.INSTANCE, ask("::1", Transport.UDP));
        assertEquals(List.of(), ours());
    }

    @Test
    void anUnprivilegedCallerNeitherRemovesOursNorSetsAReservedPort() throws IOException {
        assertTrue(portmapper.register(UDP));
        InetSocketAddress there = udpAddress();
        Mapping remove = new Mapping(100024, 1, 17, 0);
        assertEquals(0, word(call(there, 2, 2, remove)));
        assertEquals(0, word(call(there, 2, 1, new Mapping(100021, 4, 17, 700))));
        assertEquals(1, word(call(there, 2, 1, new Mapping(100021, 4, 17, 7000))));
        assertEquals(7000, word(call(there, 2, 3, new Mapping(100021, 4, 17, 0))));
        assertEquals(1, ours().size());
    }

    @Test
    void nonsenseIsNotRegistered() throws IOException {
        InetSocketAddress there = udpAddress();
        assertEquals(0, word(call(there, 2, 1, new Mapping(100021, 4, 17, 65536))));
        assertEquals(0, word(call(there, 2, 1, new Mapping(100021, 4, 17, -1))));
        assertEquals(0, word(call(there, 2, 1, new Mapping(100021, 4, 17, 0))));
        assertEquals(0, word(call(there, 2, 1, new Mapping(100021, 4, 99, 4000))));
        for (String address : new String[] {"", "x", "1.2.3.4", "1.2.3.4.256.1"}) {
            RpcbEntry entry = new RpcbEntry(100021, 4, "udp", address, "");
            assertEquals(0, word(call(there, 4, 1, entry)), address);
        }
        RpcbEntry local = new RpcbEntry(100021, 4, "local", "1.2.3.4.8.1", "");
        assertEquals(0, word(call(there, 4, 1, local)));
    }

    @Test
    void theTableHasAnEnd() {
        boolean registered = true;
        int size = 0;
        while (registered) {
            registered = portmapper.register(new RpcService(200_000 + size, 1, "udp", 4000));
            size++;
        }
        assertTrue(size < PortmapTable.MAX_ENTRIES);
    }

    @Test
    void itCallsNobodyForOthersAndDoesNotGiveItselfAway() throws IOException {
        InetSocketAddress there = udpAddress();
        for (int version = 2; version <= 4; version++) {
            RpcCall indirect = new RpcCall(there, 100000, version, 5, XdrEncodable.VOID);
            assertEquals(
                    new RpcOutcome.Refused("PROC_UNAVAIL"),
                    calls.call(indirect, List.of(), LONG).join());
            Mapping itself = new Mapping(100000, version, 17, 0);
            assertEquals(0, word(call(there, 2, 2, itself)), "its own entry stays");
        }
        assertEquals(
                new RpcOutcome.Refused("PROG_MISMATCH 2 to 4"),
                calls.call(new RpcCall(there, 100000, 5, 0, XdrEncodable.VOID), List.of(), LONG)
                        .join());
    }

    @Test
    void anotherVersionIsFoundButNotWhereThatOneIsAskedFor() throws IOException {
        assertTrue(portmapper.register(UDP));
        InetSocketAddress there = udpAddress();
        RpcbEntry versionThree = new RpcbEntry(100024, 3, "", "", "");
        assertEquals("127.0.0.1.15.160", call(there, 4, 3, versionThree).results().string(64));
        assertEquals("", call(there, 4, 9, versionThree).results().string(64));
        RpcbEntry versionOne = new RpcbEntry(100024, 1, "", "", "");
        assertEquals("127.0.0.1.15.160", call(there, 4, 9, versionOne).results().string(64));
    }

    @Test
    void aConflictIsReportedWithItsOwnerAndNothingOfOursStays() throws IOException {
        assertTrue(portmapper.register(new RpcService(100024, 1, "tcp", 5000)));
        RpcbindException taken =
                assertThrows(
                        RpcbindException.class,
                        () -> Registration.start(rpcbind, ALL, RpcbindPolicy.REQUIRED));
        assertEquals(RpcbindException.Kind.TAKEN, taken.kind());
        assertTrue(
                taken.getMessage().contains("rpcbind has it for superuser at 0.0.0.0.19.136"),
                taken.getMessage());
        assertEquals(1, ours().size());
    }

    @Test
    void probingFindsWhoAnswersOnly() throws IOException {
        assertEquals(Optional.empty(), rpcbind.probe(100024, 1));
        assertTrue(portmapper.register(UDP)); // where nobody listens, or nobody of that program
        assertEquals(Optional.empty(), rpcbind.probe(100024, 1));
        int itself = portmapper.ports().udp().getAsInt();
        assertEquals(Optional.of(new Running(itself, "superuser")), rpcbind.probe(Rpcb.PROGRAM, 2));
    }

    @Test
    void withoutPolicyNothingIsRegistered() throws IOException {
        try (Registration registration = Registration.start(rpcbind, ALL, RpcbindPolicy.NONE)) {
            assertEquals(List.of(), registration.problems());
            assertEquals(List.of(), ours());
        }
    }

    /** One port for UDP and TCP, as 111 is; somebody else may be faster to take it. */
    private static Portmapper openAnywhere() throws IOException {
        while (true) {
            try {
                return Portmapper.openAt(freePort());
            } catch (BindException e) {
                // Another one, then.
            }
        }
    }

    private static int freePort() throws IOException {
        try (ServerSocket free = new ServerSocket(0)) {
            return free.getLocalPort();
        }
    }

    private List<RpcbEntry> ours() throws RpcbindException {
        try (RpcbindSession session = rpcbind.open(LONG)) {
            return session.dump().stream().filter(e -> e.program() == 100024).toList();
        }
    }

    private InetSocketAddress udpAddress() {
        return new InetSocketAddress(
                InetAddress.getLoopbackAddress(), portmapper.ports().udp().getAsInt());
    }

    private RpcOutcome.Success call(
            InetSocketAddress there, int version, int procedure, XdrEncodable arguments) {
        RpcCall call = new RpcCall(there, 100000, version, procedure, arguments);
        RpcOutcome outcome = calls.call(call, List.of(), LONG).join();
        return assertInstanceOf(RpcOutcome.Success.class, outcome);
    }

    private static int word(RpcOutcome.Success success) throws IOException {
        return success.results().i32();
    }

    private RemotePort ask(String address, Transport transport) throws IOException {
        InetAddress host =
                address.equals("::1")
                        ? InetAddress.getByAddress(
                                new byte[] {0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1})
                        : InetAddress.getLoopbackAddress();
        int port = portmapper.ports().udp().getAsInt();
        assertFalse(port == 0);
        return PortLookup.ask(
                        calls,
                        new InetSocketAddress(host, port),
                        100024,
                        1,
                        transport,
                        List.of(Duration.ofSeconds(1)),
                        LONG)
                .join();
    }
}
