package org.relock.lockd.control;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.relock.lockd.locks.LockOutcome;
import org.relock.state.os.FileOwner;
import org.relock.state.time.SystemTimer;
import org.relock.state.time.Ticker;

/** What an administrator is told and may take away. */
class ControlSocketTest {

    private static final int MANY = 100_000;
    private static final Pattern ID = Pattern.compile("\"id\":\"([LSW]\\w+)\"");

    @TempDir Path directory;
    private Daemon daemon;

    @BeforeEach
    void open() throws IOException {
        daemon = new Daemon(directory);
    }

    @AfterEach
    void close() throws IOException {
        daemon.close();
    }

    private String id(String question) throws IOException {
        Matcher id = ID.matcher(daemon.ask(question));
        assertTrue(id.find());
        return id.group(1);
    }

    /** NLM check 64. */
    @Test
    void locksAndWaitersAreToldWithTheirOwnersAndWhomTheyWaitFor() throws IOException {
        daemon.lock(1, Daemon.ONE, 5, -1);
        daemon.await(2, Daemon.TWO, 0, 9);
        String answer = daemon.ask("{\"command\":\"locks\"}");
        String common = "\"file\":\"0:0102\",\"client\":";
        assertTrue(
                answer.contains(
                        common
                                + "1,\"name\":\"alice\",\"address\":\"192.0.2.1\",\"svid\":9,"
                                + "\"oh\":\"70\",\"mode\":\"write\",\"offset\":5,\"length\":0,"
                                + "\"server\":\"10.0.0.1\",\"monitored\":true,\"client_state\":7,"
                                + "\"since\":\"2023-11-14T21:13:20Z\",\"age_seconds\":3600"),
                answer);
        assertTrue(answer.contains("\"id\":\"W1\",\"state\":\"waiting\","), answer);
        assertTrue(
                answer.contains(
                        "\"blockers\":[{\"client\":1,\"name\":\"alice\",\"address\":\"192.0.2.1\","
                                + "\"svid\":9,\"oh\":\"70\",\"why\":\"held\"}]"),
                answer);
        assertTrue(answer.endsWith("\"shares\":[]}\n"), answer);
    }

    /** NLM check 64. */
    @Test
    void whatIsToldCanBeNarrowed() throws IOException {
        daemon.lock(1, Daemon.ONE, 0, 1);
        daemon.lock(2, Daemon.TWO, 5, 6);
        String bobs = daemon.ask("{\"command\":\"locks\",\"client\":\"bob\"}");
        assertTrue(bobs.contains("\"bob\"") && !bobs.contains("\"alice\""), bobs);
        String ones = daemon.ask("{\"command\":\"locks\",\"server\":\"10.0.0.1\"}");
        assertTrue(!ones.contains("\"bob\"") && ones.contains("\"alice\""), ones);
        String none = daemon.ask("{\"command\":\"locks\",\"file\":\"0:0103\"}");
        assertEquals("{\"locks\":[],\"waiters\":[],\"shares\":[]}\n", none);
    }

    /** NLM check 64: one moment's table, parsed whole. */
    @Test
    void aHundredThousandLocksAreOneAnswer() throws IOException {
        for (int i = 0; i < MANY; i++) {
            assertEquals(LockOutcome.Granted.INSTANCE, daemon.lock(1, Daemon.ONE, 2L * i, 2L * i));
        }
        String answer = daemon.ask("{\"command\":\"locks\"}");
        int objects = 0;
        try (JsonParser parser = new JsonFactory().createParser(answer)) {
            for (JsonToken token; (token = parser.nextToken()) != null; ) {
                objects += token == JsonToken.START_OBJECT ? 1 : 0;
            }
        }
        assertEquals(MANY + 1, objects);
    }

    @Test
    void namesFromTheWireAreEscaped() throws IOException {
        daemon.client(4, "\u001b[2J\u009b\n\"");
        String answer = daemon.ask("{\"command\":\"clients\",\"client\":\"4\"}");
        assertTrue(answer.contains("\"\\u001B[2J\\u009B\\n\\\"\""), answer);
    }

