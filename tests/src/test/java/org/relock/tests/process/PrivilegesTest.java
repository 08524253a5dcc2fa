package org.relock.tests.process;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.relock.tests.Needs;

/** Check 15, as {@code /proc} shows it. */
class PrivilegesTest {

    private static final int NOBODY = 65_534;

    @TempDir private static Path shared;
    private static StandInDist dist;

    @TempDir private Path scratch;
    private Path state;
    private Path out;

    @BeforeAll
    static void make() throws Exception {
        Needs.root();
        dist = StandInDist.make(shared);
    }

    @BeforeEach
    void makeState() throws Exception {
        // The directory that JUnit makes is root's alone, and the daemon's user has to get in.
        Finished.of(new ProcessBuilder("chmod", "711", scratch.toString()));
        state = Files.createDirectories(scratch.resolve("state"));
        Files.createDirectory(state.resolve("sm"));
        out = Files.createFile(scratch.resolve("out"));
        Files.setAttribute(out, "unix:uid", NOBODY);
    }

    /** Check 15. */
    @Test
    void theDaemonIsTheOwnerOfSmAndMayBindReservedPortsOnly() throws Exception {
        giveTo(NOBODY);
        Finished script =
                Finished.ofPrivateScript(
                        "ip link set lo up\n"
                                + dist.program("rpc.statd")
                                // The class is loaded after the drop, from a jar root alone can
                                // read.
                                + " -F out=%s drop=%s bind=999".formatted(out, state)
                                + " load=org.relock.state.xdr.Opaque hold & pid=$!\n"
                                + "until grep -q holding %s; do kill -0 $pid; sleep 0.1; done\n"
                                        .formatted(out)
                                + "grep -E '^(Umask|Uid|Gid|Groups|Cap(Inh|Prm|Eff|Bnd|Amb)):'"
                                + " /proc/$pid/status | tr '\\t' ' '\n"
                                + "readlink /proc/$pid/cwd\n"
                                + "cat /proc/$pid/task/*/status | grep ^Uid: | sort -u | wc -l");
        assertEquals(List.of("DROPPED", "bound", "holding"), Files.readAllLines(out));
        List<String> expected =
                new ArrayList<>(
                        List.of(
                                "Umask: 0007",
                                "Uid: 65534 65534 65534 65534",
                                "Gid: 65534 65534 65534 65534",
                                "Groups:",
                                "CapInh: 0000000000000000",
                                "CapPrm: 0000000000000400",
                                "CapEff: 0000000000000400",
                                "CapBnd: 0000000000000000",
                                "CapAmb: 0000000000000000",
                                state.toString(),
                                "1"));
        assertEquals(expected, script.output().lines().map(String::strip).toList());
    }

    /** Check 16. */
    @Test
    void anSmOfRootsLeavesUsRoot() throws Exception {
        assertEquals(0, drop("").status());
        assertEquals(List.of("STAYED_ROOT", "bound"), Files.readAllLines(out));
    }

    @Test
    void whoIsNotRootKeepsWhatItHas() throws Exception {
        giveTo(NOBODY);
        Finished.of(new ProcessBuilder("chmod", "-R", "a+rX", shared.toString()));
        Finished run = drop("setpriv --reuid 65534 --regid 65534 --clear-groups ");
        assertEquals(0, run.status(), run.output());
        String said = Files.readString(out);
        assertTrue(said.startsWith("WAS_NOT_ROOT\njava.net.BindException"), said);
    }

    /** Check 17. */
    @Test
    void withoutSmThereIsNobodyToBecome() throws Exception {
        Files.delete(state.resolve("sm"));
        Finished run = drop("");
        assertEquals(1, run.status());
        assertTrue(run.output().contains("NoSuchFileException"), run.output());
    }

    private Finished drop(String prefix) throws Exception {
        return Finished.ofPrivateScript(
                prefix
                        + dist.program("rpc.statd")
                        + " -F out=%s drop=%s bind=999".formatted(out, state));
    }

    private void giveTo(int uid) throws Exception {
        Files.setAttribute(state.resolve("sm"), "unix:uid", uid);
        Files.setAttribute(state.resolve("sm"), "unix:gid", uid);
    }
}
