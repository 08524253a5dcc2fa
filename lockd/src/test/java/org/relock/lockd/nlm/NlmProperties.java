package org.relock.lockd.nlm;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.relock.lockd.locks.ByteRange;
import org.relock.state.rpc.Transport;
import org.relock.state.xdr.MalformedXdrException;
import org.relock.state.xdr.Opaque;
import org.relock.state.xdr.XdrReader;

/** What is written is what is read, whatever it is; and whatever is read, nothing breaks. */
class NlmProperties {

    /** A lock and the version that can say it. */
    record Spelled(NlmVersion version, NlmLock lock) {}

    private static Arbitrary<Opaque> opaque(int min, int max) {
        return Arbitraries.bytes()
                .array(byte[].class)
                .ofMinSize(min)
                .ofMaxSize(max)
                .map(Opaque::copyOf);
    }

    @Provide
    Arbitrary<Spelled> locks() {
        return Arbitraries.of(NlmVersion.values())
                .flatMap(
                        version -> {
                            boolean four = version == NlmVersion.V4;
                            Arbitrary<Long> number =
                                    four
                                            ? Arbitraries.longs()
                                            : Arbitraries.longs().between(0, 0xffff_ffffL);
                            return Combinators.combine(
                                            opaque(0, 1024),
                                            opaque(four ? 0 : 32, four ? 64 : 32),
                                            opaque(0, 1024),
                                            Arbitraries.integers(),
                                            number,
                                            number)
                                    .as(
                                            (name, handle, owner, svid, offset, length) ->
                                                    new Spelled(
                                                            version,
                                                            new NlmLock(
                                                                    latin(name),
                                                                    handle,
                                                                    owner,
                                                                    svid,
                                                                    offset,
                                                                    length)));
                        });
    }

    private static String latin(Opaque bytes) {
        return new String(bytes.toBytes(), StandardCharsets.ISO_8859_1);
    }

    @Property(tries = 300)
    void everyRequestIsReadAsItWasWritten(
            @ForAll("locks") Spelled spelled,
            @ForAll boolean block,
            @ForAll boolean exclusive,
            @ForAll boolean reclaim,
            @ForAll int state)
            throws MalformedXdrException {
        NlmVersion version = spelled.version();
        NlmLock lock = spelled.lock();
        Opaque cookie = lock.owner();
        LockArgs locking = new LockArgs(cookie, block, exclusive, lock, reclaim, state);
        assertEquals(locking, LockArgs.decode(version, read(version, locking)));
        CancelArgs cancelling = new CancelArgs(cookie, block, exclusive, lock);
        assertEquals(cancelling, CancelArgs.decode(version, read(version, cancelling)));
        TestArgs testing = new TestArgs(cookie, exclusive, lock);
        assertEquals(testing, TestArgs.decode(version, read(version, testing)));
        UnlockArgs unlocking = new UnlockArgs(cookie, lock);
        assertEquals(unlocking, UnlockArgs.decode(version, read(version, unlocking)));
        ShareArgs sharing =
                new ShareArgs(
                        cookie, lock.callerName(), lock.handle(), lock.owner(), 1, 2, reclaim);
        assertEquals(sharing, ShareArgs.decode(version, read(version, sharing)));
    }

    private static XdrReader read(NlmVersion version, NlmWord word) {
        return Bytes.reading(Bytes.hex(version, word));
    }

    @Property(tries = 300)
    void aMemoIsReadAsItWasWritten(
            @ForAll("locks") Spelled spelled, @ForAll boolean tcp, @ForAll boolean exclusive)
            throws MalformedXdrException {
        NlmMemo memo =
                new NlmMemo(
                        spelled.version(),
                        tcp ? Transport.TCP : Transport.UDP,
                        Bytes.address("192.0.2.1"),
                        Bytes.address("2001:db8::2"),
                        exclusive,
                        spelled.lock());
        assertEquals(memo, NlmMemo.decode(memo.encode()));
    }

    @Property(tries = 2000)
    void whateverIsReadIsAValueOrMalformed(@ForAll byte[] bytes, @ForAll NlmVersion version) {
        String hex = HexFormat.of().formatHex(bytes);
        try {
            LockArgs.decode(version, Bytes.reading(hex));
        } catch (MalformedXdrException e) {
            assertTrue(e.getMessage().length() > 0);
        }
        try {
            NlmMemo.decode(Opaque.copyOf(bytes));
        } catch (MalformedXdrException e) {
            assertTrue(e.getMessage().length() > 0);
        }
    }

    /** NLM check 9: clamped, never wrapped. */
    @Property(tries = 2000)
    void aHolderIsNeverSaidToHoldLowerBytesThanItDoes(
            @ForAll long one, @ForAll long other, @ForAll NlmVersion version)
            throws MalformedXdrException {
        boolean ordered = Long.compareUnsigned(one, other) <= 0;
        ByteRange held = new ByteRange(ordered ? one : other, ordered ? other : one);
        NlmHolder holder = new NlmHolder(true, 1, Opaque.EMPTY, held.first(), held.length());
        NlmHolder said = NlmHolder.decode(version, read(version, holder));
        long highest = version.highest();
        long clamped = Long.compareUnsigned(held.first(), highest) > 0 ? highest : held.first();
        assertEquals(clamped, said.offset());
        if (said.length() == 0) {
            assertTrue(
                    held.toEnd()
                            || Long.compareUnsigned(held.last(), highest) > 0
                            || Long.compareUnsigned(held.length(), highest) > 0);
        } else {
            assertEquals(held.last(), said.offset() + said.length() - 1);
        }
    }
}
