package org.relock.tests.smnotify;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.relock.tests.Needs;

/** sm-notify as it is installed, in the background. */
final class BackgroundTest {

    private static final Path LAUNCHER =
            Path.of("../target/dist/bin/sm-notify").toAbsolutePath().normalize();

    @TempDir private Path directory;

    /** Check 78, K13: the command returns when all is bound, moved and advanced, and not before. */
    @Test
    void theCommandReturnsWhenNothingCanFailAnyMore() throws Exception {
        StoryMachine.needs();
        Needs.that(Files.isExecutable(LAUNCHER), "target/dist (\"./relock build\" makes it)");
        assertEquals(
                """
                exit 0
                state 7, kernel 7, grace\s
                sm [], sm.bak [127.0.0.2]
                sm-notify
                state 7, kernel 7, grace\s
                sm [], sm.bak [127.0.0.2]
                exit 0
                us 9 from 127.0.0.1 reserved
                exit 1
                state 9, kernel 9, grace\s
                sm [127.0.0.2], sm.bak []
                """,
                new StoryMachine(directory).tell("background", LAUNCHER.toString()));
    }
}
