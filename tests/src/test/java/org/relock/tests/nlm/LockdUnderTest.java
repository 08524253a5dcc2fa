package org.relock.tests.nlm;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.relock.tests.Needs;

/**
 * The rpc.lockd that was built, in networks of its own with an rpcbind and a statd that we play,
 * and the conformance driver at work on it. It ends when this is closed, and also when this JVM
 * ends.
 */
final class LockdUnderTest implements AutoCloseable {

    private final Process driver;
    private final BufferedReader lines;
    private final Map<String, String> verdicts = new HashMap<>();
    private final List<String> rest = new ArrayList<>();

    /**
     * Starts the checks, or skips the test where that cannot be.
     *
     * @param serverOptions of rpc.lockd, beside those it always has
     * @param words of the driver: options, and which checks
     */
    LockdUnderTest(String serverOptions, List<String> words) throws IOException {
        Needs.root();
        for (String program : List.of("bash", "unshare", "nsenter", "ip", "rpcbind", "rpcinfo")) {
            Needs.program(program);
        }
        Needs.that(
                Files.isExecutable(Needs.top().resolve("target/dist/bin/rpc.lockd")),
                "target/dist/bin/rpc.lockd (\"./relock build\" makes it)");
        List<String> command = new ArrayList<>();
        command.add(Needs.top().resolve("tests/nlm/conformance").toString());
        command.add("relock");
        command.addAll(words);
        ProcessBuilder builder = new ProcessBuilder(command);
        builder.environment().put("RELOCK_TEST_CLASSES", System.getProperty("java.class.path"));
        builder.environment()
                .put("JAVA", Path.of(System.getProperty("java.home"), "bin", "java").toString());
        builder.environment().put("SERVER_OPTIONS", serverOptions);
        driver = builder.redirectError(ProcessBuilder.Redirect.INHERIT).start();
        lines = driver.inputReader();
    }

    /** Waits for the driver's word on one check: PASS, FAIL or SKIP and why. */
    synchronized String verdict(Check check) throws IOException {
        while (!verdicts.containsKey(check.toString())) {
            String line = lines.readLine();
            if (line == null) {
                throw new IllegalStateException("the driver ended without a word on it: " + rest);
            }
            take(line);
        }
        return verdicts.get(check.toString());
    }

    private void take(String line) {
        for (Check check : Checks.all()) {
            if (line.startsWith(check.toString(), "PASS ".length())) {
                verdicts.put(check.toString(), line);
                return;
            }
        }
        rest.add(line);
    }

    @Override
    public void close() {
        driver.destroy();
        try {
            if (!driver.waitFor(10, TimeUnit.SECONDS)) {
                driver.destroyForcibly();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            driver.destroyForcibly();
        }
    }
}
