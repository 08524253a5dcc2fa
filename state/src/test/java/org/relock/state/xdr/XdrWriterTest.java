package org.relock.state.xdr;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.nio.ByteBuffer;
import java.util.HexFormat;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.Size;
import org.dcache.oncrpc4j.rpc.RpcAuthTypeUnix;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Tests of {@link XdrWriter}, against bytes written from RFC 4506. */
class XdrWriterTest {

    private final XdrWriter xdr = new XdrWriter(4);

    private String written() {
        return HexFormat.of().formatHex(xdr.toBytes());
    }

    @Test
    void aStringIsItsLengthItsBytesAndZeroPadding() {
        xdr.string("silly").i32(42);
        assertEquals("00000005" + "73696c6c79" + "000000" + "0000002a", written());
    }

    @Test
    void paddingIsZeroWhereOtherBytesStoodBefore() {
        xdr.i64(-1).truncate(0);
        xdr.opaque(Opaque.ofHex("61"));
        assertEquals("00000001" + "61000000", written());
    }

    @Test
    void aLengthKnownLaterIsPatchedIn() {
        xdr.i32(0).bool(true).patchI32(0, xdr.size() - 4);
        assertEquals("00000004" + "00000001", written());
        assertThrows(IllegalArgumentException.class, () -> xdr.patchI32(5, 1));
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void aPayloadMayLieThereBeforeWhatStandsInFrontOfIt(boolean direct) {
        XdrWriter xdr = direct ? XdrWriter.direct(4) : new XdrWriter(4);
        xdr.i32(1);
        ByteBuffer payload = xdr.ahead(8, 7);
        assertEquals(direct, payload.isDirect());
        assertEquals(7, payload.remaining());
        payload.put(new byte[] {11, 12, 13, 14, 15, 16, 17});
        assertEquals(4, xdr.size(), "nothing has been written");
        xdr.i32(2).i32(5).fixedInPlace(5);
        assertEquals(
                "000000010000000200000005" + "0b0c0d0e0f" + "000000",
                HexFormat.of().formatHex(xdr.toBytes()));
    }

    @Test
    void aCharacterThatIsNoByteIsABugOfOurs() {
        assertThrows(IllegalArgumentException.class, () -> xdr.string("\u20ac"));
    }

    /** RFC 5531, appendix A, written by oncrpc4j into our stream. */
    @Test
    void takesACredentialOfTheLibrary() throws Exception {
        new RpcAuthTypeUnix(1000, 100, new int[] {5}, 7, "h").xdrEncode(xdr);
        assertEquals(
                "00000001" // AUTH_SYS
                        + "0000001c" // 28 bytes of body
                        + "00000007" // stamp
                        + "00000001"
                        + "68000000" // machine name
                        + "000003e8" // uid
                        + "00000064" // gid
                        + "00000001"
                        + "00000005" // one group
                        + "0000000000000000", // the verifier the library adds
                written());
    }

    @Property(tries = 500)
    void whatIsWrittenIsReadBack(@ForAll @Size(max = 40) byte[] bytes, @ForAll long number)
            throws MalformedXdrException {
        XdrWriter out = new XdrWriter(1);
        out.opaque(Opaque.copyOf(bytes)).i64(number).fixedOpaque(Opaque.copyOf(bytes)).bool(true);
        XdrReader in = new XdrReader(ByteBuffer.wrap(out.toBytes()));
        assertEquals(Opaque.copyOf(bytes), in.opaque(40));
        assertEquals(number, in.i64());
        assertEquals(Opaque.copyOf(bytes), in.fixedOpaque(bytes.length));
        assertEquals(true, in.bool());
        assertEquals(0, in.remaining());
    }
}
