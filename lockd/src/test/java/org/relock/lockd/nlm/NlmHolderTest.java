package org.relock.lockd.nlm;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.relock.lockd.nlm.NlmVersion.V1;
import static org.relock.lockd.nlm.NlmVersion.V3;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.relock.state.xdr.Opaque;

/** NLM check 9. */
class NlmHolderTest {

    private static void said(long offset, long length, String words) {
        for (NlmVersion version : List.of(V1, V3)) {
            NlmHolder holder = new NlmHolder(true, 5, Opaque.EMPTY, offset, length);
            assertEquals("00000001" + "00000005" + "00000000" + words, Bytes.hex(version, holder));
        }
    }

    @Test
    void whatLiesWithin32BitsIsSaidExactly() {
        said(0, 0, "00000000" + "00000000");
        said(7, 9, "00000007" + "00000009");
        said(0xfffffff0L, 0x10, "fffffff0" + "00000010");
        said(1, 0xffffffffL, "00000001" + "ffffffff");
    }

    @Test
    void whatReachesPast32BitsReachesToTheEnd() {
        said(0xfffffff0L, 0x11, "fffffff0" + "00000000");
        said(7, 1L << 32, "00000007" + "00000000");
        said(0, 1L << 32, "00000000" + "00000000");
        said(0, -1, "00000000" + "00000000");
    }

    @Test
    void whatBeginsPast32BitsBeginsAtTheLastByteThereIs() {
        said(1L << 33, 1, "ffffffff" + "00000000");
        said(1L << 32, 0, "ffffffff" + "00000000");
        said(-1, 0, "ffffffff" + "00000000");
    }

    @Test
    void aNameTooShortForAnSvidIsAllOwner() {
        assertEquals(0, OwnerName.svid(Opaque.ofHex("010203")));
        assertEquals(Opaque.ofHex("010203"), OwnerName.owner(Opaque.ofHex("010203")));
        Opaque name = OwnerName.of(-2, Opaque.ofHex("0b"));
        assertEquals(Opaque.ofHex("fffffffe0b"), name);
        assertEquals(-2, OwnerName.svid(name));
        assertEquals(Opaque.ofHex("0b"), OwnerName.owner(name));
    }
}
