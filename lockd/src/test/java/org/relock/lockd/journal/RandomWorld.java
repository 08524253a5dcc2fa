package org.relock.lockd.journal;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Random;
import org.relock.lockd.locks.ByteRange;
import org.relock.lockd.locks.ClientId;
import org.relock.lockd.locks.FileKey;
import org.relock.lockd.locks.LockMode;
import org.relock.lockd.locks.LockOwner;
import org.relock.lockd.locks.LockRequest;
import org.relock.lockd.locks.LockService;
import org.relock.lockd.locks.RecordedState;
import org.relock.lockd.locks.ShareReservation;
import org.relock.lockd.locks.Taken;
import org.relock.lockd.locks.Wish;
import org.relock.state.xdr.Opaque;

/** Calls to a lock table, at random; few owners and files, so that they meet. */
final class RandomWorld {

    private static final int CLIENTS = 4;
    private static final int FILES = 3;
    private static final int BYTES = 24;
    private static final List<InetAddress> SERVERS =
            List.of(address("192.0.2.1"), address("2001:db8::1"), address("::ffff:192.0.2.9"));

    private final Random random;

    RandomWorld(long seed) {
        random = new Random(seed);
    }

    static InetAddress address(String text) {
        return new InetSocketAddress(text, 1).getAddress();
    }

    private Opaque bytes(int length) {
        byte[] bytes = new byte[length];
        random.nextBytes(bytes);
        return Opaque.copyOf(bytes);
    }

    FileKey file() {
        int number = random.nextInt(FILES);
        return new FileKey(number % 2, Opaque.ofHex("0" + number + "abcdef".repeat(number)));
    }

    LockOwner owner() {
        int number = random.nextInt(CLIENTS);
        return new LockOwner(
                new ClientId(number), Opaque.ofHex("0" + random.nextInt(2) + "00".repeat(number)));
    }

    private ByteRange range() {
        int first = random.nextInt(BYTES);
        boolean toEnd = random.nextInt(8) == 0;
        return new ByteRange(first, toEnd ? ByteRange.END : first + random.nextInt(BYTES / 3));
    }

    private LockMode mode() {
        return random.nextBoolean() ? LockMode.READ : LockMode.WRITE;
    }

    private Taken taken() {
        InetAddress server = SERVERS.get(random.nextInt(SERVERS.size()));
        return new Taken(server, random.nextInt(3), random.nextBoolean(), random.nextInt());
    }

    private LockRequest request() {
        return new LockRequest(file(), owner(), mode(), range(), false, taken());
    }

    /** Does one thing. */
    void step(LockService locks) {
        switch (random.nextInt(14)) {
            case 0, 1, 2 -> locks.lock(request());
            case 3, 4, 5 -> locks.lockOrWait(request(), bytes(random.nextInt(40)));
            case 6, 7, 8 -> locks.unlock(file(), owner(), range());
            case 9 ->
                    locks.share(
                            file(),
                            new ShareReservation(
                                    owner(), random.nextInt(4), random.nextInt(4), taken()),
                            false);
            case 10 -> locks.unshare(file(), owner());
            case 11 -> locks.cancel(file(), owner(), mode(), range());
            case 12 -> settle(locks);
            default -> seldom(locks);
        }
    }

    private void settle(LockService locks) {
        RecordedState state = locks.snapshot();
        for (Wish wish : state.wishes()) {
            if (wish.state() == Wish.State.OFFERED) {
                switch (random.nextInt(3)) {
                    case 0 -> locks.confirm(wish.id());
                    case 1 -> locks.decline(wish.id());
                    default -> locks.giveUpOffer(wish.id());
                }
                return;
            }
        }
    }

    private void seldom(LockService locks) {
        switch (random.nextInt(12)) {
            case 0 -> locks.release(owner().client());
            case 1 -> locks.releaseBefore(owner().client(), random.nextInt(3));
            case 2 -> locks.releaseFile(file());
            case 3 -> locks.releaseServer(SERVERS.get(random.nextInt(SERVERS.size())));
            case 4 -> locks.releaseFileSystem(random.nextInt(2));
            default -> locks.unlock(file(), owner(), ByteRange.ALL);
        }
    }
}
