package org.relock.statd;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.List;
import java.util.OptionalInt;
import org.relock.state.os.Children;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What the kernel's lock manager is told through its files. No failure in here stops a start. */
final class Kernel {

    private static final Logger LOG = LoggerFactory.getLogger(Kernel.class);

    private static final Duration LOADING_LIMIT = Duration.ofSeconds(10);

    private final RunPaths paths;

    Kernel(RunPaths paths) {
        this.paths = paths;
    }

    /**
     * Tells the ports that were asked for; the lock manager's module is loaded for it if need be.
     */
    void lockManagerPorts(OptionalInt tcp, OptionalInt udp) {
        boolean there = true;
        if (tcp.isPresent()) {
            there = port(paths.kernelTcpPort(), tcp.getAsInt(), there);
        }
        if (udp.isPresent()) {
            port(paths.kernelUdpPort(), udp.getAsInt(), there);
        }
    }

    /** Returns whether the module was or is there now, so that loading is tried once only. */
    private boolean port(Path file, int port, boolean mayLoad) {
        try {
            write(file, port);
            return true;
        } catch (NoSuchFileException missing) {
            if (mayLoad) {
                Children.runHere(paths.modprobe(), List.of("lockd"), LOADING_LIMIT);
                return port(file, port, false);
            }
            LOG.warn("{} does not exist: the kernel's lock manager is not told its port", file);
        } catch (IOException e) {
            LOG.warn("Cannot write {}: {}", file, e.toString());
        }
        return false;
    }

    /** Tells our state number. Kernels without a lock manager do not want to know. */
    void state(int state) {
        try {
            write(paths.kernelState(), state);
        } catch (NoSuchFileException noLockManager) {
            LOG.debug("{} does not exist", paths.kernelState());
        } catch (IOException e) {
            LOG.warn("Cannot write {}: {}", paths.kernelState(), e.toString());
        }
    }

    private static void write(Path file, int number) throws IOException {
        Files.write(
                file,
                Integer.toString(number).getBytes(StandardCharsets.US_ASCII),
                StandardOpenOption.WRITE,
                StandardOpenOption.TRUNCATE_EXISTING);
    }
}
