package org.relock.tests.faults;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.relock.tests.Needs;

/**
 * Namespaces with a loopback, names from files, and a small state directory of their own. What a
 * story started there ends with the story.
 */
final class Machine {

    static final Path DIST = Needs.top().resolve("target/dist/bin");

    /** What a story may be told on the command line of a build. */
    private static final List<String> PROPERTIES = List.of("relock.kills", "relock.soak");

    /** The owner of the state directory is nobody; the kernel's own files are out of reach. */
    private static final String PREPARATION =
            """
            ip link set lo up
            for file in hosts nsswitch.conf nfs.conf resolv.conf; do
                mount --bind "$1/$file" /etc/$file
            done
            for kernel in /proc/sys/fs/nfs /proc/fs/lockd; do
                [ ! -d $kernel ] || mount -t tmpfs none $kernel
            done
            mount -t tmpfs none /run
            mount -t tmpfs -o mode=755 none /var/lib/nfs
            mkdir -m 700 /var/lib/nfs/sm /var/lib/nfs/sm.bak
            chown 65534:65534 /var/lib/nfs /var/lib/nfs/sm /var/lib/nfs/sm.bak
            shift
            "$@"
            """;

    private final Path directory;

    /** Makes one that keeps its files in {@code directory}, or skips the test. */
    Machine(Path directory) {
        this.directory = directory;
        Needs.root();
        Needs.program("unshare");
        Needs.program("ip");
        Needs.file("/etc/nfs.conf");
        Needs.file("/etc/resolv.conf");
        Needs.file("/var/lib/nfs");
        Needs.that(
                Files.isExecutable(DIST.resolve("rpc.statd"))
                        && Files.isExecutable(DIST.resolve("sm-notify")),
                "target/dist (\"./relock build\" makes it)");
    }

    /** Runs the main method of a story, which prints what it measured and fails by its status. */
    void tell(Class<?> story, int patienceSeconds) throws IOException, InterruptedException {
        Files.writeString(
                directory.resolve("hosts"),
                "127.0.0.1 localhost\n127.0.0.100 us.test us\n10.5.0.1 inhosts.test\n");
        Files.writeString(directory.resolve("nsswitch.conf"), "hosts: files dns\n");
        Files.writeString(directory.resolve("nfs.conf"), "");
        Files.writeString(
                directory.resolve("resolv.conf"),
                "nameserver 127.0.0.53\noptions timeout:30 attempts:1\n");
        List<String> command = new ArrayList<>();
        command.addAll(List.of("unshare", "--net", "--mount", "--pid", "--fork", "--mount-proc"));
        command.addAll(List.of("--kill-child", "sh", "-ec", PREPARATION, "sh"));
        command.add(directory.toString());
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(List.of("-XX:+UseSerialGC", "-Xmx256m", "-cp"));
        command.add(System.getProperty("java.class.path"));
        for (String property : PROPERTIES) {
            String value = System.getProperty(property);
            if (value != null) {
                command.add("-D" + property + "=" + value);
            }
        }
        command.add(story.getName());
        Process child =
                new ProcessBuilder(command)
                        .redirectErrorStream(true)
                        .redirectOutput(directory.resolve("output").toFile())
                        .start();
        boolean ended;
        String output;
        try {
            ended = child.waitFor(patienceSeconds, TimeUnit.SECONDS);
        } finally {
            child.destroyForcibly();
            output = Files.readString(directory.resolve("output"));
            System.out.print(output);
        }
        assertTrue(ended, story.getSimpleName() + " hangs: " + output);
        assertEquals(0, child.exitValue(), output);
    }
}
