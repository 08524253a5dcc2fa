package org.relock.tests.process;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.relock.tests.Needs;

/** {@code packaging/install} and {@code packaging/uninstall}, away from the system's own places. */
class InstallTest {

    @TempDir private Path root;
    private Path packaging;

    @BeforeEach
    void prepare() {
        packaging = Needs.top().resolve("packaging");
        Needs.file(Needs.top().resolve("target/dist/bin/rpc.statd").toString());
    }

    @Test
    void whatWasThereIsMovedAsideAndComesBack() throws Exception {
        Path theirs = Files.createDirectories(root.resolve("sbin")).resolve("rpc.statd");
        Files.writeString(theirs, "theirs");
        run("install", "--prefix", root.toString());
        // A second time must not take our own file for theirs.
        run("install", "--prefix", root.toString());
        assertEquals("theirs", Files.readString(root.resolve("sbin/rpc.statd.nfs-utils")));
        Finished version = Finished.of(new ProcessBuilder(theirs.toString(), "-v"));
        assertEquals(0, version.status());
        assertTrue(version.output().startsWith("rpc.statd version "), version.output());
        String unit = Files.readString(root.resolve("lib/systemd/system/rpc-statd.service"));
        assertTrue(unit.contains("\nExecStart=" + theirs + "\n"), unit);

        run("uninstall", "--prefix", root.toString());
        assertEquals("theirs", Files.readString(theirs));
        assertNoFileBut(theirs);
    }

    @Test
    void aStagedInstallationTouchesItsDirectoryAlone() throws Exception {
        run("install", "--destdir", root.toString());
        assertTrue(Files.isExecutable(root.resolve("usr/sbin/sm-notify")));
        assertTrue(Files.exists(root.resolve("usr/share/man/man8/rpc.statd.8.gz")));
        String unit = Files.readString(root.resolve("usr/lib/systemd/system/rpc-statd.service"));
        assertFalse(unit.contains(root.toString()));
        run("uninstall", "--destdir", root.toString());
        assertNoFileBut(null);
    }

    private void run(String script, String... arguments) throws Exception {
        ProcessBuilder builder = new ProcessBuilder(packaging.resolve(script).toString());
        builder.command().addAll(List.of(arguments));
        Finished run = Finished.of(builder);
        assertEquals(0, run.status(), run.output());
    }

    private void assertNoFileBut(Path kept) throws Exception {
        try (var files = Files.walk(root)) {
            assertEquals(
                    kept == null ? List.of() : List.of(kept),
                    files.filter(Files::isRegularFile).toList());
        }
    }
}
