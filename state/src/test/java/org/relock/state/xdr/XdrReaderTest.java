package org.relock.state.xdr;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.util.HexFormat;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

/** Tests of {@link XdrReader}, against bytes written from RFC 4506. */
class XdrReaderTest {

    private static XdrReader reading(String hex) {
        return new XdrReader(ByteBuffer.wrap(HexFormat.of().parseHex(hex)));
    }

    @Test
    void aStringIsItsLengthItsBytesAndPadding() throws MalformedXdrException {
        XdrReader xdr = reading("00000005" + "73696c6c79" + "000000" + "0000002a");
        assertEquals("silly", xdr.string(5));
        assertEquals(42, xdr.i32());
        assertEquals(0, xdr.remaining());
    }

    @Test
    void everyByteOfAStringIsOneCharacter() throws MalformedXdrException {
        assertEquals("\u0000\u00ffa", reading("00000003" + "00ff61" + "00").string(3));
    }

    @Test
    void numbersAreBigEndian() throws MalformedXdrException {
        XdrReader xdr = reading("fffffffe" + "ffffffffffffff00" + "00000001");
        assertEquals(-2, xdr.i32());
        assertEquals(-256L, xdr.i64());
        assertTrue(xdr.bool());
    }

    @Test
    void aLengthOverTheLimitIsRefusedThoughTheBytesAreThere() {
        assertThrows(
                MalformedXdrException.class,
                () -> reading("00000005" + "73696c6c79000000").string(4));
    }

    @Test
    void aLengthThatPromisesMoreThanThereIsTakesNoMemory() {
        for (String length : List.of("7fffffff", "7ffffff0", "ffffffff", "80000000", "fffffffc")) {
            assertThrows(
                    MalformedXdrException.class,
                    () -> reading(length).opaque(Integer.MAX_VALUE),
                    length);
        }
    }

    @Test
    void missingPaddingIsMissingBytes() {
        assertThrows(MalformedXdrException.class, () -> reading("00000001" + "61").opaque(8));
    }

    @Test
    void aBoolIsZeroOrOne() {
        assertThrows(MalformedXdrException.class, () -> reading("00000002").bool());
        assertThrows(MalformedXdrException.class, () -> reading("ffffffff").bool());
    }

    @Test
    void aCountIsBounded() throws MalformedXdrException {
        assertEquals(16, reading("00000010").count(16));
        assertThrows(MalformedXdrException.class, () -> reading("00000011").count(16));
        assertThrows(MalformedXdrException.class, () -> reading("ffffffff").count(16));
    }

    @Test
    void aViewStepsOverThePadding() throws MalformedXdrException {
        XdrReader xdr = reading("00000002" + "abcd" + "0000" + "00000007");
        assertEquals(2, xdr.view(64).remaining());
        assertEquals(7, xdr.i32());
    }

    /** Whatever the bytes, a reader either reads inside them or says that they are malformed. */
    @Property(tries = 2_000)
    void randomBytesAreReadOrRefused(
            @ForAll @Size(max = 64) byte[] bytes, @ForAll @IntRange(max = 6) int what) {
        XdrReader xdr = new XdrReader(ByteBuffer.wrap(bytes));
        int before = xdr.remaining();
        try {
            switch (what) {
                case 0 -> xdr.string(1024);
                case 1 -> xdr.opaque(1024);
                case 2 -> xdr.view(1024);
                case 3 -> xdr.fixedOpaque(16);
                case 4 -> xdr.bool();
                case 5 -> xdr.count(4);
                default -> xdr.i64();
            }
            assertTrue(xdr.remaining() < before);
        } catch (MalformedXdrException e) {
            assertTrue(xdr.remaining() <= before);
        }
    }
}
