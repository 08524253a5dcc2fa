package org.relock.tests.tidy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

final class HouseRulesTest {

    @Test
    void everySourceKeepsTheHouseRules() {
        assertTrue(SourceTree.all().size() > 40, "sources found: " + SourceTree.all().size());
        List<String> broken =
                SourceTree.all().stream().flatMap(source -> broken(source).stream()).toList();
        assertEquals("", String.join("\n", broken));
    }

    @Test
    void noFileSaysMoreThanOneThing() {
        List<String> tooLong =
                SourceTree.all().stream()
                        .filter(source -> source.lines() > HouseRules.MOST_LINES)
                        .map(source -> source.path() + ": " + source.lines() + " lines")
                        .toList();
        assertEquals("", String.join("\n", tooLong));
    }

    @Test
    void everyPackageSaysWhatItIs() {
        Set<String> silent = new TreeSet<>();
        SourceTree.all().forEach(source -> silent.add(source.packageName()));
        SourceTree.all().stream()
                .filter(source -> source.className().equals("package-info"))
                .forEach(source -> silent.remove(source.packageName()));
        assertEquals(Set.of(), silent);
    }

    @Test
    void aBrokenRuleIsSeenWithItsLine() {
        JavaSource source =
                JavaSource.of(
                        Path.of("src/test/java/X.java"),
                        "package a;\nclass X {\n    void x() { Thread.sleep(1); }\n}\n");
        assertEquals(1, broken(source).size());
        assertTrue(broken(source).get(0).startsWith("src/test/java/X.java:3: Thread.sleep("));
    }

    @Test
    void whatACommentNamesIsNotCalled() {
        String text = "package a;\n// Thread.sleep(1)\nString s = \"Thread.sleep(1)\";\n";
        assertEquals(List.of(), broken(JavaSource.of(Path.of("src/test/java/X.java"), text)));
    }

    @Test
    void anEmptyCatchNeedsItsReason() {
        String silent = "package a;\ntry { x(); } catch (IOException e) {\n}\n";
        String said = "package a;\ntry { x(); } catch (IOException e) {\n// gone anyway\n}\n";
        assertEquals(1, broken(JavaSource.of(Path.of("X.java"), silent)).size());
        assertEquals(0, broken(JavaSource.of(Path.of("X.java"), said)).size());
    }

    private static List<String> broken(JavaSource source) {
        return HouseRules.ALL.stream().flatMap(rule -> rule.brokenBy(source).stream()).toList();
    }
}
