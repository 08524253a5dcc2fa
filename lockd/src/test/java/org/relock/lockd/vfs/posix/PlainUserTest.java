package org.relock.lockd.vfs.posix;

import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PlainUserTest {

    private static final Path SETPRIV = Path.of("/usr/bin/setpriv");
    private static final int USER = 4003;

    @TempDir private Path top;

    @Test
    void withoutRootAllIsDoneAsTheOneUser() throws Exception {
        assumeTrue(Kernel.geteuid() == 0 && Files.exists(SETPRIV), "needs root and setpriv");
        Files.setPosixFilePermissions(top, PosixFilePermissions.fromString("rwxr-xr-x"));
        Path shown = owned(top.resolve("shown"));
        Path closed = Files.createDirectory(shown.resolve("closed"));
        Files.setPosixFilePermissions(closed, PosixFilePermissions.fromString("rwx------"));
        List<String> command =
                new ArrayList<>(
                        List.of(
                                SETPRIV.toString(),
                                "--reuid=" + USER,
                                "--regid=" + USER,
                                "--clear-groups",
                                "--inh-caps=-all",
                                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                                "-cp",
                                readable(top.resolve("classes")),
                                PlainUser.class.getName(),
                                shown.toString(),
                                owned(top.resolve("state")).resolve("handles").toString()));
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        process.waitFor();
        assertTrue(said.contains("all well"), said);
    }

    private static Path owned(Path path) throws IOException {
        Files.createDirectory(path);
        Files.setAttribute(path, "unix:uid", USER);
        return path;
    }

    /** Copies the class path to where another user can read it. */
    private static String readable(Path into) throws IOException {
        List<String> copies = new ArrayList<>();
        for (String one : System.getProperty("java.class.path").split(File.pathSeparator, -1)) {
            Path from = Path.of(one);
            Path to = into.resolve(copies.size() + from.getFileName().toString());
            try (Stream<Path> all = Files.walk(from)) {
                for (Path path : all.toList()) {
                    Path copy = to.resolve(from.relativize(path).toString());
                    Files.createDirectories(copy.getParent());
                    Files.copy(path, copy);
                }
            }
            copies.add(to.toString());
        }
        return String.join(File.pathSeparator, copies);
    }
}
