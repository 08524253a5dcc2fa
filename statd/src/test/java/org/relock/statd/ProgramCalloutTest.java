package org.relock.statd;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.relock.state.os.Children;
import org.relock.state.time.Ticker;

/** The callout, with real programs. */
class ProgramCalloutTest {

    private static final long PATIENCE_SECONDS = 30;

    @TempDir Path directory;
    private final Children children = new Children(4, 16);

    @AfterEach
    void end() {
        children.close();
    }

    private Callout callout(String script, Duration limit) throws IOException {
        Path program = directory.resolve("callout");
        Files.writeString(program, "#!/bin/sh\ncd '" + directory + "'\n" + script + "\n");
        Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwxr-xr-x"));
        return new ProgramCallout(program, limit, children, Ticker.SYSTEM);
    }

    private Callout writingArguments() throws IOException {
        return callout("for a; do printf '<%s>' \"$a\"; done >> heard; echo >> heard", PATIENCE);
    }

    private static final Duration PATIENCE = Duration.ofSeconds(PATIENCE_SECONDS);

    private static void await(java.util.concurrent.CompletionStage<Void> stage) throws Exception {
        stage.toCompletableFuture().get(PATIENCE_SECONDS, TimeUnit.SECONDS);
    }

    private List<String> heard() throws IOException {
        return Files.readAllLines(directory.resolve("heard"), StandardCharsets.ISO_8859_1);
    }

    /** Checks 61, 62 and 63. */
    @Test
    void theArgumentsAreThoseOfNfsUtils() throws Exception {
        Callout callout = writingArguments();
        await(callout.addClient("peer", "me"));
        await(callout.delClient("peer", "me"));
        await(callout.smNotify("peer", "10.9.0.2", 7));
        await(callout.smNotify("peer", "10.9.0.2", -5));
        assertEquals(
                List.of(
                        "<add-client><peer><me>",
                        "<del-client><peer><me>",
                        "<sm-notify><peer><10.9.0.2><7>",
                        "<sm-notify><peer><10.9.0.2>"),
                heard());
    }

    /** Section 8, T6. */
    @Test
    void aNameThatIsNoHostsIsNotHandedOn() throws Exception {
        Callout callout = writingArguments();
        for (String name : List.of("$(reboot)", "-x", "a b", "a\nb", "", "../x", "caf\u00e9")) {
            await(callout.smNotify(name, "10.9.0.2", 7));
        }
        assertEquals(
                List.of("<sm-notify><10.9.0.2><10.9.0.2><7>"),
                heard().stream().distinct().toList());
        assertEquals(7, heard().size());
        await(callout.delClient("$(x) y", "me"));
        assertEquals(7, heard().size());
    }

    /** Check 64. */
    @Test
    void howItEndsDoesNotMatter() throws Exception {
        await(callout("exit 9", PATIENCE).addClient("peer", "me"));
        await(
                new ProgramCallout(directory.resolve("none"), PATIENCE, children, Ticker.SYSTEM)
                        .addClient("peer", "me"));
    }

    /** Acceptance check 4 of the high-availability list. */
    @Test
    void oneThatHangsIsEndedAfterItsTimeAndHoldsUpNobodyElse() throws Exception {
        Callout callout =
                callout(
                        "[ $2 = quick ] || exec sleep 1000; echo $2 >> heard",
                        Duration.ofSeconds(2));
        CompletableFuture<Void> hanging = callout.addClient("slow", "me").toCompletableFuture();
        await(callout.addClient("quick", "me"));
        assertEquals(List.of("quick"), heard());
        await(hanging);
    }

    @Test
    void noticesOfOneSourceAreCalledOutInTheirOrder() throws Exception {
        Callout callout =
                callout(
                        "while [ $2 = first ] && [ ! -e go ]; do sleep 0.01; done; echo $2 >>"
                                + " heard",
                        PATIENCE);
        var first = callout.smNotify("first", "10.9.0.2", 7).toCompletableFuture();
        var second = callout.smNotify("second", "10.9.0.2", 9).toCompletableFuture();
        await(callout.smNotify("other", "10.9.0.3", 7));
        assertFalse(first.isDone());
        assertFalse(second.isDone());
        Files.createFile(directory.resolve("go"));
        await(second);
        assertTrue(first.isDone());
        assertEquals(List.of("other", "first", "second"), heard());
    }

    /** Check 65. */
    @Test
    void itInheritsNoneOfOurFiles() throws Exception {
        await(callout("ls -l /proc/$$/fd > fds", PATIENCE).addClient("peer", "me"));
        List<String> descriptors = Files.readAllLines(directory.resolve("fds"));
        assertFalse(
                descriptors.stream()
                        .anyMatch(it -> it.contains("socket:") && !it.matches(".* [012] -> .*")),
                descriptors::toString);
    }
}
