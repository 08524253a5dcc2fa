package org.relock.lockd.nlm;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.relock.lockd.nlm.Bytes.COOKIE;
import static org.relock.lockd.nlm.Bytes.FALSE;
import static org.relock.lockd.nlm.Bytes.HANDLE;
import static org.relock.lockd.nlm.Bytes.LOCK3;
import static org.relock.lockd.nlm.Bytes.LOCK4;
import static org.relock.lockd.nlm.Bytes.NAME;
import static org.relock.lockd.nlm.Bytes.OWNER;
import static org.relock.lockd.nlm.Bytes.SVID;
import static org.relock.lockd.nlm.Bytes.TRUE;
import static org.relock.lockd.nlm.Bytes.filled;
import static org.relock.lockd.nlm.Bytes.hex;
import static org.relock.lockd.nlm.Bytes.hyper;
import static org.relock.lockd.nlm.Bytes.reading;
import static org.relock.lockd.nlm.Bytes.word;
import static org.relock.lockd.nlm.NlmVersion.V1;
import static org.relock.lockd.nlm.NlmVersion.V3;
import static org.relock.lockd.nlm.NlmVersion.V4;

import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.relock.state.xdr.MalformedXdrException;
import org.relock.state.xdr.Opaque;
import org.relock.state.xdr.XdrReader;
import org.relock.state.xdr.XdrWriter;

/** NLM's words against bytes written from RFC 1813, appendix II, and XNFS, chapter 10. */
class NlmWireTest {

    private static final Opaque COOKIE_VALUE = Opaque.ofHex("c00c1e");
    private static final Opaque OWNER_VALUE = Opaque.ofHex("0b0b");
    private static final Opaque HANDLE_VALUE = Opaque.ofHex(HANDLE.substring(8));
    private static final int SVID_VALUE = 0xffff8001;

    private static final NlmLock LOCK4_VALUE =
            new NlmLock("alice", HANDLE_VALUE, OWNER_VALUE, SVID_VALUE, 1L << 33, 16);
    private static final NlmLock LOCK3_VALUE =
            new NlmLock("alice", HANDLE_VALUE, OWNER_VALUE, SVID_VALUE, 0xfffffff0L, 15);

    /** Reads a word of one version. */
    private interface Decoder<T> {
        T decode(NlmVersion version, XdrReader xdr) throws MalformedXdrException;
    }

    private static <T extends NlmWord> void assertWire(
            NlmVersion version, String bytes, T value, Decoder<T> decoder)
            throws MalformedXdrException {
        assertEquals(bytes, hex(version, value));
        XdrReader xdr = reading(bytes);
        assertEquals(value, decoder.decode(version, xdr));
        assertEquals(0, xdr.remaining());
    }

    @Test
    void lockArguments() throws MalformedXdrException {
        LockArgs four = new LockArgs(COOKIE_VALUE, true, false, LOCK4_VALUE, true, -3);
        assertWire(V4, COOKIE + TRUE + FALSE + LOCK4 + TRUE + "fffffffd", four, LockArgs::decode);
        LockArgs three = new LockArgs(COOKIE_VALUE, false, true, LOCK3_VALUE, false, 7);
        for (NlmVersion version : List.of(V1, V3)) {
            assertWire(
                    version,
                    COOKIE + FALSE + TRUE + LOCK3 + FALSE + "00000007",
                    three,
                    LockArgs::decode);
        }
    }

    @Test
    void cancelArguments() throws MalformedXdrException {
        CancelArgs four = new CancelArgs(COOKIE_VALUE, true, false, LOCK4_VALUE);
        assertWire(V4, COOKIE + TRUE + FALSE + LOCK4, four, CancelArgs::decode);
        CancelArgs one = new CancelArgs(COOKIE_VALUE, false, true, LOCK3_VALUE);
        assertWire(V1, COOKIE + FALSE + TRUE + LOCK3, one, CancelArgs::decode);
    }

    @Test
    void testArguments() throws MalformedXdrException {
        TestArgs four = new TestArgs(COOKIE_VALUE, true, LOCK4_VALUE);
        assertWire(V4, COOKIE + TRUE + LOCK4, four, TestArgs::decode);
        TestArgs three = new TestArgs(COOKIE_VALUE, false, LOCK3_VALUE);
        assertWire(V3, COOKIE + FALSE + LOCK3, three, TestArgs::decode);
    }

    @Test
    void unlockArguments() throws MalformedXdrException {
        UnlockArgs four = new UnlockArgs(Opaque.EMPTY, LOCK4_VALUE);
        assertWire(V4, "00000000" + LOCK4, four, UnlockArgs::decode);
        UnlockArgs three = new UnlockArgs(COOKIE_VALUE, LOCK3_VALUE);
        assertWire(V3, COOKIE + LOCK3, three, UnlockArgs::decode);
    }

