package org.relock.tests.smnotify;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.relock.tests.Needs;

/** A machine of a story's own: namespaces with a loopback, names, and empty state directories. */
final class StoryMachine {

    /** Seconds after which a story is given up; the longest waits for a few retries. */
    private static final long PATIENCE = 120;

    private static final String PREPARATION =
            """
            ip link set lo up
            mount --bind "$1/hosts" /etc/hosts
            mount --bind "$1/nsswitch.conf" /etc/nsswitch.conf
            mount --bind "$1/nfs.conf" /etc/nfs.conf
            mount --bind "$1/resolv.conf" /etc/resolv.conf
            mount -t tmpfs tmpfs /run
            mount -t tmpfs tmpfs /var/lib/nfs
            shift
            exec "$@"
            """;

    private final Path directory;

    /** Makes one that keeps its files in {@code directory}. */
    StoryMachine(Path directory) {
        this.directory = directory;
    }

    /** Says what it takes. */
    static void needs() {
        Needs.root();
        Needs.program("unshare");
        Needs.program("ip");
        Needs.program("setpriv");
        Needs.file("/etc/nfs.conf");
        Needs.file("/var/lib/nfs");
    }

    /** Runs one of {@link Stories} to its end; returns what it printed. */
    String tell(String name, String... arguments) throws IOException, InterruptedException {
        Files.writeString(
                directory.resolve("hosts"),
                """
                127.0.0.1 localhost
                127.0.0.100 vip.example.test vip
                127.0.0.101 vip2.example.test vip2
                10.77.0.9 away.example.test
                2001:db8::9 both.example.test
                127.0.0.3 both.example.test
                """);
        Files.writeString(directory.resolve("nsswitch.conf"), "hosts: files\nservices: files\n");
        Files.writeString(directory.resolve("nfs.conf"), "");
        Files.writeString(directory.resolve("resolv.conf"), "nameserver 127.0.0.53\n");
        List<String> command =
                new ArrayList<>(
                        List.of(
                                "unshare",
                                "--net",
                                "--mount",
                                "sh",
                                "-ec",
                                PREPARATION,
                                "sh",
                                directory.toString(),
                                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                                "-cp",
                                System.getProperty("java.class.path"),
                                Stories.class.getName(),
                                name));
        command.addAll(List.of(arguments));
        Process child =
                new ProcessBuilder(command)
                        .redirectOutput(directory.resolve("output").toFile())
                        .redirectError(directory.resolve("errors").toFile())
                        .start();
        try {
            assertTrue(child.waitFor(PATIENCE, TimeUnit.SECONDS), "the story hangs");
        } finally {
            child.destroyForcibly();
        }
        String errors = Files.readString(directory.resolve("errors"));
        System.err.print(errors);
        assertEquals(0, child.exitValue(), errors);
        return Files.readString(directory.resolve("output"));
    }
}
