package org.relock.statd;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.relock.state.conf.NfsConf;
import org.relock.state.nsm.Mon;
import org.relock.state.nsm.MonId;
import org.relock.state.nsm.MyId;
import org.relock.state.nsm.Sm;
import org.relock.state.nsm.SmName;
import org.relock.state.nsm.SmStatRes;
import org.relock.state.nsm.SmStatus;
import org.relock.state.nsm.StatChange;
import org.relock.state.os.Privileges;
import org.relock.state.rpc.Answer;
import org.relock.state.rpc.CallSource;
import org.relock.state.rpc.Program;
import org.relock.state.rpc.RpcCall;
import org.relock.state.rpc.RpcCallLoop;
import org.relock.state.rpc.RpcCalls;
import org.relock.state.rpc.RpcOutcome;
import org.relock.state.rpc.RpcServer;
import org.relock.state.rpc.ServerConfig;
import org.relock.state.rpcbind.Portmapper;
import org.relock.state.rpcbind.RpcService;
import org.relock.state.rpcbind.Rpcbind;
import org.relock.state.rpcbind.Running;
import org.relock.state.service.StartException;
import org.relock.state.xdr.Opaque;
import org.relock.state.xdr.XdrEncodable;

/** The whole daemon on loopback, in a small machine of its own: real sockets, real files. */
class ServiceTest {

    private static final InetAddress LOOPBACK = InetAddress.getLoopbackAddress();
    private static final long PATIENCE_SECONDS = 30;
    private static final Opaque COOKIE = Opaque.ofHex("000102030405060708090a0b0c0d0e0f");
    private static final int NLM_VERSION = 3;

    @TempDir Path root;
    private Path directory;
    private Portmapper portmapper;
    private Machine machine;
    private RpcCallLoop loop;
    private RpcCalls calls;

    @BeforeEach
    void makeTheMachine() throws IOException {
        directory = root.resolve("var/lib/nfs");
        for (String made :
                List.of("var/lib/nfs/sm", "var/lib/nfs/sm.bak", "run", "etc", "proc/sys/fs/nfs")) {
            Files.createDirectories(root.resolve(made));
        }
        for (String made : List.of("nsm_local_state", "nlm_tcpport", "nlm_udpport")) {
            Files.createFile(root.resolve("proc/sys/fs/nfs").resolve(made));
        }
        int port = freePort();
        portmapper = Portmapper.openAt(port);
        portmapper.start();
        machine =
                new Machine(
                        new RunPaths(root),
                        new Rpcbind(
                                root.resolve("run/rpcbind.sock"),
                                new InetSocketAddress(LOOPBACK, port)),
                        state -> Privileges.Outcome.WAS_NOT_ROOT);
        loop = RpcCallLoop.open("test");
        calls = loop.udp(CallSource.ANY.from(LOOPBACK));
    }

    @AfterEach
    void end() {
        loop.close();
        portmapper.close();
    }

    /** A port free for UDP and TCP, below those that the system hands out by itself. */
    private static int freePort() {
        while (true) {
            int port = 20_000 + ThreadLocalRandom.current().nextInt(12_000);
            try (DatagramSocket udp = new DatagramSocket(port);
                    ServerSocket tcp = new ServerSocket(port)) {
                if (udp.getLocalPort() == tcp.getLocalPort()) {
                    return port;
                }
            } catch (IOException taken) {
                // Try another.
            }
        }
    }

    private StatdConfig config(String... words) {
        CommandLine.Outcome outcome =
                CommandLine.read(
                        NfsConf.read(root, java.util.Map.of()), java.util.Map.of(), root, words);
        return ((CommandLine.Outcome.Serve) outcome).config();
    }

    private Service start(String... words) throws StartException {
        return Service.start(config(words), machine);
    }

    private RpcOutcome call(Service service, int procedure, XdrEncodable arguments)
            throws Exception {
        return call(
                service.ports().udp().orElseThrow(), Sm.PROGRAM, Sm.VERSION, procedure, arguments);
    }

    private RpcOutcome call(
            int port, int program, int version, int procedure, XdrEncodable arguments)
            throws Exception {
        return calls.call(
                        new RpcCall(
                                new InetSocketAddress(LOOPBACK, port),
                                program,
                                version,
                                procedure,
                                arguments),
                        List.of(Duration.ofSeconds(2), Duration.ofSeconds(4)),
                        Duration.ofSeconds(8))
                .get(PATIENCE_SECONDS, TimeUnit.SECONDS);
    }

    private SmStatRes mon(Service service, String name) throws Exception {
        MyId lockManager = new MyId("me", 100021, NLM_VERSION, 16);
        RpcOutcome outcome = call(service, Sm.MON, new Mon(new MonId(name, lockManager), COOKIE));
        return SmStatRes.decode(((RpcOutcome.Success) outcome).results());
    }

