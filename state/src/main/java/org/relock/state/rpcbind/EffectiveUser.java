package org.relock.state.rpcbind;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The number of the user we are, as the kernel tells it without native code. */
final class EffectiveUser {

    private static final Path STATUS = Path.of("/proc/self/status");
    private static final String LABEL = "\nUid:\t";

    private EffectiveUser() {}

    /** Returns the effective uid in decimal, which is what rpcbind calls an owner. */
    static String number() {
        try {
            String status = new String(Files.readAllBytes(STATUS), ISO_8859_1);
            int label = status.indexOf(LABEL);
            int start = status.indexOf('\t', label + LABEL.length()) + 1; // behind the real one
            int end = status.indexOf('\t', start);
            if (label >= 0 && start > 0 && end > start) {
                return status.substring(start, end);
            }
        } catch (IOException e) {
            // No /proc: rpcbind sees for itself who we are, and to others it is only a hint.
        }
        return "unknown";
    }
}
