package org.relock.tests.hosts;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.relock.tests.Needs;

/**
 * Two hosts joined by a cable, alpha and beta, made by {@code two-hosts.sh}: each with its own
 * network, {@code /run}, {@code /etc}, {@code /usr/sbin} and {@code /var/lib/nfs}. Whatever runs on
 * them ends when they are closed, and also when this JVM ends.
 */
final class TwoHosts implements AutoCloseable {

    /** Beta's further addresses, which have names of their own and so are peers of their own. */
    static final List<String> PEERS =
            List.of("beta.example.test", "gamma.example.test", "delta.example.test");

    private final Process unshare;
    private final Host alpha;
    private final Host beta;

    /** Makes them, or skips the test where that cannot be. */
    TwoHosts() throws IOException {
        Needs.root();
        for (String program :
                List.of(
                        "bash",
                        "unshare",
                        "nsenter",
                        "ip",
                        "rpcbind",
                        "rpcinfo",
                        "rpc.statd",
                        "pgrep")) {
            Needs.program(program);
        }
        Needs.file("/var/lib/nfs");
        Needs.that(
                Files.isExecutable(Make.OURS.program("rpc.statd")),
                "target/dist (\"./relock build\" makes it)");
        Path script = Needs.top().resolve("tests/src/test/resources/interop/two-hosts.sh");
        unshare =
                new ProcessBuilder(
                                "unshare",
                                "-mnp",
                                "--fork",
                                "--kill-child",
                                "--mount-proc",
                                "bash",
                                script.toString())
                        .redirectError(ProcessBuilder.Redirect.INHERIT)
                        .start();
        BufferedReader output = unshare.inputReader();
        Needs.that("ready".equals(output.readLine()), "namespaces (unshare -mnp)");
        ProcessHandle first = unshare.children().findFirst().orElseThrow();
        ProcessHandle second =
                first.children()
                        .filter(child -> !sameNetwork(child, first))
                        .findFirst()
                        .orElseThrow();
        alpha = new Host("alpha", "10.9.0.1", first.pid());
        beta = new Host("beta", "10.9.0.2", second.pid());
    }

    private static boolean sameNetwork(ProcessHandle one, ProcessHandle other) {
        try {
            return Files.readSymbolicLink(Host.network(one.pid()))
                    .equals(Files.readSymbolicLink(Host.network(other.pid())));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    Host alpha() {
        return alpha;
    }

    Host beta() {
        return beta;
    }

    @Override
    public void close() {
        unshare.destroyForcibly();
    }
}
