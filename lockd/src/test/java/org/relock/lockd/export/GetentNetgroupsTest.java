package org.relock.lockd.export;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Netgroups from a program that may say anything, or nothing. */
class GetentNetgroupsTest {

    @TempDir Path directory;

    private Path program(String script) throws IOException {
        Path program = directory.resolve("getent");
        Files.writeString(program, "#!/bin/sh\n" + script + "\n");
        Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwxr-xr-x"));
        return program;
    }

    private static Optional<Netgroup> find(Path program, String group) {
        try (GetentNetgroups groups =
                new GetentNetgroups(program.toString(), (delay, task) -> {})) {
            return groups.find(group).join();
        }
    }

    @Test
    void theProgramIsAskedForTheGroupByOneWord() throws IOException {
        assertEquals(
                Optional.of(new Netgroup(Set.of("netgroup--a;b"), false)),
                find(program("echo \"$3 ($1$2$3,,)\""), "a;b"));
    }

    @Test
    void aFailureIsNoGroup() throws IOException {
        assertEquals(Optional.empty(), find(program("echo 'x (a,,)'; exit 2"), "x"));
        assertEquals(Optional.empty(), find(directory.resolve("none"), "x"));
    }

    @Test
    void tooLongAnAnswerIsNone() throws IOException {
        assertEquals(
                Optional.empty(),
                find(program("head -c 5000000 /dev/zero | tr '\\0' 'a'; exit 0"), "x"));
    }

    @Test
    void aProgramThatHangsIsKilledWhenItsTimeIsOver() throws Exception {
        CompletableFuture<Runnable> limit = new CompletableFuture<>();
        try (GetentNetgroups groups =
                new GetentNetgroups(
                        program("exec sleep 1000").toString(),
                        (delay, task) -> limit.complete(task))) {
            CompletableFuture<Optional<Netgroup>> found = groups.find("x");
            limit.join().run();
            assertEquals(Optional.empty(), found.join());
        }
    }

    @Test
    void afterTheEndNothingIsFound() {
        GetentNetgroups groups = new GetentNetgroups("/bin/true", (delay, task) -> {});
        groups.close();
        assertEquals(Optional.empty(), groups.find("x").join());
    }
}