    private String file(String name) throws IOException {
        return Files.readString(root.resolve(name), StandardCharsets.ISO_8859_1);
    }

    /** Checks 1, 9, 26 and 32. */
    @Test
    void aLifeFromStartToEnd() throws Exception {
        Files.createFile(directory.resolve("state"));
        Service service = start("-L");
        assertEquals(ProcessHandle.current().pid() + "\n", file("run/rpc.statd.pid"));
        assertEquals("\3\0\0\0", file("var/lib/nfs/state"));
        assertEquals("3", file("proc/sys/fs/nfs/nsm_local_state"));
        assertTrue(call(service, 0, XdrEncodable.VOID) instanceof RpcOutcome.Success);
        assertEquals(new SmStatRes(true, 3), mon(service, "127.0.0.1"));
        assertTrue(machine.rpcbind().probe(Sm.PROGRAM, Sm.VERSION).isPresent(), "others find us");
        service.close();
        service.close();
        assertEquals("", file("run/rpc.statd.pid"));
        assertTrue(machine.rpcbind().probe(Sm.PROGRAM, Sm.VERSION).isEmpty());
        try (var files = Files.list(directory.resolve("sm"))) {
            assertEquals(1, files.count(), "the list stays");
        }
    }

    /** Check 7. */
    @Test
    void aSecondOneDoesNotStart() throws Exception {
        try (Service first = start("-L")) {
            StartException refused = assertThrows(StartException.class, () -> start("-L"));
            assertTrue(
                    refused.getMessage().startsWith("Statd service already running!"),
                    refused.getMessage());
            assertTrue(call(first, 0, XdrEncodable.VOID) instanceof RpcOutcome.Success);
            assertEquals(ProcessHandle.current().pid() + "\n", file("run/rpc.statd.pid"));
        }
    }

    /** Check 8: what a killed one left with rpcbind is replaced. */
    @Test
    void whatAKilledOneLeftIsReplaced() throws Exception {
        int deadPort = freePort();
        portmapper.register(new RpcService(Sm.PROGRAM, Sm.VERSION, "udp", deadPort));
        try (Service service = start("-L", "--rpcbind=retry")) {
            assertTrue(call(service, 0, XdrEncodable.VOID) instanceof RpcOutcome.Success);
        }
    }

    /** Check 11. */
    @Test
    void withoutRpcbindThereIsNoStartUnlessAllowed() throws Exception {
        portmapper.close();
        StartException refused = assertThrows(StartException.class, () -> start("-L"));
        assertTrue(refused.getMessage().contains("no rpcbind"), refused.getMessage());
        assertEquals("", file("run/rpc.statd.pid"));
        try (Service service = start("-L", "--rpcbind=retry")) {
            assertTrue(call(service, 0, XdrEncodable.VOID) instanceof RpcOutcome.Success);
        }
        try (Service service = start("-L", "--rpcbind=none")) {
            assertTrue(call(service, 0, XdrEncodable.VOID) instanceof RpcOutcome.Success);
        }
    }

    /** Check 14. */
    @Test
    void anOccupiedPortIsAnError() throws Exception {
        try (DatagramSocket occupied = new DatagramSocket(0)) {
            String port = Integer.toString(occupied.getLocalPort());
            StartException refused =
                    assertThrows(StartException.class, () -> start("-L", "-p", port));
            assertTrue(refused.getMessage().contains(port), refused.getMessage());
            assertEquals("", file("run/rpc.statd.pid"));
        }
    }

    /** Check 6. */
    @Test
    void thePortsOfEtcServicesAreTaken() throws Exception {
        int udp = freePort();
        int tcp = freePort();
        Files.writeString(
                root.resolve("etc/services"), "status " + udp + "/udp\nstatus " + tcp + "/tcp\n");
        try (Service service = start("-L")) {
            assertEquals(udp, service.ports().udp().orElseThrow());
            assertEquals(tcp, service.ports().tcp().orElseThrow());
        }
    }

    /** Check 17. */
    @Test
    void withoutAListThereIsNoStart() throws Exception {
        Files.delete(directory.resolve("sm.bak"));
        start("-L").close();
        Files.delete(directory.resolve("sm"));
        assertThrows(StartException.class, () -> start("-L"));
    }

    /** Check 23. */
    @Test
    void theKernelIsToldItsPorts() throws Exception {
        start("-L", "-T", "4045", "-U", "4047").close();
        assertEquals("4045", file("proc/sys/fs/nfs/nlm_tcpport"));
        assertEquals("4047", file("proc/sys/fs/nfs/nlm_udpport"));
    }

