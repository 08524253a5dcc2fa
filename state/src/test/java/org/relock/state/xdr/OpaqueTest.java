package org.relock.state.xdr;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Tests of bytes as a value. */
class OpaqueTest {

    @Test
    void equalBytesHaveEqualHashesUnderOneSeed() {
        Opaque bytes = Opaque.ofHex("00ff10");
        assertEquals(bytes.hash(7), Opaque.copyOf(bytes.toBytes()).hash(7));
        assertNotEquals(bytes.hash(7), bytes.hash(8));
    }

    /** These all have the same {@link Opaque#hashCode}: anybody can make as many as he likes. */
    @Test
    void bytesMadeToCollideDoNotCollideUnderASeed() {
        Set<Integer> plain = new HashSet<>();
        Set<Integer> seeded = new HashSet<>();
        for (int bits = 0; bits < 256; bits++) {
            StringBuilder hex = new StringBuilder();
            for (int bit = 0; bit < 8; bit++) {
                hex.append((bits >> bit & 1) == 0 ? "0020" : "0101");
            }
            plain.add(Opaque.ofHex(hex.toString()).hashCode());
            seeded.add(Opaque.ofHex(hex.toString()).hash(20_261_120));
        }
        assertEquals(1, plain.size());
        assertEquals(256, seeded.size());
    }
}
