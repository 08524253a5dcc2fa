package org.relock.tests.process;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.relock.tests.Needs;

/** What systemd says to our units, as they are installed. */
class UnitsTest {

    private static final List<String> UNITS =
            List.of("rpc-statd", "rpc-statd-notify", "relock-lockd");

    @TempDir private Path root;

    @Test
    void systemdHasNothingToSayToThem() throws Exception {
        Path verifier = Needs.program("systemd-analyze");
        Needs.file(Needs.top().resolve("target/dist/bin/rpc.statd").toString());
        Path install = Needs.top().resolve("packaging/install");
        run(new ProcessBuilder(install.toString(), "--prefix", root.toString()));
        // Our pages are not where man looks for them.
        ProcessBuilder verify = new ProcessBuilder(verifier.toString(), "verify", "--man=no");
        for (String unit : UNITS) {
            verify.command().add(root + "/lib/systemd/system/" + unit + ".service");
        }
        assertEquals("", run(verify));
    }

    private static String run(ProcessBuilder builder) throws Exception {
        Finished run = Finished.of(builder);
        assertEquals(0, run.status(), run.output());
        return run.output();
    }
}
