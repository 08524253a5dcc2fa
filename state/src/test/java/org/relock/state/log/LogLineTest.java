package org.relock.state.log;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

class LogLineTest {

    @Test
    void aNameFromTheWireCannotStartALineOfItsOwn() {
        assertEquals("a\\012<27>b\\033[2J", LogLine.printable("a\n<27>b\033[2J"));
    }

    @Test
    void bytesAboveAsciiAreOctalAndOtherCharactersUnicode() {
        assertEquals("\\351 \\u20ac \\177 \\u0100", LogLine.printable("\u00e9 \u20ac \177 \u0100"));
    }

    @Test
    void aLineIsCutAtItsLimitEvenIfEveryByteOfItIsEscaped() {
        assertEquals("x".repeat(LogLine.LIMIT), LogLine.printable("x".repeat(LogLine.LIMIT + 1)));
        assertTrue(LogLine.printable("\0".repeat(LogLine.LIMIT)).length() < LogLine.LIMIT + 6);
    }

    @Property
    void whateverComesIsOnePrintableLine(@ForAll String text) {
        String line = LogLine.printable(text);
        assertTrue(line.chars().allMatch(c -> c >= ' ' && c <= '~'), line);
    }
}
