package org.relock.state.nsm;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.nio.ByteBuffer;
import java.util.HexFormat;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;
import org.relock.state.xdr.MalformedXdrException;
import org.relock.state.xdr.Opaque;
import org.relock.state.xdr.XdrDecoder;
import org.relock.state.xdr.XdrEncodable;
import org.relock.state.xdr.XdrReader;
import org.relock.state.xdr.XdrWriter;

/** The wire types of NSM against bytes written from XNFS, chapter 11, one field a line. */
class NsmWireTest {

    private static final String PRIV = "000102030405060708090a0b0c0d0e0f";

    private static final MyId LOCKD = new MyId("us", 100021, 3, 16);

    private static final String LOCKD_BYTES =
            "00000002"
                    + "75730000" // my_name "us"
                    + "000186b5" // NLM
                    + "00000003" // version 3
                    + "00000010"; // procedure 16

    private static final String PEER = "00000004" + "70656572"; // "peer"

    private static <T extends XdrEncodable> void assertWire(
            String hex, T value, XdrDecoder<T> decoder) throws MalformedXdrException {
        assertEquals(hex, HexFormat.of().formatHex(XdrWriter.toBytes(value)));
        XdrReader xdr = reading(hex);
        assertEquals(value, decoder.decode(xdr));
        assertEquals(0, xdr.remaining());
    }

    private static XdrReader reading(String hex) {
        return new XdrReader(ByteBuffer.wrap(HexFormat.of().parseHex(hex)));
    }

    @Test
    void smName() throws MalformedXdrException {
        assertWire(PEER, new SmName("peer"), SmName::decode);
    }

    @Test
    void mon() throws MalformedXdrException {
        assertWire(
                PEER + LOCKD_BYTES + PRIV,
                new Mon(new MonId("peer", LOCKD), Opaque.ofHex(PRIV)),
                Mon::decode);
    }

    @Test
    void monId() throws MalformedXdrException {
        assertWire(PEER + LOCKD_BYTES, new MonId("peer", LOCKD), MonId::decode);
    }

    @Test
    void myId() throws MalformedXdrException {
        assertWire(LOCKD_BYTES, LOCKD, MyId::decode);
    }

    @Test
    void aStateIsSigned() throws MalformedXdrException {
        assertWire(PEER + "80000001", new StatChange("peer", -2147483647), StatChange::decode);
    }

    @Test
    void smStatRes() throws MalformedXdrException {
        assertWire("00000000" + "00000005", new SmStatRes(true, 5), SmStatRes::decode);
        assertWire("00000001" + "ffffffff", SmStatRes.MON_FAILED, SmStatRes::decode);
        assertThrows(
                MalformedXdrException.class, () -> SmStatRes.decode(reading("0000000200000005")));
    }

    @Test
    void smStat() throws MalformedXdrException {
        assertWire("00000005", new SmStat(5), SmStat::decode);
    }

    @Test
    void smStatus() throws MalformedXdrException {
        assertWire(
                PEER + "00000007" + PRIV,
                new SmStatus("peer", 7, Opaque.ofHex(PRIV)),
                SmStatus::decode);
    }

    /** Check 28: 1,024 bytes are a name, 1,025 are not. */
    @Test
    void aNameHasAtMost1024Bytes() throws MalformedXdrException {
        assertEquals(
                1024, SmName.decode(reading("00000400" + "61".repeat(1024))).monName().length());
        assertThrows(
                MalformedXdrException.class,
                () -> SmName.decode(reading("00000401" + "61".repeat(1028))));
    }

    /** Check 29: arguments cut short anywhere are malformed, never made up. */
    @Test
    void aMonCutShortIsMalformedAtEveryByte() {
        String whole = PEER + LOCKD_BYTES + PRIV;
        for (int bytes = 0; bytes < whole.length() / 2; bytes++) {
            String cut = whole.substring(0, 2 * bytes);
            assertThrows(MalformedXdrException.class, () -> Mon.decode(reading(cut)), cut);
        }
    }

    /** Whatever arrives is a value or malformed, nothing else. */
    @Property(tries = 2_000)
    void randomBytesDecodeOrAreMalformed(@ForAll @Size(max = 96) byte[] bytes) {
        List<XdrDecoder<? extends XdrEncodable>> decoders =
                List.of(
                        SmName::decode,
                        Mon::decode,
                        MonId::decode,
                        MyId::decode,
                        StatChange::decode,
                        SmStatRes::decode,
                        SmStat::decode,
                        SmStatus::decode);
        for (XdrDecoder<? extends XdrEncodable> decoder : decoders) {
            try {
                byte[] again =
                        XdrWriter.toBytes(decoder.decode(new XdrReader(ByteBuffer.wrap(bytes))));
                assertEquals(true, again.length <= bytes.length);
            } catch (MalformedXdrException e) {
                assertEquals(false, e.getMessage().isEmpty());
            }
        }
    }
}
