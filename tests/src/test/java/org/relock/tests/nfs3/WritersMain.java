package org.relock.tests.nfs3;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.relock.state.xdr.Opaque;

/**
 * Some clients at once, until there is a line on standard input: {@code WritersMain NFS-PORT
 * MOUNT-PORT PATH SEED COUNT}. Prints a line for each hundred steps, and at the end the check sums
 * of the files and how many write verifiers there were.
 */
final class WritersMain {

    private static final int STEPS_OF_A_LINE = 100;

    private static volatile boolean done;

    private WritersMain() {}

    public static void main(String[] words) throws Exception {
        int port = Integer.parseInt(words[0]);
        Opaque top = RawNfs.mount(Integer.parseInt(words[1]), words[2]);
        long seed = Long.parseLong(words[3]);
        int count = Integer.parseInt(words[4]);
        Set<Long> verifiers = ConcurrentHashMap.newKeySet();
        ExecutorService threads = Executors.newFixedThreadPool(count);
        List<Future<Long>> sums = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            Writer writer = new Writer(port, top, "file" + i, seed + i, verifiers);
            sums.add(threads.submit(life(writer)));
        }
        Thread input =
                new Thread(
                        () -> {
                            try {
                                System.in.read();
                                done = true;
                            } catch (IOException e) {
                                throw new UncheckedIOException(e);
                            }
                        });
        input.start();
        for (int i = 0; i < count; i++) {
            System.out.println("file" + i + " " + sums.get(i).get());
        }
        System.out.println("verifiers " + verifiers.size());
        System.exit(0);
    }

    private static Callable<Long> life(Writer writer) {
        return () -> {
            try {
                writer.begin();
                while (!done) {
                    for (int i = 0; i < STEPS_OF_A_LINE; i++) {
                        writer.step();
                    }
                    System.out.println("steps");
                }
                return writer.end();
            } catch (IOException | RuntimeException e) {
                System.out.println("failed: " + e);
                System.exit(1);
                throw e;
            }
        };
    }
}
