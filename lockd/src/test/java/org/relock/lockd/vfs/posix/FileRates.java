package org.relock.lockd.vfs.posix;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.stream.Stream;
import org.relock.lockd.vfs.Actor;
import org.relock.lockd.vfs.CreateMode;
import org.relock.lockd.vfs.FileException;
import org.relock.lockd.vfs.FileId;
import org.relock.lockd.vfs.FileThread;
import org.relock.lockd.vfs.Stability;
import org.relock.state.xdr.Opaque;

/**
 * Measures how many operations one thread does in a second, without any network: {@code FileRates
 * DIRECTORY [FILES]}. Not a test.
 */
final class FileRates {

    private static final int FILES = 100_000;
    private static final long ROUND_NANOS = 1_000_000_000;
    private static final int ROUNDS = 3;

    private interface Operation {
        void run(int number) throws FileException;
    }

    private final Served served;
    private final Actor actor;

    private FileRates(Served served, Actor actor) {
        this.served = served;
        this.actor = actor;
    }

    /** Measures below the directory named. */
    public static void main(String[] arguments) throws Exception {
        Path top = Files.createTempDirectory(Path.of(arguments[0]), "rates");
        int files = arguments.length > 1 ? Integer.parseInt(arguments[1]) : FILES;
        LocalOptions options =
                new LocalOptions(
                        false, false, LocalOptions.DESCRIPTORS, LocalOptions.DEFAULT.handles());
        try (Served served = new Served(top, options)) {
            FileRates all = new FileRates(served, Served.ALICE);
            FileThread thread = new FileThread(() -> all.guarded(files), "rates");
            thread.start();
            thread.join();
        }
        try (Stream<Path> paths = Files.walk(top)) {
            for (Path path : paths.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(path);
            }
        }
    }

    private void guarded(int files) {
        try {
            run(files);
        } catch (FileException e) {
            throw new IllegalStateException(e);
        }
    }

    private void run(int files) throws FileException {
        FileId dir = served.makeDirectory(Served.ROOT, served.root(), "dir", 0777).file();
        FileId file = served.create(actor, dir, "file", 0644).file();
        ByteBuffer buffer = ByteBuffer.allocateDirect(1 << 20);
        served.files.write(actor, file, 0, buffer.clear(), Stability.UNSTABLE);
        Opaque name = Served.name("file");
        rate("GETATTR", n -> served.files.attributes(file));
        rate("LOOKUP", n -> served.files.lookup(actor, dir, name));
        rate("ACCESS", n -> served.files.access(actor, file, 0x1f));
        for (int size : new int[] {4096, 65536, 1 << 20}) {
            rate(
                    "READ " + size,
                    n -> served.files.read(actor, file, 0, buffer.clear().limit(size)));
            rate(
                    "READ now " + size,
                    n -> served.files.readNow(actor, file, 0, buffer.clear().limit(size)));
            rate(
                    "WRITE " + size,
                    n ->
                            served.files.write(
                                    actor,
                                    file,
                                    0,
                                    buffer.clear().limit(size),
                                    Stability.UNSTABLE));
        }
        Actor[] two = {Served.ALICE, Served.BOB};
        rate("LOOKUP, actors in turn", n -> served.files.lookup(two[n & 1], dir, name));
        CreateMode how = new CreateMode.Guarded(Served.mode(0644));
        rate(
                "CREATE+REMOVE",
                n -> {
                    Opaque fresh = Served.name("new");
                    served.files.create(actor, dir, fresh, how);
                    served.files.remove(actor, dir, fresh);
                });
        directory(dir, files);
    }

    private void directory(FileId dir, int files) throws FileException {
        for (int i = 0; i < files; i++) {
            served.create(actor, dir, "a-file-of-many-" + i, 0644);
        }
        for (int round = 0; round < ROUNDS; round++) {
            list(dir, false);
            list(dir, true);
        }
        rate(
                "LOOKUP of " + files,
                n -> {
                    String one = "a-file-of-many-" + (n * 7919L % files);
                    served.files.lookup(
                            actor, dir, Opaque.copyOf(one.getBytes(StandardCharsets.US_ASCII)));
                });
    }

    /** Lists in pieces of 200 entries, as a reply of 32 KiB has them. */
    private void list(FileId dir, boolean withEntries) throws FileException {
        long begin = System.nanoTime();
        long[] cookie = {0};
        int[] seen = {0};
        boolean end = false;
        while (!end) {
            int limit = seen[0] + 200;
            end =
                    served.files.readDirectory(
                            actor,
                            dir,
                            cookie[0],
                            withEntries,
                            (id, name, next, entry) -> {
                                if (seen[0] == limit) {
                                    return false;
                                }
                                seen[0]++;
                                cookie[0] = next;
                                return true;
                            });
        }
        long millis = (System.nanoTime() - begin) / 1_000_000;
        System.out.println(
                (withEntries ? "READDIRPLUS of " : "READDIR of ")
                        + seen[0]
                        + ": "
                        + millis
                        + " ms");
    }

    private static void rate(String what, Operation operation) throws FileException {
        long best = 0;
        for (int round = 0; round < ROUNDS; round++) {
            long begin = System.nanoTime();
            int count = 0;
            long took = 0;
            while (took < ROUND_NANOS) {
                for (int i = 0; i < 100; i++) {
                    operation.run(count++);
                }
                took = System.nanoTime() - begin;
            }
            best = Math.max(best, count * 1_000_000_000L / took);
        }
        System.out.println(what + ": " + best + "/s");
    }
}
