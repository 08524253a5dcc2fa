package org.relock.state.os;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** The name that {@code ps}, {@code pgrep} and {@code killall} know a process by. */
public final class ProcessName {

    private static final Path COMM = Path.of("/proc/self/comm");

    private ProcessName() {}

    /**
     * Names the process. Needed only where the launcher did not start us: with it, the program's
     * file, comm and arguments have the right name already.
     *
     * @param name of which Linux keeps the first 15 bytes
     */
    public static void set(String name) throws IOException {
        Files.write(COMM, name.getBytes(StandardCharsets.UTF_8));
    }
}
