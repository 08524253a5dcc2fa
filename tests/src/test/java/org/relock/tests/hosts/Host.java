package org.relock.tests.hosts;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.FutureTask;
import java.util.stream.Stream;

/** One of {@link TwoHosts}. */
final class Host {

    /** Seconds that a command may take before the test counts as hung. */
    private static final String PATIENCE = "60";

    private final String name;
    private final String address;
    private final long pid;

    /**
     * @param pid of a process on it
     */
    Host(String name, String address, long pid) {
        this.name = name;
        this.address = address;
        this.pid = pid;
    }

    static Path network(long pid) {
        return Path.of("/proc", Long.toString(pid), "ns", "net");
    }

    /** Returns its name with the domain. */
    String name() {
        return name + ".example.test";
    }

    String address() {
        return address;
    }

    /** Returns the pid, here, of a process that has all of the host's namespaces. */
    long pid() {
        return pid;
    }

    /** Returns one of its files as seen from here. */
    Path file(String path) {
        return Path.of("/proc", Long.toString(pid), "root").resolve(path.substring(1));
    }

    String read(String path) throws IOException {
        return Files.readString(file(path), StandardCharsets.ISO_8859_1);
    }

    void write(String path, String content) throws IOException {
        Files.writeString(file(path), content, StandardCharsets.ISO_8859_1);
    }

    /** Returns the sorted names of the files in a directory of its state directory. */
    List<String> list(String directory) throws IOException {
        try (Stream<Path> files = Files.list(file("/var/lib/nfs/" + directory))) {
            return files.map(file -> file.getFileName().toString()).sorted().toList();
        }
    }

    /** Returns the number in its state file. */
    int state() throws IOException {
        byte[] bytes = Files.readAllBytes(file("/var/lib/nfs/state"));
        return ByteBuffer.wrap(bytes).order(ByteOrder.nativeOrder()).getInt();
    }

    void state(int state) throws IOException {
        byte[] bytes = ByteBuffer.allocate(4).order(ByteOrder.nativeOrder()).putInt(state).array();
        Files.write(file("/var/lib/nfs/state"), bytes);
    }

    /** Puts the programs of one maker into its {@code /usr/sbin}. */
    void install(Make make) {
        for (String program : List.of("rpc.statd", "sm-notify")) {
            ok("ln -sfn " + make.program(program) + " /usr/sbin/" + program);
        }
    }

    /** Starts rpcbind; it answers when this returns. */
    void rpcbind() {
        ok("rpcbind; until rpcinfo > /dev/null 2>&1; do sleep 0.05; done");
    }

    /** Runs a shell command to its end. */
    Ran sh(String command) {
        try {
            Process process = start(command + "\n");
            process.getOutputStream().close();
            byte[] output = process.getInputStream().readAllBytes();
            return new Ran(process.waitFor(), new String(output, StandardCharsets.ISO_8859_1));
        } catch (IOException | InterruptedException e) {
            throw new IllegalStateException(command, e);
        }
    }

    /**
     * Runs a shell command that must succeed, and returns what it printed, without blanks around.
     */
    String ok(String command) {
        Ran ran = sh(command);
        assertEquals(0, ran.status(), () -> name + ": " + command + "\n" + ran.output());
        return ran.output().strip();
    }

    /** Waits until a shell command succeeds. */
    void await(String command) {
        ok("until " + command + "; do sleep 0.05; done");
    }

    /** Returns the process of this host's rpc.statd, by its file. */
    String statd() {
        return ok("cat /run/rpc.statd.pid");
    }

    /** Ends this host's rpc.statd by a signal, and waits for its end. */
    void endStatd(String signal) {
        String pid = statd();
        ok("kill -" + signal + " " + pid);
        awaitEnd(pid);
    }

    /** Waits for the end of a process. */
    void awaitEnd(String pid) {
        await("[ ! -e /proc/" + pid + " ]");
    }

    /** Returns how the tables of rpcbind have statd, as "udp 4046 103". */
    List<String> registered() {
        return ok("rpcinfo 127.0.0.1 | grep ' 100024 ' || :")
                .lines()
                .map(line -> line.strip().split("\\s+", -1))
                .map(words -> words[2] + " " + port(words[3]) + " " + words[words.length - 1])
                .sorted()
                .toList();
    }

    private static int port(String universal) {
        String[] parts = universal.split("\\.", -1);
        return Integer.parseInt(parts[parts.length - 2]) * 256
                + Integer.parseInt(parts[parts.length - 1]);
    }

    /** Starts a shell command; standard error joins its output. It ends with the hosts. */
    Process start(String command) throws IOException {
        String id = Long.toString(pid);
        List<String> words =
                new ArrayList<>(List.of("nsenter", "-t", id, "-m", "-n", "-p", "timeout"));
        words.addAll(List.of("-k", "1", PATIENCE, "sh", "-c", command));
        return new ProcessBuilder(words).redirectErrorStream(true).start();
    }

    /** Does something on its network: sockets made meanwhile stay there. */
    <T> T inside(Callable<T> work) {
        FutureTask<T> task =
                new FutureTask<>(
                        () -> {
                            Namespaces.joinNetwork(network(pid));
                            return work.call();
                        });
        // A thread of its own, which ends, because it cannot be trusted to come back.
        new Thread(task, name).start();
        try {
            return task.get();
        } catch (Exception e) {
            throw new IllegalStateException(name, e);
        }
    }
}
