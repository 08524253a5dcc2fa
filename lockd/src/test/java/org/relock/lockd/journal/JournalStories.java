package org.relock.lockd.journal;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.io.TempDir;
import org.relock.lockd.locks.ByteRange;
import org.relock.lockd.locks.ClientId;
import org.relock.lockd.locks.Lock;
import org.relock.lockd.locks.LockMode;
import org.relock.lockd.locks.LockOwner;
import org.relock.lockd.locks.LockService;
import org.relock.lockd.locks.Taken;
import org.relock.state.xdr.Opaque;

/** A journal in a directory of its own, opened again and again. */
abstract class JournalStories {

    static final JournalOptions SMALL = Disks.SMALL;

    @TempDir Path root;

    private final List<Journal> opened = new ArrayList<>();

    final Path directory() {
        return root.resolve("relock/lockd");
    }

    final Journal.Opened open(Path directory, String boot, JournalOptions options)
            throws IOException {
        Journal.Opened found = Disks.open(directory, boot, options);
        opened.add(found.journal());
        return found;
    }

    final Journal.Opened open(String boot) throws IOException {
        return open(directory(), boot, SMALL);
    }

    @AfterEach
    final void close() {
        opened.forEach(Journal::close);
    }

    static void steps(LockService locks, long seed, int count) {
        RandomWorld world = new RandomWorld(seed);
        for (int i = 0; i < count; i++) {
            world.step(locks);
        }
    }

    static LockOwner owner(int client) {
        return new LockOwner(new ClientId(client), Opaque.ofHex("0102"));
    }

    static Lock lock(LockOwner owner, long first, long last) {
        return new Lock(
                owner,
                LockMode.WRITE,
                new ByteRange(first, last),
                new Taken(RandomWorld.address("192.0.2.1"), 0, true, 0));
    }
}
