package org.relock.tests.man;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.relock.tests.Needs;

/** {@code --help}, the code that reads nfs.conf, and the manual pages name the same things. */
final class HelpAgreesTest {

    /** An option's own line: its names, then two blanks or more, then what it does. */
    private static final Pattern OPTION_LINE = Pattern.compile("(?m)^ +(-.*?)(?:  .*)?$");

    private static final Pattern OPTION = Pattern.compile("(?<![\\w-])--?[\\w?][\\w-]*");

    /** As in {@code {"strict", no_argument, NULL, OURS}}. */
    private static final Pattern LAUNCHER_OPTION =
            Pattern.compile("\"([a-z][\\w-]+)\",\\s(?!longs)");

    @ParameterizedTest
    @CsvSource({
        "rpc.statd.8, org.relock.statd.StatdMain",
        "sm-notify.8, org.relock.smnotify.SmNotifyMain",
        "rpc.lockd.8, org.relock.lockd.LockdMain",
        "lockctl.8, org.relock.lockd.lockctl.LockctlMain"
    })
    void everyOptionIsInBoth(String page, String program) throws Exception {
        Set<String> inHelp = optionsOf(help(program));
        assertFalse(inHelp.isEmpty());
        assertEquals(inHelp, ManPage.read(Pages.DIRECTORY.resolve(page)).options());
    }

    @ParameterizedTest
    @CsvSource({
        "rpc.statd.8, statd/src/main/java/org/relock/statd",
        "sm-notify.8, sm-notify/src/main/java/org/relock/smnotify",
        "rpc.lockd.8, lockd/src/main/java/org/relock/lockd"
    })
    void everyKeyOfNfsConfIsInThePage(String page, String sources) throws Exception {
        Set<String> inCode = ConfKeys.in(sources);
        assertFalse(inCode.isEmpty());
        ManPage manual = ManPage.read(Pages.DIRECTORY.resolve(page));
        assertEquals(inCode, manual.section("CONFIGURATION").entries("Cm"));
    }

    /** The launcher has to know them to tell whether the program stays in the foreground. */
    @ParameterizedTest
    @CsvSource({
        "statd_stays, org.relock.statd.StatdMain",
        "sm_notify_stays, org.relock.smnotify.SmNotifyMain",
        "lockd_stays, org.relock.lockd.LockdMain"
    })
    void everyLongOptionIsKnownToTheLauncher(String function, String program) throws Exception {
        String source =
                Files.readString(Needs.top().resolve("packaging/launcher/programs.c"), UTF_8);
        int start = source.indexOf("static bool " + function);
        String body = source.substring(start, source.indexOf("\n}", start));
        Set<String> known = new TreeSet<>();
        Matcher names = LAUNCHER_OPTION.matcher(body);
        while (names.find()) {
            known.add("--" + names.group(1));
        }
        Set<String> inHelp = optionsOf(help(program));
        inHelp.removeIf(option -> !option.startsWith("--"));
        assertEquals(inHelp, known);
    }

    private static String help(String program) throws Exception {
        Process java =
                new ProcessBuilder(
                                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                                "-cp",
                                System.getProperty("java.class.path"),
                                program,
                                "--help")
                        .redirectErrorStream(true)
                        .start();
        java.getOutputStream().close();
        String words = new String(java.getInputStream().readAllBytes(), UTF_8);
        java.waitFor();
        return words;
    }

    private static Set<String> optionsOf(String help) {
        Set<String> options = new TreeSet<>();
        Matcher lines = OPTION_LINE.matcher(help);
        while (lines.find()) {
            Matcher names = OPTION.matcher(lines.group(1));
            while (names.find()) {
                options.add(names.group());
            }
        }
        return options;
    }
}
