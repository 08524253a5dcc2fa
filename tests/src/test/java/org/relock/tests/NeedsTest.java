package org.relock.tests;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Isolated;
import org.opentest4j.AssertionFailedError;
import org.opentest4j.TestAbortedException;

@Isolated("it turns a system property")
final class NeedsTest {

    private String before;

    @BeforeEach
    void remember() {
        before = System.getProperty("relock.ci");
    }

    @AfterEach
    void restore() {
        if (before == null) {
            System.clearProperty("relock.ci");
        } else {
            System.setProperty("relock.ci", before);
        }
    }

    @Test
    void whatIsThereIsFound() {
        assertEquals("sh", Needs.program("sh").getFileName().toString());
        assertTrue(Needs.findProgram("no-such-program").isEmpty());
    }

    @Test
    void aMissingProgramSkipsTheTestOnADevelopersMachine() {
        System.setProperty("relock.ci", "false");
        PrintStream stderr = System.err;
        ByteArrayOutputStream said = new ByteArrayOutputStream();
        System.setErr(new PrintStream(said, true, UTF_8));
        try {
            assertThrows(TestAbortedException.class, () -> Needs.program("no-such-program"));
        } finally {
            System.setErr(stderr);
        }
        String words = said.toString(UTF_8);
        assertTrue(words.startsWith("SKIPPED: org.relock.tests.NeedsTest."), words);
        assertTrue(words.endsWith("this test needs the program no-such-program\n"), words);
    }

    @Test
    void aMissingProgramFailsTheTestWhereEveryTestMustRun() {
        System.setProperty("relock.ci", "true");
        assertThrows(AssertionFailedError.class, () -> Needs.program("no-such-program"));
    }
}
