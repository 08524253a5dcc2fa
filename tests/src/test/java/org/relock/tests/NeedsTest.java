package org.relock.tests;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

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
        assertThrows(TestAbortedException.class, () -> Needs.program("no-such-program"));
    }

    @Test
    void aMissingProgramFailsTheTestWhereEveryTestMustRun() {
        System.setProperty("relock.ci", "true");
        assertThrows(AssertionFailedError.class, () -> Needs.program("no-such-program"));
    }
}
