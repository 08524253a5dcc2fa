package org.relock.state.rpc;

import java.io.DataInputStream;
import java.io.FileInputStream;
import java.io.IOException;
import java.security.SecureRandom;

/**
 * Random numbers that nobody can foretell, for xids and source ports: a stranger who does not see
 * our calls must not be able to answer them. Not thread safe.
 *
 * <p>They come from the kernel, a few hundred at a time; the Java library's own generator is asked
 * only where there is no such device, because it takes tens of milliseconds to load.
 */
public final class Unguessable {

    private static final String DEVICE = "/dev/urandom";
    private static final int BATCH_BYTES = 1024;

    private final byte[] batch = new byte[BATCH_BYTES];
    private int used = BATCH_BYTES;

    /** Returns any 32 bits. */
    public int next() {
        if (used == BATCH_BYTES) {
            fill();
            used = 0;
        }
        int value = 0;
        for (int i = 0; i < 4; i++) {
            value = (value << 8) | (batch[used++] & 0xff);
        }
        return value;
    }

    /** Returns a number from 0 up to but without {@code bound}; the small bias does no harm. */
    int below(int bound) {
        return Integer.remainderUnsigned(next(), bound);
    }

    private void fill() {
        try (DataInputStream device = new DataInputStream(new FileInputStream(DEVICE))) {
            device.readFully(batch);
        } catch (IOException e) {
            // No device, as in a bare chroot, or no descriptor left.
            new SecureRandom().nextBytes(batch);
        }
    }
}
