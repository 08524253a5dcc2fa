package org.relock.state.log;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

class LogsTest {

    private static final Logger LOG = LoggerFactory.getLogger(LogsTest.class);

    private final ByteArrayOutputStream stream = new ByteArrayOutputStream();

    @BeforeEach
    void listen() {
        Logs.toStream("rpc.statd", stream);
    }

    @AfterEach
    void restore() {
        Logs.debug(false);
        Logs.toStandardError("relock");
    }

    @Test
    void aLineHasTheProgramsNameInFront() {
        LOG.warn("Received erroneous SM_UNMON request from {} for {}", "127.0.0.1", "peer");
        assertEquals(
                "rpc.statd: Received erroneous SM_UNMON request from 127.0.0.1 for peer\n", said());
    }

    @Test
    void debugLinesComeOnlyWhileTheyAreWanted() {
        LOG.debug("before");
        assertFalse(LOG.isDebugEnabled());
        Logs.debug(true);
        assertTrue(LOG.isDebugEnabled());
        LOG.debug("while");
        Logs.debug(false);
        LOG.debug("after");
        assertEquals("rpc.statd: while\n", said());
    }

    @Test
    void librariesSpeakFromWarningsUp() {
        Logs.debug(true);
        Logger library = LoggerFactory.getLogger("org.dcache.oncrpc4j.rpc.OncRpcSvc");
        library.debug("chatter");
        library.info("chatter");
        library.warn("trouble");
        assertEquals("rpc.statd: trouble\n", said());
    }

    @Test
    void aHostileNameIsAnArgumentAndNeverAFormat() {
        LOG.warn("SM_MON request for hostname containing '/' or starting '.': {}", "{}%n%s\n{}");
        assertEquals(
                "rpc.statd: SM_MON request for hostname containing '/' or starting '.':"
                        + " {}%n%s\\012{}\n",
                said());
    }

    @Test
    void anExceptionIsOneLineAndItsTraceIsForDebugging() {
        LOG.error("Failed to insert", new IOException("No space left\non device"));
        assertEquals(
                "rpc.statd: Failed to insert: java.io.IOException: No space left\\012on device\n",
                said());
        Logs.debug(true);
        LOG.error("Failed to insert", new IOException("x"));
        assertTrue(said().contains("rpc.statd:   at " + LogsTest.class.getName()), said());
    }

    private String said() {
        return stream.toString(StandardCharsets.US_ASCII);
    }
}
