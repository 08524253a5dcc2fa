package org.relock.state.os;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.channels.DatagramChannel;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.relock.state.os.Children.Result;

class ChildrenTest {

    private static final Path SHELL = Path.of("/bin/sh");
    private static final Duration LONG = Duration.ofSeconds(60);

    private final Children children = new Children(2, 2);

    @TempDir private Path directory;

    @AfterEach
    void end() {
        children.close();
    }

    @Test
    void theStatusIsTheChilds() {
        assertEquals(new Result.Exited(9), run("exit 9"));
        assertEquals(new Result.Exited(128 + 15), run("kill -TERM $$"));
    }

    @Test
    void argumentsReachTheProgramAsTheyAre() throws IOException {
        Path seen = directory.resolve("seen");
        String hostile = "-n $(reboot); 'a b' \"*\"";
        Children.runHere(
                SHELL,
                List.of("-c", "printf '%s|' \"$@\" > " + seen, "sh", hostile, "", "two words"),
                LONG);
        assertEquals(hostile + "||two words|", Files.readString(seen));
    }

    @Test
    void aProgramThatIsNotThereIsSaidToBeSo() {
        Result result = Children.runHere(directory.resolve("absent"), List.of(), LONG);
        assertInstanceOf(Result.NotStarted.class, result);
    }

    @Test
    void anArgumentWithAZeroIsNotStarted() {
        Result result = Children.runHere(SHELL, List.of("-c", "true\0false"), LONG);
        assertInstanceOf(Result.NotStarted.class, result);
    }

    @Test
    void aRelativePathIsAMistake() {
        assertThrows(
                IllegalArgumentException.class,
                () -> Children.runHere(Path.of("sh"), List.of(), LONG));
    }

    /** Check 65. */
    @Test
    void noFileOfOursReachesTheChild() throws IOException {
        Path seen = directory.resolve("seen");
        try (DatagramChannel socket = DatagramChannel.open();
                FileChannel file =
                        FileChannel.open(
                                directory.resolve("open"),
                                StandardOpenOption.CREATE,
                                StandardOpenOption.WRITE)) {
            assertTrue(socket.isOpen() && file.isOpen());
            run("for f in /proc/$$/fd/*; do readlink $f; done > " + seen);
        }
        List<String> targets = Files.readAllLines(seen);
        assertTrue(targets.contains("/dev/null"), targets.toString());
        for (String target : targets) {
            assertFalse(target.startsWith("socket:"), targets.toString());
            assertFalse(target.endsWith("/open"), targets.toString());
        }
    }

    @Test
    void moreThanMayWaitAreTurnedAway() {
        List<CompletableFuture<Result>> sleepers = sleepers();
        Result fifth = children.run(SHELL, List.of("-c", "true"), LONG).join();
        assertInstanceOf(Result.NotStarted.class, fifth);
        assertFalse(sleepers.get(0).isDone());
    }

    @Test
    void closingKillsThoseThatRunAndForgetsThoseThatWait() {
        List<CompletableFuture<Result>> sleepers = sleepers();
        children.close();
        assertInstanceOf(Result.NotStarted.class, sleepers.get(3).join());
        assertInstanceOf(Result.Killed.class, sleepers.get(0).join());
    }

    /** Starts as many children as may run and as may wait. */
    private List<CompletableFuture<Result>> sleepers() {
        List<CompletableFuture<Result>> sleepers = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            sleepers.add(children.run(SHELL, List.of("-c", "exec sleep 600"), LONG));
        }
        return sleepers;
    }

    private static Result run(String script) {
        return Children.runHere(SHELL, List.of("-c", script), LONG);
    }
}
