package org.relock.state.notify;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.relock.state.names.NumericAddress;
import org.relock.state.rpc.RpcCall;
import org.relock.state.rpc.RpcOutcome;
import org.relock.state.rpc.Transport;
import org.relock.state.xdr.XdrReader;
import org.relock.state.xdr.XdrWriter;

/** The questions and answers of RFC 1833, byte by byte. */
class PortQueryTest {

    private static final InetAddress FOUR = NumericAddress.parse("10.0.0.1").orElseThrow();
    private static final InetAddress SIX = NumericAddress.parse("2001:db8::5").orElseThrow();

    private static PortAnswer answer(InetAddress address, String hex) {
        return PortQuery.answer(
                address,
                new RpcOutcome.Success(
                        new XdrReader(ByteBuffer.wrap(HexFormat.of().parseHex(hex)))));
    }

    private static String uaddr(String text) {
        return HexFormat.of().formatHex(XdrWriter.toBytes(xdr -> xdr.string(text)));
    }

    @Test
    void anIpv4PeerIsAskedForAMapping() {
        RpcCall call = PortQuery.call(FOUR, Transport.UDP);
        assertEquals("/10.0.0.1:111", call.to().toString());
        assertEquals("100000 2 3", call.program() + " " + call.version() + " " + call.procedure());
        assertEquals(
                "000186b8" // status
                        + "00000001" // version 1
                        + "00000011" // UDP
                        + "00000000",
                HexFormat.of().formatHex(XdrWriter.toBytes(call.arguments())));
    }

    @Test
    void anIpv6PeerIsAskedForABinding() {
        RpcCall call = PortQuery.call(SIX, Transport.TCP);
        assertEquals("100000 3 3", call.program() + " " + call.version() + " " + call.procedure());
        assertEquals(
                "000186b8" // status
                        + "00000001" // version 1
                        + uaddr("tcp6")
                        + uaddr("2001:db8:0:0:0:0:0:5.0.111")
                        + "00000000", // no owner
                HexFormat.of().formatHex(XdrWriter.toBytes(call.arguments())));
    }

    @Test
    void aMappingIsAPortOrNone() {
        assertEquals(new PortAnswer.At(0x2a), answer(FOUR, "0000002a"));
        assertInstanceOf(PortAnswer.NotRegistered.class, answer(FOUR, "00000000"));
        assertInstanceOf(PortAnswer.Nothing.class, answer(FOUR, "00010000"));
        assertInstanceOf(PortAnswer.Nothing.class, answer(FOUR, "ffffffff"));
        assertInstanceOf(PortAnswer.Nothing.class, answer(FOUR, "0000"));
    }

    @ParameterizedTest
    @CsvSource({"::.2.88,600", "2001:db8::5.255.255,65535"})
    void aBindingEndsWithThePort(String uaddr, int port) {
        assertEquals(new PortAnswer.At(port), answer(SIX, uaddr(uaddr)));
    }

    @Test
    void anEmptyBindingIsNone() {
        assertInstanceOf(PortAnswer.NotRegistered.class, answer(SIX, uaddr("")));
    }

    @ParameterizedTest
    @CsvSource({"x", "::", ".", "..", "::.1", "::.1.256", "::.1.-1", "::.9999999999.1", "::.a.b"})
    void aBindingThatMakesNoSenseIsNoAnswer(String uaddr) {
        assertInstanceOf(PortAnswer.Nothing.class, answer(SIX, uaddr(uaddr)));
    }

    @Test
    void silenceIsNoAnswer() {
        assertInstanceOf(
                PortAnswer.Nothing.class, PortQuery.answer(FOUR, RpcOutcome.Silence.INSTANCE));
    }
}
