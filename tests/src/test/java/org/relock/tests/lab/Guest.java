package org.relock.tests.lab;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** One guest from power on to power off, and the serial line to it. */
final class Guest {

    /** How long a guest may take to boot on a busy machine; about 4 s on an idle one. */
    private static final Duration BOOT = Duration.ofSeconds(90);

    /** How long a command may take that says nothing else. */
    static final Duration COMMAND = Duration.ofSeconds(60);

    /** What ends a task in the guest if nobody here does. */
    private static final long LONGEST_SECONDS = 600;

    private final LabHost host;
    private final Path folder;
    private final Process process;
    private final CompletableFuture<Void> lineEnded;
    private final Map<Integer, Task> tasks = new HashMap<>();
    private final Task boot;
    private int lastId;

    /**
     * Takes over a guest that has been switched on.
     *
     * @param folder its own folder, with a directory {@code commands}
     * @param process whose standard input and output are the serial line
     */
    Guest(LabHost host, Path folder, Process process) {
        this.host = host;
        this.folder = folder;
        this.process = process;
        this.boot = new Task(host.label());
        tasks.put(0, boot);
        this.lineEnded =
                CompletableFuture.runAsync(
                        this::read, work -> new Thread(work, host.label() + " line").start());
    }

    LabHost host() {
        return host;
    }

    /** Waits until it takes commands. */
    void awaitBoot() throws InterruptedException, IOException {
        try {
            var unused = boot.await("ready", BOOT);
        } catch (AssertionError e) {
            throw new AssertionError(e.getMessage() + "\n" + console(), e);
        }
    }

    /** Runs a script of bash to its end and returns what it printed; it must end with 0. */
    String run(String script) throws IOException, InterruptedException {
        return runTimed(script).output();
    }

    /** Starts a script of bash. In it {@code $PROJECT} is the project's directory. */
    synchronized Task start(String script) throws IOException {
        int id = ++lastId;
        Files.writeString(folder.resolve("commands").resolve(Integer.toString(id)), script);
        Task task = new Task(host.label() + ": " + script);
        tasks.put(id, task);
        OutputStream line = process.getOutputStream();
        line.write((id + " " + LONGEST_SECONDS + "\n").getBytes(UTF_8));
        line.flush();
        return task;
    }

    /**
     * Cuts the power: the kernel and all its processes are gone at once, and with them whatever it
     * had not written to its disk.
     */
    void cutPower() {
        List<ProcessHandle> all = new ArrayList<>(process.descendants().toList());
        all.add(process.toHandle());
        // By its handle: Process.destroyForcibly would also close the line that is being read.
        process.toHandle().destroyForcibly();
        for (ProcessHandle one : all) {
            var unused = one.onExit().orTimeout(30, TimeUnit.SECONDS).join();
        }
        lineEnded.join();
    }

    /** Runs a script to its end and returns the task, for its times; it must end with 0. */
    Task runTimed(String script) throws IOException, InterruptedException {
        Task task = start(script);
        int status = task.awaitStatus(COMMAND);
        if (status != 0) {
            throw new AssertionError(
                    host.label()
                            + " ended with "
                            + status
                            + ": "
                            + script
                            + "\n"
                            + task.output()
                            + "\n--- its console:\n"
                            + console());
        }
        return task;
    }

    /** Returns what its kernel and its first process had to say. */
    String console() throws IOException {
        Path file = folder.resolve("console");
        return Files.exists(file) ? new String(Files.readAllBytes(file), UTF_8) : "";
    }

    private void read() {
        try (BufferedReader line =
                new BufferedReader(new InputStreamReader(process.getInputStream(), UTF_8))) {
            for (String text = line.readLine(); text != null; text = line.readLine()) {
                heard(text);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } finally {
            synchronized (this) {
                tasks.values().forEach(Task::lost);
            }
        }
    }

    private synchronized void heard(String text) {
        int blank = text.indexOf(' ');
        Task task = blank < 0 ? null : tasks.get(Integer.valueOf(text.substring(0, blank)));
        if (task == null) {
            throw new IllegalStateException(host.label() + " says: " + text);
        }
        String line = text.substring(blank + 1);
        if (line.startsWith("\1")) {
            task.ended(Integer.parseInt(line.substring(1)));
        } else {
            task.said(line);
        }
    }
}
