package org.relock.tests.journal;

import java.net.InetAddress;
import java.util.Random;
import org.relock.lockd.locks.ByteRange;
import org.relock.lockd.locks.ClientId;
import org.relock.lockd.locks.FileKey;
import org.relock.lockd.locks.LockMode;
import org.relock.lockd.locks.LockOwner;
import org.relock.lockd.locks.LockRequest;
import org.relock.lockd.locks.LockService;
import org.relock.lockd.locks.OfferListener;
import org.relock.lockd.locks.ShareReservation;
import org.relock.lockd.locks.Taken;
import org.relock.lockd.locks.Wish;
import org.relock.state.xdr.Opaque;

/**
 * What one thread does to a lock table, step by step: the same for the same seed and the same
 * beginning. Files and clients are the thread's own, so that other threads change nothing for it.
 */
final class LockScript {

    /** Hears nothing. */
    static final OfferListener NOBODY =
            new OfferListener() {
                @Override
                public void offered(Wish wish) {}

                @Override
                public void settled(long wish) {}
            };

    private static final int CLIENTS = 3;
    private static final int BYTES = 40;
    private static final long MIX = 0x9e3779b97f4a7c15L;

    private final int thread;
    private final long seed;
    private int step;

    LockScript(int thread, long seed) {
        this.thread = thread;
        this.seed = seed;
    }

    /** Returns a thread's file. */
    static FileKey file(int thread) {
        return new FileKey(thread, Opaque.ofHex("f11e0" + thread));
    }

    /** Does the next step. */
    void step(LockService locks) {
        Random random = new Random((seed + thread) * MIX + step);
        step++;
        LockRequest request =
                new LockRequest(
                        file(thread),
                        owner(random),
                        random.nextBoolean() ? LockMode.READ : LockMode.WRITE,
                        range(random),
                        false,
                        new Taken(InetAddress.getLoopbackAddress(), 1, true, step));
        switch (random.nextInt(12)) {
            case 0, 1, 2, 3 -> locks.lock(request);
            case 4, 5 -> locks.lockOrWait(request, Opaque.ofHex("0123"));
            case 6, 7, 8 -> locks.unlock(request.file(), request.owner(), request.range());
            case 9 -> settle(locks, random);
            case 10 -> {
                ShareReservation share =
                        new ShareReservation(
                                request.owner(),
                                random.nextInt(4),
                                random.nextInt(2),
                                request.taken());
                locks.share(request.file(), share, false);
            }
            default -> seldom(locks, random);
        }
    }

    private void seldom(LockService locks, Random random) {
        if (random.nextInt(4) == 0) {
            locks.release(owner(random).client());
        } else {
            locks.unshare(file(thread), owner(random));
        }
    }

    private void settle(LockService locks, Random random) {
        for (Wish wish : locks.snapshot().wishes()) {
            if (wish.state() == Wish.State.OFFERED && wish.request().file().equals(file(thread))) {
                if (random.nextBoolean()) {
                    locks.confirm(wish.id());
                } else {
                    locks.decline(wish.id());
                }
                return;
            }
        }
    }

    private LockOwner owner(Random random) {
        int number = random.nextInt(CLIENTS);
        return new LockOwner(
                new ClientId(1 + thread * CLIENTS + number), Opaque.ofHex("0" + number));
    }

    private static ByteRange range(Random random) {
        int first = random.nextInt(BYTES);
        boolean toEnd = random.nextInt(10) == 0;
        return new ByteRange(first, toEnd ? ByteRange.END : first + random.nextInt(BYTES / 4));
    }
}
