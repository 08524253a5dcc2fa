package org.relock.state.rpcbind;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.relock.state.rpc.ScriptedPeer;
import org.relock.state.rpcbind.RpcbindException.Kind;

/** Tests of {@link RpcbindSession} and {@link Rpcbind} against bytes of RFC 1833. */
@Timeout(value = 30, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class RpcbindSessionTest {

    private static final Duration LONG = Duration.ofMinutes(1);
    private static final String NO_AUTH = "0000000000000000" + "0000000000000000";
    private static final String OK =
            "XID" + "00000001" + "00000000" + "0000000000000000" + "00000000";
    private static final String TRUE = "8000001c" + OK + "00000001";
    private static final String FALSE = "8000001c" + OK + "00000000";

    private static final String MISMATCH_2_TO_2 =
            "80000020"
                    + "XID"
                    + "00000001"
                    + "00000000"
                    + "0000000000000000"
                    + "00000002"
                    + "00000002"
                    + "00000002";

    private static final RpcService STATUS = new RpcService(100024, 1, "udp6", 700);
    private static final RpcService STATUS_V4 = new RpcService(100024, 1, "udp", 700);

    @TempDir private Path directory;

    @Test
    void anEntryIsSetInVersionFour() throws IOException {
        try (UnixPeer peer = new UnixPeer(socket(), TRUE);
                RpcbindSession session = open()) {
            assertTrue(session.set(STATUS, "103"));
            assertEquals(
                    List.of(
                            "00000000"
                                    + "00000002"
                                    + "000186a0"
                                    + "00000004" // version 4
                                    + "00000001" // RPCBPROC_SET
                                    + NO_AUTH
                                    + "000186b8" // program 100024
                                    + "00000001" // version
                                    + ("00000004" + "75647036") // "udp6"
                                    + ("00000008" + "3a3a2e322e313838") // "::.2.188"
                                    + ("00000003" + "31303300")), // "103"
                    peer.calls());
        }
    }

    @Test
    void falseMeansThatSomebodyElseHasIt() throws IOException {
        try (UnixPeer peer = new UnixPeer(socket(), FALSE, FALSE);
                RpcbindSession session = open()) {
            assertFalse(session.set(STATUS, "103"));
            assertFalse(session.unset(STATUS, "103"));
            assertEquals("00000002", peer.calls().get(1).substring(32, 40));
        }
    }

    @Test
    void allNetidsAreUnsetByAnEmptyOne() throws IOException {
        try (UnixPeer peer = new UnixPeer(socket(), TRUE);
                RpcbindSession session = open()) {
            assertTrue(session.unsetAll(100024, 1, "0"));
            assertTrue(
                    peer.calls()
                            .get(0)
                            .endsWith(
                                    "000186b8"
                                            + "00000001"
                                            + "00000000" // netid ""
                                            + "00000000" // address ""
                                            + ("00000001" + "30000000")));
        }
    }

    @Test
    void whereOnlyVersionTwoIsSpokenIpv4IsRegisteredInIt() throws IOException {
        try (UnixPeer peer = new UnixPeer(socket(), MISMATCH_2_TO_2, MISMATCH_2_TO_2, TRUE, FALSE);
                RpcbindSession session = open()) {
            assertTrue(session.set(STATUS_V4, "103"));
            assertFalse(session.set(STATUS, "103"), "version 2 knows no IPv6");
            assertFalse(session.set(STATUS_V4, "103"));
            assertEquals(
                    "00000000"
                            + "00000002"
                            + "000186a0"
                            + "00000002" // version 2
                            + "00000001" // PMAPPROC_SET
                            + NO_AUTH
                            + "000186b8"
                            + "00000001"
                            + "00000011"
                            + "000002bc",
                    peer.calls().get(2));
            assertEquals("00000003", peer.calls().get(1).substring(24, 32));
        }
    }

    @Test
    void theTableIsRead() throws IOException {
        String entry =
                "00000001" // another follows
                        + "000186b8"
                        + "00000001"
                        + ("00000003" + "75647000") // "udp"
                        + ("0000000d" + "302e302e302e302e322e313838" + "000000")
                        + ("00000009" + "737570657275736572" + "000000"); // "superuser"
        String message = OK.replace("XID", "00000000") + entry + entry + "00000000";
        String mark = String.format("%08x", 0x80000000 | message.length() / 2);
        String reply = mark + OK + entry + entry + "00000000";
        try (UnixPeer peer = new UnixPeer(socket(), reply);
                RpcbindSession session = open()) {
            RpcbEntry read = new RpcbEntry(100024, 1, "udp", "0.0.0.0.2.188", "superuser");
            assertEquals(List.of(read, read), session.dump());
            assertEquals("00000004", peer.calls().get(0).substring(32, 40));
        }
    }

    @Test
    void answersThatMakeNoSenseAreNotBelieved() throws IOException {
        String[] hostile = {
            "8000001c" + OK + "00000002", // a bool of 2
            "80000018" + OK, // no result
            "80000018" + OK.substring(0, OK.length() - 8) + "00000005", // SYSTEM_ERR
            "ffffffff",
            "00000000"
        };
        for (String reply : hostile) {
            Path socket = directory.resolve("s" + reply.hashCode());
            try (UnixPeer peer = new UnixPeer(socket, reply);
                    RpcbindSession session = new Rpcbind(socket, nobody()).open(LONG)) {
                RpcbindException e =
                        assertThrows(RpcbindException.class, () -> session.set(STATUS, ""), reply);
                assertEquals(Kind.STRANGE, e.kind(), reply);
                assertEquals(1, peer.calls().size());
            }
        }
    }

    @Test
    void aTableWithoutEndIsNotRead() throws IOException {
        String entry = "00000001" + "00000001" + "00000001" + "000000000000000000000000";
        String many = entry.repeat(5000) + "00000000";
        int length = 24 + many.length() / 2;
        try (UnixPeer peer =
                        new UnixPeer(
                                socket(), String.format("%08x", 0x80000000 | length) + OK + many);
                RpcbindSession session = open()) {
            assertEquals(Kind.STRANGE, assertThrows(RpcbindException.class, session::dump).kind());
            assertEquals(1, peer.calls().size());
        }
    }

    @Test
    void anRpcbindThatDoesNotAnswerIsSilent() throws IOException {
        try (UnixPeer peer = new UnixPeer(socket(), "");
                RpcbindSession session =
                        new Rpcbind(socket(), nobody()).open(Duration.ofMillis(50))) {
            RpcbindException e =
                    assertThrows(RpcbindException.class, () -> session.set(STATUS, "103"));
            assertEquals(Kind.SILENT, e.kind());
            assertEquals(1, peer.calls().size());
        }
    }

    @Test
    void whereNobodyListensRpcbindIsAbsent() {
        RpcbindException e = assertThrows(RpcbindException.class, this::open);
        assertEquals(Kind.ABSENT, e.kind());
    }

    @Test
    void withoutSocketAndTcpItIsAskedOverUdp() throws Exception {
        try (ScriptedPeer peer = new ScriptedPeer()) {
            Thread script =
                    new Thread(
                            () -> {
                                for (int i = 0; i < 2; i++) {
                                    String xid = peer.receive().substring(0, 8);
                                    String result = i == 0 ? "" : "00000001";
                                    peer.reply(OK.replace("XID", xid) + result);
                                }
                            });
            script.start();
            try (RpcbindSession session =
                    new Rpcbind(directory.resolve("none"), peer.address()).open(LONG)) {
                assertTrue(session.set(STATUS, "103"));
            }
            script.join();
        }
    }

    private RpcbindSession open() throws RpcbindException {
        return new Rpcbind(socket(), nobody()).open(LONG);
    }

    private Path socket() {
        return directory.resolve("rpcbind.sock");
    }

    /** Returns a loopback port where nobody listens. */
    private static InetSocketAddress nobody() {
        try (ScriptedPeer peer = new ScriptedPeer()) {
            return new InetSocketAddress(
                    InetAddress.getLoopbackAddress(), peer.address().getPort());
        }
    }
}
