package org.relock.tests.process;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * A process that has ended.
 *
 * @param status its exit status
 * @param output its standard output and error, as one text
 */
record Finished(int status, String output) {

    /**
     * Runs a process to its end. Its output goes through a file, so that a daemon it leaves behind
     * cannot hold us up by keeping a pipe open.
     */
    static Finished of(ProcessBuilder builder) throws IOException, InterruptedException {
        Path output = Files.createTempFile("relock-process", ".out");
        try {
            Process process =
                    builder.redirectErrorStream(true).redirectOutput(output.toFile()).start();
            process.getOutputStream().close();
            int status = process.waitFor();
            return new Finished(status, Files.readString(output, StandardCharsets.ISO_8859_1));
        } finally {
            Files.delete(output);
        }
    }

    /** Runs a shell script to its end, in PID, mount and network namespaces of its own. */
    static Finished ofPrivateScript(String script) throws IOException, InterruptedException {
        return of(
                new ProcessBuilder(
                        "unshare",
                        "--pid",
                        "--net",
                        "--mount",
                        "--fork",
                        "--mount-proc",
                        "--kill-child",
                        "/bin/sh",
                        "-euc",
                        script));
    }
}