    /** NLM check 65. */
    @Test
    void oneLockIsReleasedAndItsWaiterIsServed() throws IOException {
        daemon.lock(1, Daemon.ONE, 0, 9);
        daemon.await(2, Daemon.TWO, 0, 9);
        String question =
                "{\"command\":\"release\",\"id\":\"" + id("{\"command\":\"locks\"}") + "\"}";
        daemon.clientsAnswer = true;
        assertTrue(daemon.ask(question).contains("is alive"));
        assertEquals(1, daemon.locks.census().locks());
        daemon.clientsAnswer = false;
        assertEquals("{\"locks\":1,\"waiters\":0,\"shares\":0}\n", daemon.ask(question));
        assertEquals(1, daemon.delivered.get());
        assertTrue(daemon.ask("{\"command\":\"waiters\"}").contains("\"state\":\"offered\""));
        assertTrue(daemon.ask(question).contains("\"error\""));
    }

    /** NLM check 65. */
    @Test
    void byForceEvenALivingClientLosesAll() throws IOException {
        daemon.clientsAnswer = true;
        daemon.lock(1, Daemon.ONE, 0, 9);
        String gentle = "{\"command\":\"release\",\"client\":\"alice\"}";
        assertTrue(daemon.ask(gentle).contains("is alive"));
        String force = "{\"command\":\"release\",\"client\":\"alice\",\"force\":true}";
        assertEquals("{\"locks\":1,\"waiters\":0,\"shares\":0}\n", daemon.ask(force));
    }

    /** NLM check 66. */
    @Test
    void aServiceAddressIsReleasedAndNoOther() throws IOException {
        daemon.lock(1, Daemon.ONE, 0, 9);
        daemon.lock(2, Daemon.TWO, 20, 29);
        daemon.await(3, Daemon.ONE, 20, 29);
        String question = "{\"command\":\"release\",\"server\":\"10.0.0.1\"}";
        assertEquals("{\"locks\":1,\"waiters\":1,\"shares\":0}\n", daemon.ask(question));
        assertEquals(1, daemon.locks.census().locks());
        assertEquals("{\"locks\":0,\"waiters\":0,\"shares\":0}\n", daemon.ask(question));
    }

    @Test
    void aFileAndAFileSystemAreReleased() throws IOException {
        daemon.lock(1, Daemon.ONE, 0, 9);
        String file = "{\"command\":\"release\",\"file\":\"0:0102\"}";
        assertEquals("{\"locks\":1,\"waiters\":0,\"shares\":0}\n", daemon.ask(file));
        daemon.lock(1, Daemon.ONE, 0, 9);
        String system = "{\"command\":\"release\",\"file_system\":0}";
        assertEquals("{\"locks\":1,\"waiters\":0,\"shares\":0}\n", daemon.ask(system));
    }

    /** NLM check 48. */
    @Test
    void aGraceIsBegunForOneAddressAndEnded() throws IOException {
        String start =
                "{\"command\":\"grace\",\"do\":\"start\",\"server\":\"10.0.0.1\",\"seconds\":60}";
        assertTrue(daemon.ask(start).startsWith("{\"grace\":[{\"server\":\"10.0.0.1\","));
        assertInstanceOf(LockOutcome.InGrace.class, daemon.lock(1, Daemon.ONE, 0, 9));
        assertInstanceOf(LockOutcome.Granted.class, daemon.lock(2, Daemon.TWO, 0, 9));
        String end = "{\"command\":\"grace\",\"do\":\"end\",\"server\":\"10.0.0.1\"}";
        assertEquals("{\"grace\":[]}\n", daemon.ask(end));
        assertTrue(daemon.ask(end).contains("\"error\""));
    }

