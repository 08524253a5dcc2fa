package org.relock.smnotify;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What the kernel's own lock manager is told, if there is one. */
final class Kernel {

    private static final Logger LOG = LoggerFactory.getLogger(Kernel.class);

    private final Path proc;

    Kernel(Path proc) {
        this.proc = proc;
    }

    /** Says that nobody is left to claim locks: the grace period may end. */
    void endGrace() {
        write("fs/lockd/nlm_end_grace", "Y");
    }

    /** Says what our state number is. */
    void announce(int state) {
        write("sys/fs/nfs/nsm_local_state", Integer.toString(state));
    }

    private void write(String file, String text) {
        Path path = proc.resolve(file);
        try {
            Files.writeString(path, text, StandardCharsets.US_ASCII, StandardOpenOption.WRITE);
        } catch (NoSuchFileException e) {
            LOG.debug("No {}: the kernel's lock manager is not loaded", path);
        } catch (IOException e) {
            LOG.warn("Cannot tell the kernel: {}", e.toString());
        }
    }
}
