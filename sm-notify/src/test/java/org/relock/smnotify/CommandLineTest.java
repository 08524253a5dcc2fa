package org.relock.smnotify;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CommandLineTest {

    /** Check 92: as CTDB calls it. */
    @Test
    void optionsMayStandApart() throws UsageException {
        CommandLine line =
                CommandLine.parse("-d", "-f", "-m", "0", "-n", "-P", "/run/x", "-v", "10.0.0.1");
        assertTrue(line.foreground() && line.force() && line.noUpdate());
        assertEquals(Optional.of("0"), line.minutes());
        assertEquals(Optional.of("/run/x"), line.directory());
        assertEquals(List.of("10.0.0.1"), line.names());
    }

    @Test
    void optionsMayStandTogetherWithTheArgumentOfTheLast() throws UsageException {
        CommandLine line = CommandLine.parse("-dnp5055", "-va", "-vb", "--");
        assertTrue(line.foreground() && line.noUpdate());
        assertFalse(line.force());
        assertEquals(Optional.of("5055"), line.port());
        assertEquals(List.of("a", "b"), line.names());
    }

    @Test
    void anArgumentMayLookLikeAnOption() throws UsageException {
        assertEquals(Optional.of("-n"), CommandLine.parse("-P", "-n").directory());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "-q",
                "-h",
                "-V",
                "-?",
                "-dq",
                "--x",
                "x",
                "-",
                "-m",
                "--strict=1",
                "--wait"
            })
    void whatIsNoOptionIsRefused(String argument) {
        assertThrows(UsageException.class, () -> CommandLine.parse(argument));
    }

    @Test
    void anArgumentBehindTheEndIsRefused() {
        assertThrows(UsageException.class, () -> CommandLine.parse("--", "x"));
    }

    @ParameterizedTest
    @CsvSource({
        "15,PT15M",
        "0,PT0S",
        "abc,PT0S",
        "'',PT0S",
        "-5,PT0S",
        "' 7',PT7M",
        "7x,PT7M",
        "90s,PT90S",
        "2h,PT2H",
        "3m,PT3M",
        "+3,PT3M",
        "99999999999999999999,PT100000000M"
    })
    void minutesAreReadAsAtoiReadsThem(String text, Duration expected) throws UsageException {
        assertEquals(expected, RetryTime.parse(text, false));
    }

    @ParameterizedTest
    @ValueSource(strings = {"abc", "", "7x", "-"})
    void aWordIsNoTimeWhereItIsStrict(String text) {
        assertThrows(UsageException.class, () -> RetryTime.parse(text, true));
    }
}
