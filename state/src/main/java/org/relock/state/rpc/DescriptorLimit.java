package org.relock.state.rpc;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** How many file descriptors this process may have (RLIMIT_NOFILE). */
final class DescriptorLimit {

    private static final String LINE = "Max open files";

    /** What POSIX systems give at least in practice; taken if the kernel does not tell. */
    private static final int USUAL = 1024;

    private static final int NOW = read(Path.of("/proc/self/limits"));

    private DescriptorLimit() {}

    /** Returns the soft limit; the JVM has raised it to the hard one at its start. */
    static int now() {
        return NOW;
    }

    static int read(Path limits) {
        try {
            String text = Files.readString(limits, ISO_8859_1);
            int at = text.indexOf(LINE);
            if (at < 0) {
                return USUAL;
            }
            int from = at + LINE.length();
            while (from < text.length() && text.charAt(from) == ' ') {
                from++;
            }
            int to = text.indexOf(' ', from);
            if (to < 0) {
                return USUAL;
            }
            long soft = Long.parseLong(text.substring(from, to));
            return (int) Math.min(soft, Integer.MAX_VALUE);
        } catch (IOException e) {
            return USUAL;
        } catch (NumberFormatException e) {
            return Integer.MAX_VALUE; // "unlimited"
        }
    }
}