    /** Checks 24 and 25. */
    @Test
    void smNotifyIsRunAtTheStart() throws Exception {
        Path program = root.resolve("usr/sbin/sm-notify");
        Files.createDirectories(program.getParent());
        Files.writeString(program, "#!/bin/sh\necho \"$@\" > '" + root + "/notified'\n");
        assertTrue(program.toFile().setExecutable(true));
        start("-L").close();
        assertFalse(Files.exists(root.resolve("notified")));
        start("-F", "-n", "other", "-o", "5055").close();
        assertEquals("-d -p5055 -v other\n", file("notified"));
    }

    /** Check 27. */
    @Test
    void otherVersionsAndProceduresAreRefused() throws Exception {
        try (Service service = start("-L")) {
            int port = service.ports().udp().orElseThrow();
            assertTrue(
                    call(port, Sm.PROGRAM, 2, 0, XdrEncodable.VOID)
                                    instanceof RpcOutcome.Refused mismatch
                            && mismatch.status().startsWith("PROG_MISMATCH"));
            assertTrue(
                    call(port, Sm.PROGRAM, 1, 7, XdrEncodable.VOID)
                                    instanceof RpcOutcome.Refused unavailable
                            && unavailable.status().startsWith("PROC_UNAVAIL"));
        }
    }

    /** Check 50, and the high-availability list's 11. */
    @Test
    void badFilesStopNoStartAndAreKept() throws Exception {
        Files.createFile(directory.resolve("sm/empty"));
        Files.writeString(directory.resolve("sm/garbage"), "what is this\n");
        Files.writeString(
                directory.resolve("sm/192.0.2.9"),
                "0100007f 000186b5 00000004 00000010 00000000000000000000000000000000 192.0.2.9"
                        + " 192.0.2.1\n");
        try (Service service = start("-L")) {
            assertEquals(1, service.statd().monitored());
        }
        assertTrue(Files.exists(directory.resolve("sm/empty")));
        assertEquals("what is this\n", file("var/lib/nfs/sm/garbage"));
    }

    /** Checks 49, 53, 55 and 57, T8 and K4: a reboot, a lock manager that comes late, a restart. */
    @Test
    void aRebootIsToldToTheLockManagerHoweverLateItComes() throws Exception {
        BlockingQueue<SmStatus> heard = new LinkedBlockingQueue<>();
        try (Service service = start("-L")) {
            mon(service, "127.0.0.1");
            assertTrue(
                    call(service, Sm.NOTIFY, new StatChange("whoever", 7))
                            instanceof RpcOutcome.Success);
            assertEquals(1, service.statd().owed());
        }
        try (RpcServer lockManager = lockManager(heard);
                Service service = start("-L")) {
            assertTrue(lockManager.ports().udp().isPresent());
            assertEquals(
                    new SmStatus("127.0.0.1", 7, COOKIE),
                    heard.poll(PATIENCE_SECONDS, TimeUnit.SECONDS));
            call(service, Sm.NOTIFY, new StatChange("whoever", 7));
            call(service, Sm.NOTIFY, new StatChange("whoever", 9));
            assertEquals(
                    new SmStatus("127.0.0.1", 9, COOKIE),
                    heard.poll(PATIENCE_SECONDS, TimeUnit.SECONDS),
                    "the replay of 7 is no news");
        }
    }

    private RpcServer lockManager(BlockingQueue<SmStatus> heard) throws IOException {
        Program nlm =
                new Program(100021, NLM_VERSION)
                        .procedure(
                                16,
                                "NLM_SM_NOTIFY",
                                SmStatus::decode,
                                (caller, status) -> {
                                    heard.add(status);
                                    return Answer.now(XdrEncodable.VOID);
                                });
        RpcServer server = RpcServer.open(ServerConfig.of("lockd", nlm).withLoops(1));
        server.start();
        portmapper.register(
                new RpcService(100021, NLM_VERSION, "udp", server.ports().udp().orElseThrow()));
        return server;
    }

    /** Check 97. */
    @Test
    void theStateNumberIsTheOneOnDisk() throws Exception {
        try (Service service = start("-L")) {
            assertEquals(3, mon(service, "127.0.0.1").state());
            Files.write(directory.resolve("state"), new byte[] {7, 0, 0, 0});
            assertEquals(7, mon(service, "127.0.0.1").state());
            RpcOutcome outcome = call(service, Sm.STAT, new SmName("127.0.0.1"));
            assertEquals(
                    new SmStatRes(true, 7),
                    SmStatRes.decode(((RpcOutcome.Success) outcome).results()));
        }
    }

    @Test
    void whoAnswersInOurPlaceIsNamed() throws Exception {
        try (Service first = start("-L")) {
            Running running = machine.rpcbind().probe(Sm.PROGRAM, Sm.VERSION).orElseThrow();
            assertEquals(first.ports().udp().orElseThrow(), running.port());
        }
    }
}
