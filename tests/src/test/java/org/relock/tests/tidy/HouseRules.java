package org.relock.tests.tidy;

import java.util.List;

/** The rules of the house that a pattern can check. */
final class HouseRules {

    /** Files longer than this say more than one thing. */
    static final int MOST_LINES = 400;

    static final List<HouseRule> ALL =
            List.of(
                    HouseRule.code(
                            "Thread\\.sleep\\(|\\b(?:SECONDS|MILLISECONDS)\\.sleep\\(",
                            HouseRules::testButNoBenchmark,
                            "wait for the thing itself, if need be with Await"),
                    HouseRule.code(
                            "\\bgetRuntime\\(\\)\\s*\\.exec\\(",
                            HouseRules::everywhere,
                            "ProcessBuilder with a list; a string is split at blanks"),
                    HouseRule.code(
                            "\\bxdrDecode(?:String|DynamicOpaque|\\w*Vector)\\(",
                            HouseRules::everywhere,
                            "takes a length from the wire unbounded; use XdrReader"),
                    HouseRule.code(
                            "\\bSystem\\s*\\.\\s*(?:out|err)\\b",
                            HouseRules::neitherFrontDoorNorLog,
                            "only a front door talks to the terminal; log instead"),
                    HouseRule.code(
                            "\\bSystem\\.exit\\(|\\bgetRuntime\\(\\)\\.halt\\(",
                            HouseRules::neitherFrontDoorNorOs,
                            "only a front door ends the process"),
                    HouseRule.code(
                            "\\.printStackTrace\\(",
                            HouseRules::everywhere,
                            "log it, or let it be thrown"),
                    HouseRule.code(
                            "\\b(?:getCanonicalHostName|getAllByName|getLocalHost)\\(",
                            HouseRules::outsideNames,
                            "may wait for DNS; ask Names"),
                    HouseRule.code(
                            "\\bcurrentTimeMillis\\(|\\bClock\\.system|\\bnew Date\\(\\)"
                                    + "|\\b(?:Instant|(?:Local|Zoned|Offset)DateTime)\\.now\\(",
                            HouseRules::wherePeopleDoNotReadTheTime,
                            "the clock may be set while we wait; take a Ticker"),
                    HouseRule.code(
                            "@Disabled\\b|@Ignore\\b",
                            JavaSource::isTest,
                            "mend the test or delete it"),
                    // "Lock manager" is the protocol's own word.
                    HouseRule.code(
                            "(?:class|interface|record|enum) \\w+"
                                    + "(?:Impl|(?<!Lock)Manager|Utils?|Helper)\\b",
                            HouseRules::everywhere,
                            "name it for what it is"),
                    HouseRule.text(
                            "catch \\([^)]*\\) \\{\\s*\\}",
                            HouseRules::everywhere,
                            "an empty catch says why silence is right"),
                    HouseRule.text(
                            "\\b(?:TODO|FIXME|XXX)\\b",
                            HouseRules::outsideThisPackage,
                            "do it, or say what is not so"));

    private HouseRules() {}

    private static boolean everywhere(JavaSource source) {
        return true;
    }

    /** A benchmark is about time, and nothing depends on what it finds; Await waits for others. */
    private static boolean testButNoBenchmark(JavaSource source) {
        return source.isTest()
                && !isIn(source, "tests.bench")
                && !source.className().equals("Await");
    }

    /** A front door turns words into a program and waits; its name says so. */
    private static boolean noFrontDoor(JavaSource source) {
        return !source.isTest() && !source.className().endsWith("Main");
    }

    private static boolean neitherFrontDoorNorOs(JavaSource source) {
        return noFrontDoor(source) && !isIn(source, "state.os");
    }

    private static boolean neitherFrontDoorNorLog(JavaSource source) {
        return noFrontDoor(source) && !isIn(source, "state.log");
    }

    private static boolean outsideNames(JavaSource source) {
        return !source.isTest() && !isIn(source, "state.names");
    }

    /** The system log's lines bear the time of day, and rpcbind's statistics do. */
    private static boolean wherePeopleDoNotReadTheTime(JavaSource source) {
        return !source.isTest()
                && !source.className().equals("SyslogSink")
                && !source.className().equals("Portmapper");
    }

    /** The rules themselves spell what they ban. */
    private static boolean outsideThisPackage(JavaSource source) {
        return !isIn(source, "tests.tidy");
    }

    private static boolean isIn(JavaSource source, String packageName) {
        return source.packageName().equals("org.relock." + packageName);
    }
}
