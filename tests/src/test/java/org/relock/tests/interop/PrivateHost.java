package org.relock.tests.interop;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.relock.tests.Needs;

/**
 * A host of its own as far as network, processes and {@code /run} go: loopback only, nothing
 * running. Whatever runs in it ends when it is closed, and also when this JVM ends, because its
 * first process waits for our end of a pipe and takes all others with it.
 */
public final class PrivateHost implements AutoCloseable {

    private static final String SET_UP =
            "mount -t tmpfs none /run && ip link set lo up && echo up && exec cat";

    private final Process unshare;
    private final long first;
    private final List<Process> started = new ArrayList<>();

    /** Makes one, or skips the test where that cannot be. */
    public PrivateHost() {
        Needs.root();
        Needs.program("unshare");
        Needs.program("nsenter");
        Needs.program("ip");
        unshare =
                start(
                        List.of(
                                "unshare",
                                "-mnp",
                                "--fork",
                                "--kill-child",
                                "--mount-proc",
                                "sh",
                                "-c",
                                SET_UP));
        String line = readLine(unshare.inputReader());
        Needs.that("up".equals(line), "namespaces (unshare -mnp)");
        first = unshare.children().findFirst().orElseThrow().pid();
    }

    /** Starts a program in it; standard error goes where ours goes. */
    public Process start(String... command) {
        List<String> all = new ArrayList<>();
        all.addAll(List.of("nsenter", "-t", Long.toString(first), "-m", "-n", "-p"));
        all.addAll(List.of(command));
        Process process = start(all);
        started.add(process);
        return process;
    }

    /** Runs a shell command in it to its end and returns what it printed. */
    public String sh(String command) {
        Process process = start("sh", "-c", command + " 2>&1");
        try {
            String output =
                    new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            process.waitFor();
            return output;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Starts a main class of the tests' class path in it, as user {@code uid}. */
    public Process java(int uid, Class<?> main, String... arguments) {
        List<String> command = new ArrayList<>();
        String id = Integer.toString(uid);
        command.addAll(List.of("setpriv", "--reuid=" + id, "--regid=" + id, "--clear-groups"));
        // The class path may lie where only we may look.
        command.addAll(List.of("--inh-caps=+dac_read_search", "--ambient-caps=+dac_read_search"));
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC"));
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), main.getName()));
        command.addAll(List.of(arguments));
        return start(command.toArray(String[]::new));
    }

    /** Reads a line that a program prints. */
    public static String readLine(BufferedReader from) {
        try {
            return from.readLine();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Process start(List<String> command) {
        try {
            return new ProcessBuilder(command)
                    .redirectError(ProcessBuilder.Redirect.INHERIT)
                    .start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        unshare.destroyForcibly();
        // Those who watch over what ran in it, lest one of them was stopped together with it.
        started.forEach(Process::destroyForcibly);
    }
}
