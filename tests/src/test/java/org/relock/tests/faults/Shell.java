package org.relock.tests.faults;

import java.io.IOException;
import java.nio.charset.StandardCharsets;

/** Lines of shell in a story. */
final class Shell {

    private Shell() {}

    /** What a command did. */
    record Ran(int status, String output) {}

    static Ran run(String command) throws IOException, InterruptedException {
        Process process = new ProcessBuilder("sh", "-c", command).redirectErrorStream(true).start();
        process.getOutputStream().close();
        byte[] output = process.getInputStream().readAllBytes();
        return new Ran(process.waitFor(), new String(output, StandardCharsets.ISO_8859_1));
    }

    /** Runs a command that must succeed. */
    static void ok(String command) throws IOException, InterruptedException {
        Ran ran = run(command);
        if (ran.status() != 0) {
            throw new AssertionError(command + ": " + ran.output());
        }
    }
}
