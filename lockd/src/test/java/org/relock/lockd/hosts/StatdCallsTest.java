package org.relock.lockd.hosts;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.relock.state.nsm.Mon;
import org.relock.state.nsm.MonId;
import org.relock.state.nsm.MyId;
import org.relock.state.nsm.Sm;
import org.relock.state.nsm.SmStat;
import org.relock.state.nsm.SmStatRes;
import org.relock.state.rpc.Outgoing;
import org.relock.state.rpc.RpcCall;
import org.relock.state.rpc.RpcCalls;
import org.relock.state.rpc.RpcOutcome;
import org.relock.state.rpc.Transport;
import org.relock.state.xdr.MalformedXdrException;
import org.relock.state.xdr.Opaque;
import org.relock.state.xdr.XdrEncodable;
import org.relock.state.xdr.XdrReader;
import org.relock.state.xdr.XdrWriter;

/** Tests of {@link StatdCalls}. */
class StatdCallsTest implements Outgoing {

    private static final InetAddress HERE = RegisterUnderTest.address("127.0.0.1");
    private static final InetSocketAddress RPCBIND = new InetSocketAddress(HERE, 111);
    private static final Opaque PRIV = Opaque.ofHex("0123456789abcdef".repeat(2));
    private static final MyId ME = new MyId("server", 100021, 4, 16);
    private static final int UDP = 17;

    private final List<String> heard = new ArrayList<>();
    private int udpPort = 700;
    private int tcpPort;
    private boolean succeeds = true;

    private final StatdCalls statd = new StatdCalls(this, RPCBIND, "server");

    @Test
    void aClientIsWatchedByOneSmMonFrom127001() {
        assertEquals(new MonResult.Watched(7), statd.mon("10.0.0.2", PRIV).join());
        assertEquals(
                List.of("port UDP", "UDP 700 2 " + new Mon(new MonId("10.0.0.2", ME), PRIV)),
                heard);
    }

    @Test
    void thePortIsAskedForOnce() {
        assertInstanceOf(MonResult.Watched.class, statd.mon("10.0.0.2", PRIV).join());
        assertInstanceOf(MonResult.Watched.class, statd.mon("10.0.0.3", PRIV).join());
        assertTrue(statd.unmon("10.0.0.2").join());
        assertEquals(4, heard.size());
        assertEquals("UDP 700 3 " + new MonId("10.0.0.2", ME), heard.get(3));
    }

    @Test
    void aMonitorThatMovedIsFound() {
        assertInstanceOf(MonResult.Watched.class, statd.mon("10.0.0.2", PRIV).join());
        udpPort = 701;
        assertInstanceOf(MonResult.Watched.class, statd.mon("10.0.0.3", PRIV).join());
    }

    @Test
    void aMonitorWithoutUdpIsCalledOverTcp() {
        udpPort = 0;
        tcpPort = 800;
        assertInstanceOf(MonResult.Watched.class, statd.mon("10.0.0.2", PRIV).join());
        assertTrue(heard.get(2).startsWith("TCP 800 2"));
    }

    @Test
    void aRefusalIsNoSilence() {
        succeeds = false;
        assertEquals(MonResult.Refused.INSTANCE, statd.mon("10.0.0.2", PRIV).join());
    }

    @Test
    void aMonitorThatIsNotThereDoesNotAnswer() {
        assertTrue(statd.answers().join());
        udpPort = 0;
        assertFalse(statd.answers().join());
        MonResult result = statd.mon("10.0.0.2", PRIV).join();
        assertEquals("statd is not registered with rpcbind", ((MonResult.NoAnswer) result).why());
        assertFalse(statd.unmon("10.0.0.2").join());
    }

    @Override
    public RpcCalls from(InetAddress source, Transport transport) {
        assertEquals(HERE, source);
        return new RpcCalls() {
            @Override
            public CompletableFuture<RpcOutcome> call(
                    RpcCall call, List<Duration> again, Duration patience) {
                return CompletableFuture.completedFuture(answer(call, transport));
            }

            @Override
            public void close() {}
        };
    }

    private RpcOutcome answer(RpcCall call, Transport transport) {
        try {
            XdrReader words = reader(call.arguments());
            if (call.to().equals(RPCBIND)) {
                boolean udp = protocol(words) == UDP;
                heard.add("port " + (udp ? "UDP" : "TCP"));
                int port = udp ? udpPort : tcpPort;
                return new RpcOutcome.Success(reader(xdr -> xdr.i32(port)));
            }
            int there = transport == Transport.UDP ? udpPort : tcpPort;
            if (call.to().getPort() != there) {
                return RpcOutcome.Silence.INSTANCE;
            }
            return new RpcOutcome.Success(
                    reader(statd(transport + " " + there + " ", call, words)));
        } catch (MalformedXdrException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static int protocol(XdrReader words) throws MalformedXdrException {
        assertEquals(Sm.PROGRAM, words.i32());
        assertEquals(Sm.VERSION, words.i32());
        return words.i32();
    }

    private XdrEncodable statd(String prefix, RpcCall call, XdrReader words)
            throws MalformedXdrException {
        if (call.procedure() == Sm.MON) {
            heard.add(prefix + call.procedure() + " " + Mon.decode(words));
            return new SmStatRes(succeeds, succeeds ? 7 : -1);
        }
        if (call.procedure() == Sm.UNMON) {
            heard.add(prefix + call.procedure() + " " + MonId.decode(words));
            return new SmStat(7);
        }
        heard.add(prefix + call.procedure());
        return XdrEncodable.VOID;
    }

    private static XdrReader reader(XdrEncodable value) {
        return new XdrReader(ByteBuffer.wrap(XdrWriter.toBytes(value)));
    }
}
