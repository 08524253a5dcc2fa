package org.relock.tests.nlm;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.List;
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

    private static LockdUnderTest lockd;

    @AfterAll
    static void end() {
        if (lockd != null) {
            lockd.close();
        }
    }

    @TestFactory
    List<DynamicTest> ourLockdPassesCheck() throws IOException {
        lockd = new LockdUnderTest("--slack", SLACK);
        return Checks.all().stream()
                .map(check -> DynamicTest.dynamicTest(check.toString(), () -> passes(check)))
                .toList();
    }

    private static void passes(Check check) throws IOException {
        String verdict = lockd.verdict(check);
        if (verdict.startsWith("SKIP")) {
            throw new TestAbortedException(verdict);
        }
        assertTrue(verdict.startsWith("PASS"), verdict);
    }
}
