package org.relock.tests.faults;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;

/** The installed rpc.statd, in the foreground, on a port of the test's choice. */
final class Daemon implements AutoCloseable {

    static final int PORT = 4000;
    static final Path STATE = Path.of("/var/lib/nfs");

    private static final int PATIENCE_SECONDS = 60;

    /** Lines of the log that are kept, the newest. */
    private static final int LINES_KEPT = 5_000;

    private final Process process;
    private final List<String> log = new ArrayList<>();
    private boolean ended;

    private Daemon(Process process) {
        this.process = process;
        Thread reader = new Thread(this::readLog, "log");
        reader.setDaemon(true);
        reader.start();
    }

    /** Starts it and returns when it answers. */
    static Daemon start(String... options) throws IOException {
        return startAs("exec \"$@\"", options);
    }

    /** Starts it by a line of shell, in which it is {@code "$@"}; returns when it answers. */
    static Daemon startAs(String shell, String... options) throws IOException {
        Daemon daemon = launch(shell, options);
        if (!StatusMonitor.awaitNull(PORT, () -> daemon.process.isAlive())) {
            throw new AssertionError("rpc.statd does not start: " + daemon.words());
        }
        return daemon;
    }

    /** Starts it by a line of shell, and does not wait for it. */
    static Daemon launch(String shell, String... options) throws IOException {
        List<String> command = new ArrayList<>(List.of("sh", "-c", shell, "sh"));
        command.add(Machine.DIST.resolve("rpc.statd").toString());
        command.addAll(List.of("-F", "-d", "-L", "--rpcbind=none", "-p", "" + PORT));
        command.addAll(List.of(options));
        return new Daemon(new ProcessBuilder(command).redirectErrorStream(true).start());
    }

    private void readLog() {
        try (BufferedReader reader = process.inputReader(StandardCharsets.ISO_8859_1)) {
            for (String line = reader.readLine(); line != null; line = reader.readLine()) {
                synchronized (this) {
                    if (log.size() == LINES_KEPT) {
                        log.remove(0);
                    }
                    log.add(line);
                    notifyAll();
                }
            }
        } catch (IOException e) {
            // It was killed.
        }
        synchronized (this) {
            ended = true;
            notifyAll();
        }
    }

    /** Waits for a line of the log that came since {@link #forgetLog}. */
    synchronized String awaitLine(Predicate<String> wanted) throws InterruptedException {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
        while (true) {
            for (String line : log) {
                if (wanted.test(line)) {
                    return line;
                }
            }
            long left = TimeUnit.NANOSECONDS.toMillis(deadline - System.nanoTime());
            assertTrue(left > 0 && !ended, () -> "no such line: " + log);
            wait(left);
        }
    }

    synchronized void forgetLog() {
        log.clear();
    }

    synchronized String words() {
        return String.join("\n", log);
    }

    /** Waits until it ends by itself and returns its exit status. */
    int exitStatus() throws InterruptedException {
        assertTrue(process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS), "it does not end");
        synchronized (this) {
            while (!ended) {
                wait();
            }
        }
        return process.exitValue();
    }

    boolean isAlive() {
        return process.isAlive();
    }

    /** Returns its resident memory in kB. */
    int residentKilobytes() throws IOException {
        for (String line : Files.readAllLines(Path.of("/proc/" + process.pid() + "/status"))) {
            if (line.startsWith("VmRSS:")) {
                return Integer.parseInt(line.replaceAll("\\D", ""));
            }
        }
        throw new AssertionError("no VmRSS");
    }

    /** Returns the processor time it has used, in ticks, of which a second has a hundred. */
    long ticks() throws IOException {
        String stat = Files.readString(Path.of("/proc/" + process.pid() + "/stat"));
        String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
        return Long.parseLong(fields[11]) + Long.parseLong(fields[12]);
    }

    /** Kills it, as want of memory or kill -9 would, and waits until it is gone. */
    void kill() throws InterruptedException {
        process.destroyForcibly();
        exitStatus();
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }
}
