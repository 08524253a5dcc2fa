package org.relock.tests.smnotify;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * The host that sm-notify runs on: its state directory, its /run and a proc file system with what
 * matters here. All are private to the namespace.
 */
final class NotifyHost {

    static final Path USUAL = Path.of("/var/lib/nfs");
    private static final Path CLASSES = Path.of("/run/classes");
    static final Path PROC = Path.of("/run/proc");

    private static final long PATIENCE_SECONDS = 30;
    private static final int NOBODY = 65534;
    private static final String PREFIX =
            "0100007f 000186b5 00000003 00000010 000102030405060708090a0b0c0d0e0f ";

    private final Path directory;

    NotifyHost(Path directory) throws IOException {
        this.directory = directory;
        Files.createDirectories(directory.resolve("sm"));
        Files.createDirectories(directory.resolve("sm.bak"));
        state(5);
        Files.createDirectories(PROC.resolve("fs/lockd"));
        Files.createDirectories(PROC.resolve("sys/fs/nfs"));
        Files.createDirectories(PROC.resolve("sys/kernel/random"));
        Files.writeString(PROC.resolve("fs/lockd/nlm_end_grace"), "");
        Files.writeString(PROC.resolve("sys/fs/nfs/nsm_local_state"), "");
        boot("first boot");
    }

    void boot(String id) throws IOException {
        Files.writeString(PROC.resolve("sys/kernel/random/boot_id"), id + "\n");
    }

    NotifyHost state(int state) throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate(4).order(ByteOrder.nativeOrder()).putInt(state);
        Files.write(directory.resolve("state"), bytes.array());
        return this;
    }

    /** Records that {@code host} is monitored, by each of the names it knows us by. */
    NotifyHost monitors(String host, String... myNames) throws IOException {
        StringBuilder lines = new StringBuilder();
        for (String myName : myNames) {
            lines.append(PREFIX).append(host).append(' ').append(myName).append('\n');
        }
        Files.writeString(directory.resolve("sm").resolve(host), lines);
        return this;
    }

    /** Gives all of it to the user nobody. */
    NotifyHost ownedByNobody() throws IOException {
        try (Stream<Path> files = Files.walk(directory)) {
            for (Path file : files.toList()) {
                Files.setAttribute(file, "unix:uid", NOBODY);
                Files.setAttribute(file, "unix:gid", NOBODY);
            }
        }
        return this;
    }

    /** Returns how many have not been told. */
    int left() throws IOException {
        try (Stream<Path> files = Files.list(directory.resolve("sm.bak"))) {
            return (int) files.count();
        }
    }

    /** Runs sm-notify as the user nobody and prints its exit status. */
    void runAsNobody(String... arguments) throws IOException, InterruptedException {
        // The classes may lie where nobody may look.
        List<String> copies = new ArrayList<>();
        Files.createDirectories(CLASSES);
        for (String entry : System.getProperty("java.class.path").split(":", -1)) {
            String copy = CLASSES + "/" + copies.size() + (entry.endsWith(".jar") ? ".jar" : "");
            new ProcessBuilder("cp", "-r", entry, copy).start().waitFor();
            copies.add(copy);
        }
        end(
                start(
                        List.of("setpriv", "--reuid=65534", "--regid=65534", "--clear-groups"),
                        String.join(":", copies),
                        arguments));
    }

    /** Runs sm-notify as it is installed, by its launcher, and prints its exit status. */
    NotifyHost launch(String launcher, String... arguments)
            throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(launcher));
        command.addAll(List.of(arguments));
        ProcessBuilder builder = new ProcessBuilder(command).inheritIO();
        builder.redirectOutput(ProcessBuilder.Redirect.DISCARD);
        builder.environment().put("RELOCK_JAVA_OPTIONS", "-Drelock.proc=" + PROC);
        Process process = builder.start();
        if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
            throw new IllegalStateException("sm-notify does not go to the background");
        }
        System.out.println("exit " + process.exitValue());
        return this;
    }

    /** Starts sm-notify. */
    Process start(String... arguments) throws IOException {
        return start(List.of(), System.getProperty("java.class.path"), arguments);
    }

    private static Process start(List<String> by, String classPath, String... arguments)
            throws IOException {
        List<String> command = new ArrayList<>(by);
        command.addAll(
                List.of(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:TieredStopAtLevel=1",
                        "-Drelock.proc=" + PROC,
                        "-cp",
                        classPath,
                        "org.relock.smnotify.SmNotifyMain"));
        command.addAll(List.of(arguments));
        return new ProcessBuilder(command).redirectErrorStream(true).start();
    }

    /** Runs sm-notify and prints its exit status. Its words go to standard error. */
    NotifyHost run(String... arguments) throws IOException, InterruptedException {
        Process process = start(arguments);
        end(process);
        return this;
    }

    /** Waits for a run to end by itself and prints its exit status. */
    static void end(Process process) throws IOException, InterruptedException {
        if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
            process.destroyForcibly();
            throw new IllegalStateException("sm-notify does not end");
        }
        System.err.write(process.getInputStream().readAllBytes());
        System.err.flush();
        System.out.println("exit " + process.exitValue());
    }

    /** Prints what is on disk, and what the kernel was told. */
    NotifyHost show() throws IOException {
        byte[] state = Files.readAllBytes(directory.resolve("state"));
        System.out.println(
                "state "
                        + ByteBuffer.wrap(state).order(ByteOrder.nativeOrder()).getInt()
                        + ", kernel "
                        + Files.readString(PROC.resolve("sys/fs/nfs/nsm_local_state"))
                        + ", grace "
                        + Files.readString(PROC.resolve("fs/lockd/nlm_end_grace")));
        System.out.println("sm " + list("sm") + ", sm.bak " + list("sm.bak"));
        return this;
    }

    private List<String> list(String name) throws IOException {
        if (!Files.isDirectory(directory.resolve(name))) {
            return List.of("(missing)");
        }
        try (Stream<Path> files = Files.list(directory.resolve(name))) {
            return files.map(file -> file.getFileName().toString()).sorted().toList();
        }
    }

    /** Prints what peers have heard. */
    static void show(ScriptedPeer... peers) {
        for (ScriptedPeer peer : peers) {
            peer.heard().forEach(System.out::println);
        }
    }
}
