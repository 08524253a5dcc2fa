package org.relock.lockd.nlm;

import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.util.HexFormat;
import org.relock.state.names.NumericAddress;
import org.relock.state.xdr.XdrEncodable;
import org.relock.state.xdr.XdrReader;
import org.relock.state.xdr.XdrWriter;

/** NLM's words as hexadecimal digits, written field by field from RFC 1813, appendix II. */
final class Bytes {

    static final String TRUE = "00000001";
    static final String FALSE = "00000000";

    /** A cookie of three bytes and its padding. */
    static final String COOKIE = "00000003" + "c00c1e" + "00";

    static final String NAME = "00000005" + "616c696365" + "000000"; // caller_name "alice"
    static final String OWNER = "00000002" + "0b0b" + "0000"; // oh
    static final String SVID = "ffff8001"; // svid

    /** A handle of 32 bytes. */
    static final String HANDLE =
            "00000020" + "0102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f20";

    /** An {@code alock} of version 4: bytes 2^33 to 2^33 + 15. */
    static final String LOCK4 =
            NAME + HANDLE + OWNER + SVID + "0000000200000000" + "0000000000000010";

    /** An {@code alock} of versions 1 and 3: bytes 2^32 - 16 to 2^32 - 2. */
    static final String LOCK3 = NAME + HANDLE + OWNER + SVID + "fffffff0" + "0000000f";

    private Bytes() {}

    static InetAddress address(String text) {
        return NumericAddress.parse(text).orElseThrow();
    }

    static XdrReader reading(String hex) {
        return new XdrReader(ByteBuffer.wrap(HexFormat.of().parseHex(hex)));
    }

    static String hex(NlmVersion version, NlmWord value) {
        return hex(value.in(version));
    }

    static String hex(XdrEncodable value) {
        return HexFormat.of().formatHex(XdrWriter.toBytes(value));
    }

    static String word(int value) {
        return HexFormat.of().toHexDigits(value);
    }

    static String hyper(long value) {
        return HexFormat.of().toHexDigits(value);
    }

    /** A variable-length opaque or string of so many bytes, with its padding. */
    static String filled(int length) {
        return word(length) + "aa".repeat(length) + "00".repeat(-length & 3);
    }
}
