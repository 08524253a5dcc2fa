package org.relock.tests.nlm;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.opentest4j.TestAbortedException;

/**
 * Our rpc.lockd passes the conformance driver: one test for each check, by the check's number. The
 * driver's bounds of time are stretched, so that a busy machine breaks none.
 */
final class NlmConformanceTest {

    private static final String SLACK = "20";

    /**
     * What our lockd does otherwise for now, and why; each must still fail, else it leaves here.
     */
    private static final Map<String, String> OTHERWISE =
            Map.of(
                    "22 the reboot of one name spares another of the same state",
                    "statd is asked to watch addresses, unless told --monitor-name=caller-name");

    private static final List<LockdUnderTest> STARTED = new ArrayList<>();

    @AfterAll
    static void end() {
        STARTED.forEach(LockdUnderTest::close);
    }

    @TestFactory
    Stream<DynamicTest> ourLockdPassesCheck() throws IOException {
        LockdUnderTest lockd = start("", List.of());
        return Checks.all().stream()
                .map(
                        check ->
                                DynamicTest.dynamicTest(
                                        check.toString(),
                                        () -> passes(lockd, check, OTHERWISE.keySet())));
    }

    @TestFactory
    Stream<DynamicTest> ourLockdThatWatchesNamesPassesCheck() throws IOException {
        List<Integer> numbers = List.of(3, 22, 50, 52, 57);
        LockdUnderTest lockd =
                start(
                        "--monitor-name=caller-name",
                        numbers.stream().map(number -> Integer.toString(number)).toList());
        return Checks.all().stream()
                .filter(check -> numbers.contains(check.number()))
                .map(
                        check ->
                                DynamicTest.dynamicTest(
                                        check.toString(), () -> passes(lockd, check, Set.of())));
    }

    private static LockdUnderTest start(String serverOptions, List<String> checks)
            throws IOException {
        List<String> words = new ArrayList<>(List.of("--slack", SLACK));
        words.addAll(checks);
        LockdUnderTest lockd = new LockdUnderTest(serverOptions, words);
        STARTED.add(lockd);
        return lockd;
    }

    private static void passes(LockdUnderTest lockd, Check check, Set<String> otherwise)
            throws IOException {
        String verdict = lockd.verdict(check);
        if (otherwise.contains(check.toString())) {
            assertTrue(verdict.startsWith("FAIL"), verdict);
            throw new TestAbortedException(OTHERWISE.get(check.toString()) + ": " + verdict);
        }
        if (verdict.startsWith("SKIP")) {
            throw new TestAbortedException(verdict);
        }
        assertTrue(verdict.startsWith("PASS"), verdict);
    }
}
