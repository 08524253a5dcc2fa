package org.relock.tests.script;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.relock.tests.Needs;

/** Every run has an empty environment, no standard input, and starts in another directory. */
final class RelockScriptTest {

    /** The user nobody. */
    private static final String STRANGER = "65534";

    @TempDir private Path elsewhere;

    /**
     * How a run went.
     *
     * @param words both streams
     */
    private record Run(int status, String words) {}

    @Test
    void helpNamesEveryCommand() throws Exception {
        Run run = relock("help");
        assertEquals(0, run.status());
        for (String command : List.of("up", "test", "build", "help")) {
            assertTrue(run.words().contains("relock " + command), run.words());
        }
    }

    @Test
    void badUsageEndsWithStatusTwo() throws Exception {
        assertEquals(2, relock("serve").status());
        assertEquals(2, relock("test", "one").status());
        assertEquals(2, relock("up").status());
        assertEquals(2, relock("up", "--fast", "/").status());
        assertEquals(2, relock("up", "-P").status());
    }

    @Test
    void aDirectoryThatIsNotThereIsNamed() throws Exception {
        Run run = relock("up", elsewhere.resolve("nothing").toString());
        assertEquals(1, run.status());
        assertTrue(run.words().contains(elsewhere.resolve("nothing").toString()), run.words());
    }

    @Test
    void upWithoutRootSaysWhatCanBeDoneInstead() throws Exception {
        Needs.root();
        // The tree itself may stand where a stranger cannot go.
        Path copy = Files.copy(Path.of(script()), elsewhere.resolve("relock"));
        Files.setPosixFilePermissions(elsewhere, PosixFilePermissions.fromString("rwxr-xr-x"));
        Files.setPosixFilePermissions(copy, PosixFilePermissions.fromString("rwxr-xr-x"));
        Run run =
                run(
                        Needs.program("setpriv").toString(),
                        "--reuid=" + STRANGER,
                        "--regid=" + STRANGER,
                        "--clear-groups",
                        copy.toString(),
                        "up",
                        "/");
        assertEquals(1, run.status());
        assertTrue(run.words().contains("needs root"), run.words());
        assertTrue(run.words().contains("./relock build"), run.words());
    }

    private Run relock(String... arguments) throws IOException, InterruptedException {
        List<String> words = new ArrayList<>(List.of(script()));
        words.addAll(List.of(arguments));
        return run(words.toArray(new String[0]));
    }

    private Run run(String... command) throws IOException, InterruptedException {
        ProcessBuilder builder =
                new ProcessBuilder(command)
                        .directory(elsewhere.toFile())
                        .redirectErrorStream(true)
                        .redirectInput(Path.of("/dev/null").toFile());
        builder.environment().clear();
        Process process = builder.start();
        String words = new String(process.getInputStream().readAllBytes(), UTF_8);
        return new Run(process.waitFor(), words);
    }

    private static String script() {
        return Needs.top().resolve("relock").toString();
    }
}