    @Test
    void shareArguments() throws MalformedXdrException {
        ShareArgs share =
                new ShareArgs(COOKIE_VALUE, "alice", HANDLE_VALUE, OWNER_VALUE, 2, 3, true);
        String bytes = COOKIE + NAME + HANDLE + OWNER + "00000002" + "00000003" + TRUE;
        assertWire(V4, bytes, share, ShareArgs::decode);
        assertWire(V3, bytes, share, ShareArgs::decode);
    }

    @Test
    void notice() throws MalformedXdrException {
        NlmNotify notice = new NlmNotify("alice", 9);
        assertEquals(NAME + "00000009", HexFormat.of().formatHex(XdrWriter.toBytes(notice)));
        assertEquals(notice, NlmNotify.decode(reading(NAME + "00000009")));
    }

    @Test
    void results() throws MalformedXdrException {
        NlmRes res = new NlmRes(COOKIE_VALUE, NlmStat.FAILED);
        assertWire(V4, COOKIE + "00000009", res, (version, xdr) -> NlmRes.decode(xdr));
        ShareRes share = new ShareRes(COOKIE_VALUE, NlmStat.DENIED, 0);
        assertWire(
                V3,
                COOKIE + "00000001" + "00000000",
                share,
                (version, xdr) -> ShareRes.decode(xdr));
        assertWire(
                V4,
                COOKIE + "00000004",
                new TestRes.Plain(COOKIE_VALUE, NlmStat.DENIED_GRACE_PERIOD),
                TestRes::decode);
        NlmHolder holder = new NlmHolder(true, SVID_VALUE, OWNER_VALUE, 1L << 40, 0);
        assertWire(
                V4,
                COOKIE + "00000001" + TRUE + SVID + OWNER + hyper(1L << 40) + hyper(0),
                new TestRes.Denied(COOKIE_VALUE, holder),
                TestRes::decode);
        NlmHolder low = new NlmHolder(false, 1, OWNER_VALUE, 0xfffffffeL, 1);
        assertWire(
                V1,
                COOKIE + "00000001" + FALSE + "00000001" + OWNER + "fffffffe" + "00000001",
                new TestRes.Denied(COOKIE_VALUE, low),
                TestRes::decode);
    }

    /** NLM check 2. */
    @ParameterizedTest
    @ValueSource(ints = {0, 1, 4, 8, 32, 33, 64, 1024})
    void aCookieOfUpTo1024BytesComesBackAsItWas(int length) throws MalformedXdrException {
        TestArgs arguments = TestArgs.decode(V4, reading(filled(length) + TRUE + LOCK4));
        assertEquals(
                filled(length) + "00000000",
                hex(V4, new NlmRes(arguments.cookie(), NlmStat.GRANTED)));
    }

    /** NLM checks 2 and 3. */
    @Test
    void nothingLongerThanItsLimitIsRead() throws MalformedXdrException {
        String rest = HANDLE + OWNER + SVID + hyper(0) + hyper(0);
        NlmLock.decode(V4, reading(filled(1024) + rest));
        refused(() -> NlmLock.decode(V4, reading(filled(1025) + rest)));
        String behind = SVID + hyper(0) + hyper(0);
        NlmLock.decode(V4, reading(NAME + HANDLE + filled(1024) + behind));
        refused(() -> NlmLock.decode(V4, reading(NAME + HANDLE + filled(1025) + behind)));
        refused(() -> UnlockArgs.decode(V4, reading(filled(1025) + LOCK4)));
        NlmNotify.decode(reading(filled(1025) + "00000000"));
        refused(() -> NlmNotify.decode(reading(filled(1026) + "00000000")));
        refused(() -> NlmRes.decode(reading(filled(1025) + "00000000")));
    }

    @ParameterizedTest
    @ValueSource(strings = {"7fffffff", "ffffffff", "80000000", "00000401"})
    void aLengthThatIsNotThereTakesNoMemory(String length) {
        refused(() -> UnlockArgs.decode(V4, reading(length)));
        refused(() -> NlmLock.decode(V4, reading(length)));
        refused(() -> NlmLock.decode(V4, reading(NAME + length)));
        refused(() -> NlmLock.decode(V4, reading(NAME + HANDLE + length)));
    }

