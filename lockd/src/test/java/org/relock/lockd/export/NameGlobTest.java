package org.relock.lockd.export;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Wildcards of exports(5). */
class NameGlobTest {

    @ParameterizedTest
    @CsvSource({
        "*.example, pc.example, true",
        "*.example, a.b.example, true",
        "*.example, example, false",
        "*.EXAMPLE, pc.Example, true",
        "pc?.example, pc1.example, true",
        "pc?.example, pc12.example, false",
        "pc[0-3].example, pc3.example, true",
        "pc[0-3].example, pc4.example, false",
        "pc[!0-3].example, pc4.example, true",
        "pc[ab]*, pcb, true",
        "pc[, pc[, true",
        "pc[, pc, false",
        "*a*b*c*, xxaxxbxxcxx, true",
        "*a*b*c*, xxaxxcxxbxx, false",
        "*.example, '', false",
    })
    void namesMatchAsAWhole(String pattern, String name, boolean matches) {
        assertEquals(matches, NameGlob.matches(pattern, name));
    }
}
