package org.relock.tests.sim;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/**
 * The directory of a journal, in memory. The end of a process costs it nothing; a power cut costs
 * it what was never forced: the logs from some point on, or some blocks of them.
 */
final class SimDisk implements AutoCloseable {

    private static final Path SHARED_MEMORY = Path.of("/dev/shm");
    private static final int BLOCK = 512;

    private final Path directory;
    private final SimRandom random;

    SimDisk(SimRandom random) {
        this.random = random;
        try {
            directory =
                    Files.isWritable(SHARED_MEMORY)
                            ? Files.createTempDirectory(SHARED_MEMORY, "relock-sim")
                            : Files.createTempDirectory("relock-sim");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    Path directory() {
        return directory;
    }

    private List<Path> files() throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            return files.sorted().toList();
        }
    }

    void powerCut() {
        try {
            for (Path file : files()) {
                if (String.valueOf(file.getFileName()).startsWith("log.")) {
                    tear(file);
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void tear(Path file) throws IOException {
        byte[] bytes = Files.readAllBytes(file);
        int written = bytes.length;
        while (written > 0 && bytes[written - 1] == 0) {
            written--;
        }
        if (written == 0 || random.chance(40)) {
            return;
        }
        int from = random.below(written);
        if (random.chance(50)) {
            Arrays.fill(bytes, from, bytes.length, (byte) 0);
        } else {
            for (int block = from - from % BLOCK; block < written; block += BLOCK) {
                if (random.chance(50)) {
                    Arrays.fill(bytes, block, Math.min(bytes.length, block + BLOCK), (byte) 0);
                }
            }
        }
        Files.write(file, bytes);
    }

    @Override
    public void close() {
        try {
            for (Path file : files()) {
                Files.delete(file);
            }
            Files.delete(directory);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
