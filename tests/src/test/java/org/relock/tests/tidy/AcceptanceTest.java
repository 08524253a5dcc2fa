package org.relock.tests.tidy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** The table of acceptance checks names tests that there are. */
class AcceptanceTest {

    private static final int CHECKS = 98;
    private static final int NLM_CHECKS = 70;
    private static final String NLM = "## The lock manager";
    private static final Pattern TEST = Pattern.compile("`(\\w+)#(\\w+)`");
    private static final Pattern ROW = Pattern.compile("(?m)^\\| (\\d+\\w?) \\|.*\\| (.*) \\|$");

    private static String table() throws IOException {
        return Files.readString(SourceTree.TOP.resolve("docs/acceptance.md"));
    }

    @Test
    void everyTestThatIsNamedExists() throws IOException {
        TreeSet<String> missing = new TreeSet<>();
        for (MatchResult test : TEST.matcher(table()).results().toList()) {
            if (!exists(test.group(1), test.group(2))) {
                missing.add(test.group());
            }
        }
        assertEquals("[]", missing.toString());
    }

    private static boolean exists(String className, String method) {
        for (JavaSource source : SourceTree.all()) {
            if (source.isTest()
                    && source.path().endsWith(className + ".java")
                    && source.text().contains(" " + method + "(")) {
                return true;
            }
        }
        return false;
    }

    @Test
    void everyCheckHasARowThatNamesATestOrSaysThatThereIsNone() throws IOException {
        String table = table();
        int nlm = table.indexOf(NLM);
        assertRows(CHECKS, table.substring(0, nlm));
        assertRows(NLM_CHECKS, table.substring(nlm));
    }

    private static void assertRows(int checks, String table) {
        List<MatchResult> rows = ROW.matcher(table).results().toList();
        List<String> expected =
                IntStream.rangeClosed(1, checks).mapToObj(Integer::toString).toList();
        assertEquals(expected, rows.stream().map(row -> row.group(1)).limit(checks).toList());
        for (MatchResult row : rows) {
            String where = row.group(2);
            assertTrue(TEST.matcher(where).find() || where.startsWith("not proven: "), row::group);
        }
    }
}
