package org.relock.tests.lab;

import java.io.IOException;
import java.util.List;

/** What our lock manager on alpha has to say: what lockctl shows, and its log. */
final class LockdWords {

    private final Lab lab;
    private final String log;

    /** Reads what the lock manager writes to {@code log}, with debug lines. */
    LockdWords(Lab lab, String log) {
        this.lab = lab;
        this.log = log;
    }

    /** Returns what lockctl answers, as a program gets it. */
    String lockctl(String words) throws IOException, InterruptedException {
        return alpha().run("$PROJECT/target/dist/bin/lockctl --json " + words);
    }

    /** Returns what is held and waited for. */
    LockList locks() throws IOException, InterruptedException {
        return LockList.of(lockctl("locks"));
    }

    /**
     * Waits until the lock manager has said it.
     *
     * @return when it was seen, as of {@link Task#await(String, java.time.Duration)}
     */
    long awaitInLog(String pattern) throws IOException, InterruptedException {
        return alpha().runTimed(
                        "until grep -q -- '%s' %s; do sleep 0.02; done; echo seen"
                                .formatted(pattern, log))
                .await("seen", Guest.COMMAND);
    }

    /** Waits until it has said at least {@code count} lines that match. */
    void awaitInLog(String pattern, int count) throws IOException, InterruptedException {
        alpha().run(
                        "until [ $(grep -c -- '%s' %s) -ge %d ]; do sleep 0.02; done"
                                .formatted(pattern, log, count));
    }

    /** Returns the lines of the log that match. */
    List<String> log(String pattern) throws IOException, InterruptedException {
        return alpha().run("grep -- '%s' %s; true".formatted(pattern, log)).lines().toList();
    }

    /** The line that tells how a LOCK was answered, as a pattern of grep. */
    static String answered(LabHost client, String status) {
        return "NLM_LOCK .* from " + client.address() + ": " + status + "$";
    }

    private Guest alpha() {
        return lab.guest(LabHost.ALPHA);
    }
}
