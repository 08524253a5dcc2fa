package org.relock.state.os;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.relock.state.os.Children.Result;

/** A program that is killed takes along whatever it has started. */
class FamilyTest {

    private static final Path SHELL = Path.of("/bin/sh");

    /** How long the system may take to bury those who were killed; they would live much longer. */
    private static final long SECONDS_TO_DIE = 20;

    /** In the arguments of each member, by which it is found whatever has become of its parent. */
    private final String mark = "600." + ProcessHandle.current().pid() + System.nanoTime();

    @AfterEach
    void leaveNobody() throws IOException {
        for (ProcessHandle member : members()) {
            member.destroyForcibly();
        }
    }

    @Test
    void aChildThatHangsIsKilledWithItsOwnChildren() throws Exception {
        String script = "sleep " + mark + " & (sleep " + mark + " & sleep " + mark + ") & wait";
        assertEquals(new Result.Killed(), run(script, Duration.ofSeconds(1)));
        assertNobodyLives();
    }

    /** Members are found one after the other, and those not found yet go on meanwhile. */
    @Test
    void noneEscapesOfChildrenThatKeepForking() throws Exception {
        // Bounded, so that a fault does not fill the machine.
        String forks = "(for i in $(seq 400); do sleep " + mark + " & done; wait) & ";
        assertEquals(new Result.Killed(), run(forks.repeat(4) + "wait", Duration.ofMillis(200)));
        assertNobodyLives();
    }

    private static Result run(String script, Duration limit) {
        return Children.runHere(SHELL, List.of("-c", script), limit);
    }

    private void assertNobodyLives() throws Exception {
        // Those who escaped may have forked meanwhile, so it is looked again and again.
        for (List<ProcessHandle> left = members(); !left.isEmpty(); left = members()) {
            for (ProcessHandle member : left) {
                assertFalse(outlives(member), left.size() + " have escaped");
            }
        }
    }

    private static boolean outlives(ProcessHandle member) throws Exception {
        try {
            member.onExit().get(SECONDS_TO_DIE, TimeUnit.SECONDS);
            return false;
        } catch (TimeoutException e) {
            return true;
        }
    }

    private List<ProcessHandle> members() throws IOException {
        List<ProcessHandle> members = new ArrayList<>();
        try (DirectoryStream<Path> processes =
                Files.newDirectoryStream(Path.of("/proc"), "[0-9]*")) {
            for (Path process : processes) {
                if (argumentsOf(process).contains(mark)) {
                    long pid = Long.parseLong(process.getFileName().toString());
                    ProcessHandle.of(pid).ifPresent(members::add);
                }
            }
        }
        return members;
    }

    private static String argumentsOf(Path process) {
        try {
            return Files.readString(process.resolve("cmdline"), StandardCharsets.ISO_8859_1);
        } catch (IOException e) {
            return ""; // It has ended.
        }
    }
}