    /** NLM check 8. */
    @ParameterizedTest
    @ValueSource(ints = {0, 1, 31, 33, 64, 65, 1024, 1025, 4001})
    void aHandleThatCannotBeOneIsReadAsAnEmptyOne(int length) throws MalformedXdrException {
        String rest = OWNER + SVID + "00000000" + "00000000";
        NlmLock three = NlmLock.decode(V3, reading(NAME + filled(length) + rest));
        assertEquals(new NlmLock("alice", Opaque.EMPTY, OWNER_VALUE, SVID_VALUE, 0, 0), three);
        NlmLock four = NlmLock.decode(V4, reading(NAME + filled(length) + rest + rest));
        assertEquals(length <= 64 ? length : 0, four.handle().length());
    }

    /** NLM check 4. */
    @ParameterizedTest
    @ValueSource(ints = {2, 4, 1 << 8, 1 << 16, 1 << 30, 1 << 31, -1, Integer.MAX_VALUE})
    void aBoolThatIsNeitherIsRefused(int value) {
        refused(() -> TestArgs.decode(V4, reading(COOKIE + word(value) + LOCK4)));
        refused(
                () ->
                        LockArgs.decode(
                                V4, reading(COOKIE + word(value) + TRUE + LOCK4 + TRUE + word(0))));
        refused(
                () ->
                        LockArgs.decode(
                                V4, reading(COOKIE + TRUE + word(value) + LOCK4 + TRUE + word(0))));
        refused(
                () ->
                        LockArgs.decode(
                                V4, reading(COOKIE + TRUE + TRUE + LOCK4 + word(value) + word(0))));
        refused(() -> CancelArgs.decode(V4, reading(COOKIE + word(value) + TRUE + LOCK4)));
        refused(() -> CancelArgs.decode(V4, reading(COOKIE + TRUE + word(value) + LOCK4)));
        String share = COOKIE + NAME + HANDLE + OWNER;
        refused(() -> ShareArgs.decode(V4, reading(share + word(0) + word(0) + word(value))));
    }

    /** NLM check 4: fsh_mode and fsh_access of 4, 7, 100 and 2^30 are granted elsewhere. */
    @ParameterizedTest
    @ValueSource(ints = {4, 7, 8, 100, 1 << 16, 1 << 30, 1 << 31, -1})
    void anEnumOutOfItsRangeIsRefused(int value) {
        String share = COOKIE + NAME + HANDLE + OWNER;
        refused(() -> ShareArgs.decode(V4, reading(share + word(value) + word(0) + TRUE)));
        refused(() -> ShareArgs.decode(V4, reading(share + word(0) + word(value) + TRUE)));
    }

    @ParameterizedTest
    @ValueSource(ints = {10, 11, 1 << 8, 1 << 30, 1 << 31, -1})
    void aStatusThatThereIsNotIsRefused(int value) {
        refused(() -> NlmRes.decode(reading(COOKIE + word(value))));
        refused(() -> TestRes.decode(V4, reading(COOKIE + word(value))));
        refused(() -> ShareRes.decode(reading(COOKIE + word(value) + word(0))));
    }

    /** NLM check 5. */
    @ParameterizedTest
    @EnumSource(NlmVersion.class)
    void whatBreaksOffIsRefusedWhereverItDoes(NlmVersion version) {
        String lock = version == V4 ? LOCK4 : LOCK3;
        NlmHolder holder = new NlmHolder(true, 1, OWNER_VALUE, 2, 3);
        everyPrefix(version, COOKIE + TRUE + TRUE + lock + TRUE + word(1), LockArgs::decode);
        everyPrefix(version, COOKIE + TRUE + TRUE + lock, CancelArgs::decode);
        everyPrefix(version, COOKIE + TRUE + lock, TestArgs::decode);
        everyPrefix(version, COOKIE + lock, UnlockArgs::decode);
        everyPrefix(
                version,
                COOKIE + NAME + HANDLE + OWNER + word(1) + word(1) + TRUE,
                ShareArgs::decode);
        everyPrefix(version, NAME + word(1), (v, xdr) -> NlmNotify.decode(xdr));
        everyPrefix(version, COOKIE + word(1), (v, xdr) -> NlmRes.decode(xdr));
        everyPrefix(version, COOKIE + word(1) + word(1), (v, xdr) -> ShareRes.decode(xdr));
        everyPrefix(
                version, hex(version, new TestRes.Denied(COOKIE_VALUE, holder)), TestRes::decode);
    }

    private static void everyPrefix(NlmVersion version, String bytes, Decoder<?> decoder) {
        for (int length = 0; length < bytes.length(); length += 2) {
            String prefix = bytes.substring(0, length);
            refused(() -> decoder.decode(version, reading(prefix)));
        }
    }

    private static void refused(org.junit.jupiter.api.function.Executable decoding) {
        assertThrows(MalformedXdrException.class, decoding);
    }
}
