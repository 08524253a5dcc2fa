package org.relock.state.conf;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Tests of {@link NfsConf}, in a root directory of their own. */
class NfsConfTest {

    @TempDir private Path root;

    private void write(String path, String text) throws IOException {
        Path file = root.resolve(path);
        Files.createDirectories(file.getParent());
        Files.writeString(file, text);
    }

    private NfsConf conf(String text) throws IOException {
        write("etc/nfs.conf", text);
        return NfsConf.read(root, Map.of("HOME_PORT", "4046", "EMPTY", ""));
    }

    /** Reads {@code [statd] name} from a file of these lines, which must hold no surprise. */
    private String name(String text) throws IOException {
        NfsConf conf = conf("[statd]\n" + text);
        assertEquals(List.of(), conf.warnings());
        return conf.text("statd", "name").orElse("(none)");
    }

    @Test
    void withoutAnyFileEverythingIsTheDefault() {
        NfsConf conf = NfsConf.read(root, Map.of());
        assertEquals(Optional.empty(), conf.text("statd", "name"));
        assertTrue(conf.flag("sm-notify", "lift-grace", true));
        assertEquals(List.of(), conf.warnings());
    }

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '^',
            value = {
                "name=a, a",
                "name = a b , a b",
                "NAME =a, a",
                "name = /x;y, /x",
                "name = /x # comment, /x",
                "name = \"/x;y # 1\" # comment, /x;y # 1",
                "name = '/x;y', /x;y",
                "name = \"it's\", it's",
                "name = a=b, a=b",
                "name = , (none)",
                "name = ''  , (none)",
                "# name = a, (none)",
                "; name = a, (none)"
            })
    void valuesAreReadAsNfsUtilsReadsThem(String line, String value) throws IOException {
        assertEquals(value, name(line + "\n"));
    }

    /** K17: nfs-utils drops it. */
    @Test
    void theLastLineNeedsNoNewline() throws IOException {
        assertEquals("last", name("name = last"));
    }

    @Test
    void aBackslashContinuesALine() throws IOException {
        assertEquals("a    b", name("name = a \\\n b\n"));
        assertEquals("a", name("name \\\n = \\\n a\n"));
        assertEquals("a", name("name = a \\\n"));
    }

    @Test
    void linesMayEndInCarriageReturns() throws IOException {
        NfsConf conf = conf("[statd]\r\nname = a\r\n\r\n# comment\r\nport = 7\r\n");
        assertEquals(Optional.of("a"), conf.text("statd", "name"));
        assertEquals(OptionalInt.of(7), conf.number("statd", "port", 0, 65535));
        assertEquals(List.of(), conf.warnings());
    }

    @Test
    void sectionsAndKeysAreTheSameInEitherCase() throws IOException {
        NfsConf conf = conf("[StatD]\nName = A\n");
        assertEquals(Optional.of("A"), conf.text("statd", "NAME"));
    }

    @Test
    void aSectionMayHaveAnArgument() throws IOException {
        NfsConf conf = conf("[statd \"blue\"] # one\nname = b\n[ statd]\n[statd]\nname = s\n");
        assertEquals(Optional.of("b"), conf.text("statd", "blue", "name"));
        assertEquals(Optional.of("s"), conf.text("statd", "name"));
    }

    @Test
    void theLastAssignmentWins() throws IOException {
        assertEquals("b", name("name = a\nname = b\n"));
        assertEquals("(none)", name("name = a\nname =\n"));
    }

    /** Check 98: nfs-utils forgets /usr/etc once there is /etc/nfs.conf. */
    @Test
    void filesAreReadInOrderAndAllOfThemCount() throws IOException {
        write("usr/etc/nfs.conf", "[a]\none=u\ntwo=u\nthree=u\nfour=u\nfive=u\n");
        write("usr/etc/nfs.conf.d/x.conf", "[a]\ntwo=ud\nthree=ud\nfour=ud\nfive=ud\n");
        write("etc/nfs.conf", "[a]\nthree=e\nfour=e\nfive=e\n");
        write("etc/nfs.conf.d/10.conf", "[a]\nfive=10\n");
        write("etc/nfs.conf.d/9.conf", "[a]\nfour=9\nfive=9\n");
        NfsConf conf = NfsConf.read(root, Map.of());
        List<String> values = new ArrayList<>();
        for (String key : List.of("one", "two", "three", "four", "five")) {
            values.add(conf.text("a", key).orElseThrow());
        }
        assertEquals(List.of("u", "ud", "e", "9", "10"), values);
    }

    @Test
    void onlyNamesThatEndInConfAreDropIns() throws IOException {
        for (String name : List.of(".hidden.conf", ".conf", "local", "local.conf.rpmsave")) {
            write("etc/nfs.conf.d/" + name, "[statd]\nname = " + name + "\n");
        }
        Files.createDirectories(root.resolve("etc/nfs.conf.d/directory.conf"));
        assertEquals("(none)", name(""));
    }

    @Test
    void versionsAreInTheOrderOfStrverscmp() {
        List<String> names =
                new ArrayList<>(
                        List.of(
                                "10", "9", "1", "0", "09", "010", "01", "00", "000", "a10", "a9",
                                "a9b", "a", "b1.2", "b1.10", "b01", "b", "1a", "10a"));
        List<String> sorted =
                List.of(
                        "000", "00", "01", "010", "09", "0", "1", "1a", "9", "10", "10a", "a", "a9",
                        "a9b", "a10", "b", "b01", "b1.2", "b1.10");
        names.sort(new VersionOrder());
        assertEquals(sorted, names);
    }

    @Test
    void aValueMayNameAnEnvironmentVariable() throws IOException {
        NfsConf conf =
                conf(
                        """
                        [statd]
                        port = $HOME_PORT
                        name = $SITE
                        outgoing-port = $EMPTY
                        ha-callout = $NOWHERE
                        [environment]
                        HOME_PORT = 1
                        SITE = $TOWN
                        TOWN = paris
                        """);
        assertEquals(OptionalInt.of(4046), conf.number("statd", "port", 1, 65535));
        assertEquals(Optional.of("paris"), conf.text("statd", "name"));
        assertEquals(Optional.empty(), conf.text("statd", "outgoing-port"));
        assertEquals(Optional.empty(), conf.text("statd", "ha-callout"));
        assertEquals(List.of(), conf.warnings());
    }

    @Test
    void aReferenceInACircleIsReported() throws IOException {
        NfsConf conf = conf("[statd]\nname = $A\n[environment]\nA = $B\nB = $A\n");
        assertEquals(Optional.empty(), conf.text("statd", "name"));
        assertEquals(1, conf.warnings().size());
    }

    @Test
    void anIncludedFileStandsInThePlaceOfItsLine() throws IOException {
        write("etc/nfs/more.conf", "port = 7\n[lockd]\nport = 8\ninclude = even/more\n");
        write("etc/nfs/even/more", "udp-port = 9");
        write("srv/site", "[statd]\nname = site\n");
        NfsConf conf =
                conf(
                        """
                        [statd]
                        port = 1
                        include = nfs/more.conf
                        Include = -nfs/missing
                        include = /srv/site
                        """);
        assertEquals(List.of(), conf.warnings());
        assertEquals(OptionalInt.of(7), conf.number("statd", "port", 1, 65535));
        assertEquals(OptionalInt.of(8), conf.number("lockd", "port", 1, 65535));
        assertEquals(OptionalInt.of(9), conf.number("lockd", "udp-port", 1, 65535));
        assertEquals(Optional.of("site"), conf.text("statd", "name"));
    }

    @Test
    void aMissingOrEndlessIncludeIsReported() throws IOException {
        NfsConf conf = conf("include = nowhere\n[statd]\nname = a\ninclude = nfs.conf\n");
        assertEquals(Optional.of("a"), conf.text("statd", "name"));
        assertTrue(conf.warnings().get(0).endsWith("etc/nfs.conf:1: cannot include nowhere"));
        assertTrue(conf.warnings().toString().contains("too deeply"), conf.warnings().toString());
    }

    @ParameterizedTest
    @CsvSource({
        "'name = a', 1, before the first section",
        "'[statd]\nname', 2, neither a section",
        "'[statd]\n= a', 2, neither a section",
        "'[statd', 1, not a section",
        "'[]', 1, not a section",
        "'[statd \"x]', 1, closing quote",
        "'[statd] x', 1, ignored after",
        "'[statd]\n\nname = \"a', 3, closing quote",
        "'[statd]\nname = \"a\" b', 2, ignored after",
    })
    void aBadLineIsReportedWithItsPlace(String text, int line, String what) throws IOException {
        NfsConf conf = conf(text);
        assertEquals(1, conf.warnings().size(), conf.warnings().toString());
        String warning = conf.warnings().get(0);
        assertTrue(warning.contains("etc/nfs.conf:" + line + ": "), warning);
        assertTrue(warning.contains(what), warning);
    }

    @Test
    void whatFollowsABadSectionBelongsToNone() throws IOException {
        NfsConf conf = conf("[statd]\nname = a\n[sm-notify\nname = b\n");
        assertEquals(Optional.of("a"), conf.text("statd", "name"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"1", "t", "TRUE", "y", "Yes", "on"})
    void wordsForYes(String word) throws IOException {
        assertTrue(conf("[statd]\nno-notify=" + word).flag("statd", "no-notify", false));
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "f", "False", "n", "NO", "off"})
    void wordsForNo(String word) throws IOException {
        assertFalse(conf("[statd]\nno-notify=" + word).flag("statd", "no-notify", true));
    }

    @Test
    void anyOtherWordIsTheDefaultAndReported() throws IOException {
        NfsConf conf = conf("[statd]\nno-notify = maybe\n");
        assertTrue(conf.flag("statd", "no-notify", true));
        assertFalse(conf.flag("statd", "no-notify", false));
        assertTrue(
                conf.warnings()
                        .get(0)
                        .endsWith("nfs.conf:2: no-notify = maybe is neither yes nor no"));
    }

    /** K17: nfs-utils takes 70000 for 4464 and -1 for 65535. */
    @ParameterizedTest
    @ValueSource(strings = {"70000", "-1", "abc", "4046x", "99999999999", "0x10", "1 2"})
    void aNumberOutOfRangeIsReportedAndNotUsed(String value) throws IOException {
        NfsConf conf = conf("[statd]\nport = " + value + "\n");
        assertEquals(OptionalInt.empty(), conf.number("statd", "port", 0, 65535));
        assertEquals(1, conf.warnings().size());
        assertTrue(conf.warnings().get(0).contains("nfs.conf:2: port = "));
    }

    /** K18. */
    @ParameterizedTest
    @CsvSource({
        "15, PT15M, 0",
        "0, PT0S, 0",
        "120, PT2H, 0",
        "900, PT15H, 1",
        "900s, PT15M, 0",
        "30 S, PT30S, 0",
        "180m, PT3H, 0",
        "24h, PT24H, 0"
    })
    void retryTimesAreMinutesUnlessTheySayOtherwise(String value, Duration time, int warnings)
            throws IOException {
        NfsConf conf = conf("[sm-notify]\nretry-time = " + value + "\n");
        assertEquals(Optional.of(time), conf.minutes("sm-notify", "retry-time"));
        assertEquals(warnings, conf.warnings().size());
    }

    @ParameterizedTest
    @ValueSource(strings = {"-1", "s", "1d", "soon", "99999999999", "1.5h"})
    void whatIsNoTimeIsReported(String value) throws IOException {
        NfsConf conf = conf("[sm-notify]\nretry-time = " + value + "\n");
        assertEquals(Optional.empty(), conf.minutes("sm-notify", "retry-time"));
        assertEquals(1, conf.warnings().size());
    }

    @Test
    void aListHasItsWordsBetweenBlanksAndCommas() throws IOException {
        NfsConf conf = conf("[statd]\ndebug = general, call auth,,parse\n");
        assertEquals(List.of("general", "call", "auth", "parse"), conf.words("statd", "debug"));
        assertEquals(List.of(), conf.words("statd", "other"));
    }

    @Test
    void whatCannotBeReadIsReportedAndTheRestIsRead() throws IOException {
        Files.createDirectories(root.resolve("usr/etc/nfs.conf"));
        write("etc/nfs.conf.d/long.conf", "#".repeat((1 << 20) + 1));
        NfsConf conf = conf("[statd]\nname = a\n");
        assertEquals(Optional.of("a"), conf.text("statd", "name"));
        assertEquals(2, conf.warnings().size(), conf.warnings().toString());
        assertTrue(conf.warnings().get(0).contains("usr/etc/nfs.conf: cannot be read"));
        assertTrue(conf.warnings().get(1).contains("long.conf: not read"));
    }

    @Test
    void warningsAreBoundedAndPrintable() throws IOException {
        NfsConf conf = conf("[\u0007\n".repeat(100_000));
        assertEquals(101, conf.warnings().size());
        assertTrue(conf.warnings().get(0).endsWith("not a section: [?"));
        assertTrue(conf.warnings().get(100).endsWith("99900 more problems"));
    }
}
