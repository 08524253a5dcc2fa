package org.relock.lockd.export;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * SipHash-2-4 (Aumasson and Bernstein, 2012): whoever does not know the key can neither make nor
 * guess the 64 bits that belong to some bytes. It is made for short messages and many of them.
 */
final class SipHash {

    /** The length of a key, in bytes. */
    static final int KEY_BYTES = 16;

    private static final VarHandle WORD =
            MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

    private final long key0;
    private final long key1;

    /** Makes one with a key of {@value #KEY_BYTES} bytes. */
    SipHash(byte[] key) {
        if (key.length != KEY_BYTES) {
            throw new IllegalArgumentException("a key of " + key.length + " bytes");
        }
        key0 = (long) WORD.get(key, 0);
        key1 = (long) WORD.get(key, Long.BYTES);
    }

    /** Returns the hash of the first {@code length} bytes. */
    long of(byte[] bytes, int length) {
        State state = new State(key0, key1);
        int whole = length & -Long.BYTES;
        for (int at = 0; at < whole; at += Long.BYTES) {
            state.take((long) WORD.get(bytes, at));
        }
        long last = ((long) length) << 56;
        for (int at = whole; at < length; at++) {
            last |= (bytes[at] & 0xffL) << (Byte.SIZE * (at - whole));
        }
        state.take(last);
        return state.end();
    }

    /** The four words that are stirred. */
    private static final class State {
        private long v0;
        private long v1;
        private long v2;
        private long v3;

        State(long key0, long key1) {
            v0 = key0 ^ 0x736f6d6570736575L;
            v1 = key1 ^ 0x646f72616e646f6dL;
            v2 = key0 ^ 0x6c7967656e657261L;
            v3 = key1 ^ 0x7465646279746573L;
        }

        void take(long word) {
            v3 ^= word;
            round();
            round();
            v0 ^= word;
        }

        long end() {
            v2 ^= 0xff;
            round();
            round();
            round();
            round();
            return v0 ^ v1 ^ v2 ^ v3;
        }

        private void round() {
            v0 += v1;
            v1 = Long.rotateLeft(v1, 13) ^ v0;
            v0 = Long.rotateLeft(v0, 32);
            v2 += v3;
            v3 = Long.rotateLeft(v3, 16) ^ v2;
            v0 += v3;
            v3 = Long.rotateLeft(v3, 21) ^ v0;
            v2 += v1;
            v1 = Long.rotateLeft(v1, 17) ^ v2;
            v2 = Long.rotateLeft(v2, 32);
        }
    }
}
