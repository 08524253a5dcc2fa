package org.relock.state.os;

import java.io.File;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.relock.state.os.Children.Result;

/** One program to run, and how it ended. */
final class Child implements Runnable {

    private static final File NOTHING = new File("/dev/null");

    private final List<String> command;
    private final byte[] input;
    private final Duration limit;
    private final CompletableFuture<Result> result = new CompletableFuture<>();

    Child(Path program, List<String> arguments, byte[] input, Duration limit) {
        if (!program.isAbsolute()) {
            throw new IllegalArgumentException("not an absolute path: " + program);
        }
        this.input = input.clone();
        this.limit = limit;
        command = new ArrayList<>(1 + arguments.size());
        command.add(program.toString());
        for (String argument : arguments) {
            command.add(asTheLibraryWritesIt(argument));
        }
    }

    CompletableFuture<Result> result() {
        return result;
    }

    /** Gives up before the start. */
    void abandon(String reason) {
        result.complete(new Result.NotStarted(reason));
    }

    /** Runs the program and waits for its end; an interrupt kills it. */
    @Override
    public void run() {
        try {
            result.complete(await(start()));
        } catch (IOException | IllegalArgumentException refused) {
            // An argument with a zero byte is an IllegalArgumentException or an IOException.
            abandon(refused.toString());
        }
    }

    /** The library writes arguments in UTF-8; what comes from the wire has bytes for characters. */
    private static String asTheLibraryWritesIt(String bytes) {
        return new String(bytes.getBytes(StandardCharsets.ISO_8859_1), StandardCharsets.UTF_8);
    }

    private Process start() throws IOException {
        // The library closes every other file of ours in the child.
        ProcessBuilder builder =
                new ProcessBuilder(command)
                        .redirectOutput(ProcessBuilder.Redirect.INHERIT)
                        .redirectError(ProcessBuilder.Redirect.INHERIT);
        if (input.length == 0) {
            return builder.redirectInput(NOTHING).start();
        }
        Process process = builder.start();
        try (OutputStream stdin = process.getOutputStream()) {
            stdin.write(input);
        } catch (IOException unread) {
            // It has ended, or closed its input: it does not want to know.
        }
        return process;
    }

    private Result await(Process process) {
        try {
            if (process.waitFor(limit.toNanos(), TimeUnit.NANOSECONDS)) {
                return new Result.Exited(process.exitValue());
            }
        } catch (InterruptedException closing) {
            Thread.currentThread().interrupt();
        }
        Family.kill(process.toHandle());
        return new Result.Killed();
    }
}
