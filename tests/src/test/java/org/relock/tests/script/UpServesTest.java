package org.relock.tests.script;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.relock.tests.Needs;

/**
 * {@code relock up DIR} in a network of its own, and libnfs's programs as its client: what a new
 * user sees first.
 */
class UpServesTest {

    /**
     * Waits for the service, uses it, and says what it saw; {@code $1} is relock, {@code $2} DIR.
     */
    private static final String STORY =
            """
            ip link set lo up && mount -t tmpfs none /run && mkdir -p "$2/files/below" /run/state
            echo hello > "$2/files/greeting" && chmod 777 "$2/files/below"
            "$1" up -P /run/state "$2/files" > "$2/log" 2>&1 &
            up=$!
            for _ in $(seq 1 300); do
                rpcinfo -p 127.0.0.1 2> /dev/null | grep -q 100003 && break
                kill -0 $up 2> /dev/null || break
                sleep 0.1
            done
            rpcinfo -t 127.0.0.1 100227 3 > /dev/null && echo "ACLs"
            showmount --no-headers -e 127.0.0.1
            nfs-cat "nfs://127.0.0.1$2/files/greeting?version=3"
            nfs-cp "$1" "nfs://127.0.0.1$2/files/below/copy?version=3" > /dev/null
            cmp "$1" "$2/files/below/copy" && stat -c %u "$2/files/below/copy"
            nfs-cat "nfs://127.0.0.1$2/log?version=3" > /dev/null 2>&1 || echo "not outside"
            kill -TERM $up && wait $up; echo "ended with $?"
            """;

    @Test
    void aDirectoryIsServedByOneCommand(@TempDir Path directory) throws Exception {
        Needs.root();
        Needs.file(Needs.top().resolve("target/dist/bin/rpc.lockd").toString());
        Needs.program("ip");
        Needs.program("nfs-cat");
        Needs.program("showmount");
        Path relock = Needs.top().resolve("relock");
        Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwxr-xr-x"));
        assertEquals(
                "ACLs\n"
                        + directory
                        + "/files *\n"
                        + "hello\n"
                        + "65534\n"
                        + "not outside\n"
                        + "ended with 0\n",
                run(relock, directory),
                () -> log(directory));
    }

    private static String run(Path relock, Path directory) throws Exception {
        Process process =
                new ProcessBuilder(
                                Needs.program("unshare").toString(),
                                "-mnp",
                                "--fork",
                                "--mount-proc",
                                "--kill-child",
                                "bash",
                                "-c",
                                STORY,
                                "story",
                                relock.toString(),
                                directory.toString())
                        .redirectError(ProcessBuilder.Redirect.INHERIT)
                        .redirectInput(Path.of("/dev/null").toFile())
                        .start();
        String said = new String(process.getInputStream().readAllBytes(), UTF_8);
        process.waitFor();
        return said;
    }

    private static String log(Path directory) {
        try {
            return Files.readString(directory.resolve("log"));
        } catch (IOException e) {
            return e.toString();
        }
    }
}
