package org.relock.state.os;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SystemLogSocketTest {

    /** Only tells a call that waits from one that does not. */
    private static final Duration FOR_EVER = Duration.ofSeconds(60);

    @TempDir private Path directory;

    @Test
    void aDatagramArrivesWhole() {
        try (DatagramListener log = new DatagramListener(path())) {
            assertTrue(socket().send(bytes("<29>hello")));
            assertEquals("<29>hello", log.next());
        }
    }

    @Test
    void anAbsentLogTakesNothingAndHoldsNobodyUp() {
        assertTimeoutPreemptively(FOR_EVER, () -> assertFalse(socket().send(bytes("lost"))));
    }

    @Test
    void aFullLogTakesNothingAndHoldsNobodyUp() {
        try (DatagramListener log = new DatagramListener(path())) {
            SystemLogSocket socket = socket();
            int[] taken = {0};
            assertTimeoutPreemptively(
                    FOR_EVER,
                    () -> {
                        while (socket.send(bytes("line " + taken[0]))) {
                            taken[0]++;
                        }
                    });
            assertEquals("line 0", log.next());
            assertTrue(socket.send(bytes("room again")));
        }
    }

    @Test
    void aLogThatWasRestartedIsFoundAgain() throws IOException {
        SystemLogSocket socket = socket();
        try (DatagramListener first = new DatagramListener(path())) {
            assertTrue(socket.send(bytes("one")));
            assertEquals("one", first.next());
        }
        assertFalse(socket.send(bytes("lost")));
        Files.delete(path());
        try (DatagramListener second = new DatagramListener(path())) {
            assertTrue(socket.send(bytes("two")));
            assertEquals("two", second.next());
        }
    }

    @Test
    void localTimeIsTheLibrarys() {
        ZonedDateTime time = Instant.ofEpochSecond(1_795_180_851L).atZone(ZoneId.systemDefault());
        int[] expected = {
            time.getSecond(),
            time.getMinute(),
            time.getHour(),
            time.getDayOfMonth(),
            time.getMonthValue() - 1
        };
        assertArrayEquals(expected, SystemLogSocket.localTime(1_795_180_851L));
    }

    private Path path() {
        return directory.resolve("log");
    }

    private SystemLogSocket socket() {
        return new SystemLogSocket(path().toString());
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
