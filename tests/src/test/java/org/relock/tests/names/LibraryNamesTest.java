package org.relock.tests.names;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.relock.tests.Needs;

/**
 * Names through the C library, with a hosts file, an nsswitch.conf and a resolv.conf that nobody
 * else sees: each test is a child in a mount and a network namespace of its own.
 */
final class LibraryNamesTest {

    /** Seconds after which a child is given up; none should need more than a few. */
    private static final long PATIENCE = 60;

    @TempDir private Path directory;

    @BeforeEach
    void needs() {
        Needs.root();
        Needs.program("unshare");
        Needs.program("ip");
    }

    /** Check 35. */
    @Test
    void theHostsFileDecidesWhatAHostIsCalled() throws Exception {
        assertEquals(
                """
                peer.example.test peer.example.test [10.9.0.2, 2001:db8:0:0:0:0:0:2]
                peer peer.example.test [10.9.0.2, 2001:db8:0:0:0:0:0:2]
                PEER peer.example.test [10.9.0.2, 2001:db8:0:0:0:0:0:2]
                alias peer.example.test [10.9.0.2]
                10.9.0.2 peer.example.test [10.9.0.2]
                2001:db8::2 peer.example.test [2001:db8:0:0:0:0:0:2]
                ::ffff:10.9.0.2 peer.example.test [10.9.0.2]
                multi multi.example.test [10.9.0.3, 10.9.0.4]
                10.9.0.3 multi.example.test [10.9.0.3]
                2001:db8::3 2001:db8::3 [2001:db8:0:0:0:0:0:3]
                10.9.0.4 multi.example.test [10.9.0.4]
                nosuch - []
                """,
                run("files", "hosts"));
    }

    /** Check 59: a name server that never answers delays nobody beyond his own deadline. */
    @Test
    void aSilentNameServerFindsNothingInTimeAndItsLateAnswerIsNotLost() throws Exception {
        assertEquals(
                """
                Optional.empty
                Optional.empty
                Optional.empty
                Optional.empty
                Optional[10.9.0.7]
                Optional.empty
                Optional[peer.example.test]
                Optional[dead.example.test]
                """,
                run("files dns", "silent"));
    }

    @Test
    void aSlowNameServerIsAskedSideBySideAndNotBelievedBlindly() throws Exception {
        assertEquals(
                """
                200 answers, wrong: 0
                Optional[10.9.2.1]
                Optional[10.9.2.2]
                Optional[10.9.2.3]
                """,
                run("files dns", "slow"));
    }

    @Test
    void aChangedResolvConfIsReadAgain() throws Exception {
        assertEquals(
                """
                Optional.empty
                Optional[far.example.test]
                """,
                run("files dns", "moved"));
    }

    /** Runs {@link LookupRun} in namespaces of its own; returns what it printed. */
    private String run(String services, String what) throws IOException, InterruptedException {
        Files.writeString(
                directory.resolve("hosts"),
                """
                127.0.0.1 localhost
                10.9.0.2 peer.example.test peer alias
                2001:db8::2 peer.example.test peer
                10.9.0.3 multi.example.test multi
                10.9.0.4 multi.example.test multi
                """);
        Files.writeString(
                directory.resolve("nsswitch.conf"), "hosts: " + services + "\nservices: files\n");
        Path resolvConf = directory.resolve("resolv.conf");
        Files.writeString(resolvConf, "nameserver 127.0.0.1\n");
        Path output = directory.resolve("output");
        Process child =
                new ProcessBuilder(
                                "unshare",
                                "--net",
                                "--mount",
                                "sh",
                                "-ec",
                                """
                                ip link set lo up
                                mount --bind "$1/hosts" /etc/hosts
                                mount --bind "$1/nsswitch.conf" /etc/nsswitch.conf
                                mount --bind "$1/resolv.conf" /etc/resolv.conf
                                shift
                                exec "$@"
                                """,
                                "sh",
                                directory.toString(),
                                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                                "-cp",
                                System.getProperty("java.class.path"),
                                LookupRun.class.getName(),
                                what,
                                resolvConf.toString())
                        .redirectOutput(output.toFile())
                        .redirectError(directory.resolve("errors").toFile())
                        .start();
        try {
            assertTrue(child.waitFor(PATIENCE, TimeUnit.SECONDS), "the child hangs");
        } finally {
            child.destroyForcibly();
        }
        assertEquals(0, child.exitValue(), Files.readString(directory.resolve("errors")));
        return Files.readString(output);
    }
}
