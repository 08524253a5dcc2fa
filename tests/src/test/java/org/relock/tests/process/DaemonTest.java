package org.relock.tests.process;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.relock.tests.Needs;

/** What whoever starts a daemon sees of it: a parent that waits, and its exit status. */
class DaemonTest {

    @TempDir private static Path shared;
    private static StandInDist dist;

    @TempDir private Path scratch;
    private Path out;

    @BeforeAll
    static void make() throws Exception {
        dist = StandInDist.make(shared);
    }

    @BeforeEach
    void name() {
        out = scratch.resolve("out");
    }

    /** Check 10. */
    @Test
    void theParentStaysUntilTheDaemonIsReady() throws Exception {
        Path gate = scratch.resolve("gate");
        Finished.of(new ProcessBuilder("mkfifo", gate.toString()));
        Process parent =
                new ProcessBuilder(
                                dist.program("rpc.statd").toString(),
                                "out=" + out,
                                "awaited",
                                "wait-for=" + gate,
                                "ready",
                                "awaited",
                                "exit=0")
                        .start();
        // Opening a pipe to write waits for its reader, and so for the daemon to come this far.
        try (OutputStream open = Files.newOutputStream(gate)) {
            assertTrue(parent.isAlive());
            open.write(1);
        }
        assertEquals(0, parent.waitFor());
        assertTrue(Files.readString(out).startsWith("awaited true\n"));
    }

    @Test
    void aDaemonThatFailsHandsItsStatusToTheParent() throws Exception {
        assertEquals(7, start("exit=7"));
        assertEquals(1, start("throw"));
        assertEquals(1, start("die"));
    }

    /** Check 95: mount's helper holds a lock on descriptor 9 while it starts us. */
    @Test
    void nothingThatTheCallerHoldsOpenIsKept() throws Exception {
        Needs.root();
        Finished script =
                Finished.ofPrivateScript(
                        "cd %s; exec 9> lock; flock 9\n".formatted(scratch)
                                + dist.program("rpc.statd")
                                + " out=%s ready hold\n".formatted(out)
                                + "exec 9>&-; flock -n lock echo free\n"
                                + "pid=$(pidof rpc.statd)\n"
                                + "for n in 0 1 2; do readlink /proc/$pid/fd/$n; done\n"
                                + "[ $(ps -o sid= -p $pid) = $pid ] && echo leads a session");
        assertEquals("free\n" + "/dev/null\n".repeat(3) + "leads a session\n", script.output());
    }

    @Test
    void signalsThatTheCallerIgnoredOrClosedStreamsDoNoHarm() throws Exception {
        Needs.root();
        Finished script =
                Finished.ofPrivateScript(
                        "trap '' TERM CHLD USR1\n"
                                + dist.program("rpc.statd")
                                + " out=%s on=USR1 ready hold 0>&- 1>&- 2>&-\n".formatted(out)
                                + "until grep -q holding %s; do sleep 0.1; done\n".formatted(out)
                                + "pid=$(pidof rpc.statd); kill $pid\n"
                                + "while kill -0 $pid 2> /dev/null; do sleep 0.1; done; echo"
                                + " ended");
        assertEquals("ended\n", script.output());
    }

    /** However the option is spelt: alone, clustered, abbreviated, after a value. */
    @Test
    void theForegroundOptionIsUnderstoodAsGetoptDoes() throws Exception {
        for (String options : new String[] {"-F", "-LF", "--fore", "-p 1 -F", "-dF"}) {
            assertEquals("awaited false\n", awaited("rpc.statd", options), options);
        }
        for (String options :
                new String[] {
                    "-L", "-p -F", "-n F", "--name -F", "--st -F", "--strict", "--rpcbind=none -L"
                }) {
            assertEquals("awaited true\n", awaited("rpc.statd", options), options);
        }
        assertEquals("awaited false\n", awaited("sm-notify", "-fd"));
        assertEquals("awaited true\n", awaited("sm-notify", "-f -v -d"));
    }

    private String awaited(String program, String options) throws Exception {
        Files.deleteIfExists(out);
        String command = dist.program(program) + " " + options + " out=" + out + " awaited exit=0";
        Finished run = Finished.of(new ProcessBuilder("/bin/sh", "-c", command));
        assertEquals(new Finished(0, ""), run, options);
        return Files.readString(out);
    }

    private int start(String order) throws IOException, InterruptedException {
        String program = dist.program("rpc.statd").toString();
        return Finished.of(new ProcessBuilder(program, "out=" + out, order)).status();
    }
}