    @Test
    void aLockIsExplainedBeforeItIsAskedFor() throws IOException {
        daemon.lock(1, Daemon.ONE, 0, 9);
        String question =
                "{\"command\":\"explain\",\"file\":\"0:0102\",\"client\":\"bob\",\"offset\":";
        String refused = daemon.ask(question + "5,\"length\":1}");
        assertTrue(refused.startsWith("{\"granted\":false,"), refused);
        assertTrue(refused.contains("\"alice\""), refused);
        assertTrue(daemon.ask(question + "10,\"length\":0}").startsWith("{\"granted\":true,"));
    }

    @Test
    void whoWaitsForWhomIsAGraph() throws IOException {
        daemon.lock(1, Daemon.ONE, 0, 9);
        daemon.await(2, Daemon.ONE, 0, 9);
        String answer = daemon.ask("{\"command\":\"graph\"}");
        assertTrue(answer.contains("{\"from\":1,\"to\":2,\"waiter\":\"W1\",\"why\":\"held\"}"));
    }

    @Test
    void healthNamesEachProblem() throws IOException {
        assertEquals(
                "{\"version\":\"test\",\"uptime_seconds\":5,\"well\":false,"
                        + "\"problems\":[\"too \\\"quiet\\\"\"]}\n",
                daemon.ask("{\"command\":\"health\"}"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "[]",
                "{",
                "{}",
                "{\"command\":[1]}",
                "{\"command\":\"shutdown\"}",
                "{\"command\":\"locks\",\"clinet\":\"x\"}",
                "{\"command\":\"locks\",\"client\":\"nobody\"}",
                "{\"command\":\"locks\",\"file\":\"../etc\"}",
                "{\"command\":\"locks\",\"server\":\"example.org\"}",
                "{\"command\":\"release\"}",
                "{\"command\":\"release\",\"file\":\"0:00\",\"server\":\"10.0.0.1\"}",
                "{\"command\":\"release\",\"id\":\"L0\"}",
                "{\"command\":\"grace\",\"do\":\"start\",\"seconds\":0}",
                "{\"command\":\"explain\",\"client\":\"bob\"}",
                "{\"command\":\"explain\",\"client\":\"bob\",\"file\":\"0:00\",\"oh\":\"x\"}",
                "not json"
            })
    void aQuestionThatMakesNoSenseIsRefusedInWords(String question) throws IOException {
        String answer = daemon.ask(question);
        assertTrue(answer.startsWith("{\"error\":\""), answer);
        assertTrue(answer.endsWith("\"}\n"), answer);
    }

    @Test
    void peersThatHangHoldUpNobody() throws IOException {
        List<SocketChannel> hanging = new ArrayList<>();
        try {
            for (int i = 0; i < ControlLimits.AT_ONCE - 1; i++) {
                SocketChannel channel = daemon.connect();
                channel.write(US_ASCII.encode("{\"command\""));
                hanging.add(channel);
            }
            assertTrue(daemon.ask("{\"command\":\"health\"}").contains("well"));
        } finally {
            for (SocketChannel channel : hanging) {
                channel.close();
            }
        }
    }

    @Test
    void aQuestionTooLongIsCutOff() throws IOException {
        String endless = "{\"command\":\"" + "x".repeat(ControlLimits.QUESTION_BYTES);
        assertFalse(daemon.locks.grace().iterator().hasNext());
        try {
            assertFalse(daemon.ask(endless).contains("\"grace\""));
        } catch (IOException reset) {
            // That is what being cut off looks like, if the end was not read.
        }
        assertTrue(daemon.ask("{\"command\":\"health\"}").contains("well"));
    }

    @Test
    void onlyTheOwnerMayOpenTheSocketAndThereIsOneDaemon() throws IOException {
        assertEquals(
                "rw-------",
                PosixFilePermissions.toString(Files.getPosixFilePermissions(daemon.path())));
        try (SystemTimer timer = new SystemTimer()) {
            FileOwner owner = FileOwner.of(directory);
            assertThrows(
                    IOException.class,
                    () -> ControlSocket.bind(daemon.path(), owner, Ticker.SYSTEM, timer));
        }
    }
}
