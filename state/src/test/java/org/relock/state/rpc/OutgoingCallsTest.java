package org.relock.state.rpc;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.relock.state.time.FakeTime;

/** Tests of {@link OutgoingCalls}. */
@Timeout(value = 30, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class OutgoingCallsTest {

    private static final Duration PATIENCE = Duration.ofSeconds(3);

    private final FakeTime time = new FakeTime();
    private RpcCallLoop loop;
    private OutgoingCalls outgoing;
    private ScriptedPeer peer;

    @BeforeEach
    void open() throws IOException {
        loop = RpcCallLoop.open("test-calls");
        outgoing = new OutgoingCalls(loop, new SourcePort.Any(), time, time);
        peer = new ScriptedPeer();
    }

    @AfterEach
    void close() {
        outgoing.close();
        loop.close();
        peer.close();
    }

    /** NLM check 28: a GRANTED leaves from the address that the client called. */
    @Test
    void callsLeaveFromTheAddressTheyAreAskedToLeaveFrom() {
        for (String source : List.of("127.0.0.1", "127.0.0.2", "127.0.0.9")) {
            InetAddress address = address(source);
            assertTrue(outgoing.from(address, Transport.UDP).tell(call(), PATIENCE).join());
            peer.receive();
            assertEquals(address, peer.caller().getAddress());
        }
    }

    @Test
    void theSameAddressAndTransportGiveTheSameSocket() {
        InetAddress one = address("127.0.0.1");
        assertSame(outgoing.from(one, Transport.UDP), outgoing.from(one, Transport.UDP));
        assertNotSame(outgoing.from(one, Transport.UDP), outgoing.from(one, Transport.TCP));
        tell(one);
        InetSocketAddress first = peer.caller();
        tell(one);
        assertEquals(first, peer.caller());
    }

    @Test
    void anAddressThatIsNotOursFailsItsOwnCallsOnly() {
        RpcCalls strangers = outgoing.from(address("192.0.2.1"), Transport.UDP);
        assertFalse(strangers.tell(call(), PATIENCE).join());
        assertInstanceOf(
                RpcOutcome.Unreachable.class, strangers.call(call(), List.of(), PATIENCE).join());
        RpcCalls strangersByTcp = outgoing.from(address("192.0.2.1"), Transport.TCP);
        assertFalse(strangersByTcp.tell(call(), PATIENCE).join());
        tell(address("127.0.0.1"));
    }

    @Test
    void aSocketThatIsNotUsedIsClosedAndOpenedAgainWhenNeeded() {
        InetAddress one = address("127.0.0.1");
        tell(one);
        InetSocketAddress first = peer.caller();
        RpcCalls held = outgoing.from(one, Transport.UDP);
        time.advance(OutgoingCalls.IDLE.multipliedBy(2));
        assertTrue(held.tell(call(), PATIENCE).join());
        peer.receive();
        assertNotEquals(first, peer.caller());
        assertSame(held, outgoing.from(one, Transport.UDP));
    }

    @Test
    void aSocketInUseIsKept() {
        InetAddress one = address("127.0.0.1");
        tell(one);
        InetSocketAddress first = peer.caller();
        for (int i = 0; i < 5; i++) {
            time.advance(OutgoingCalls.IDLE.dividedBy(2));
            tell(one);
            assertEquals(first, peer.caller());
        }
    }

    @Test
    void thereAreNoMoreSocketsThanTheLimitAndTheUnusedMakeRoom() throws UnknownHostException {
        for (int i = 0; i < OutgoingCalls.SOURCES; i++) {
            byte[] address = {127, 1, (byte) (i >> 8), (byte) i};
            RpcCalls unused = outgoing.from(InetAddress.getByAddress(address), Transport.UDP);
        }
        InetAddress late = address("127.0.0.1");
        assertFalse(outgoing.from(late, Transport.UDP).tell(call(), PATIENCE).join());
        time.advance(OutgoingCalls.IDLE);
        tell(late);
    }

    private void tell(InetAddress from) {
        assertTrue(outgoing.from(from, Transport.UDP).tell(call(), PATIENCE).join());
        peer.receive();
    }

    private RpcCall call() {
        return new RpcCall(peer.address(), 100021, 4, 10, xdr -> xdr.i32(7));
    }

    private static InetAddress address(String numbers) {
        return new InetSocketAddress(numbers, 1).getAddress();
    }
}
