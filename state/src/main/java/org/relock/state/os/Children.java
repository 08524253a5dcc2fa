package org.relock.state.os;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Runs programs without a shell, a bounded number at a time.
 *
 * <p>A child has the arguments given, byte for byte; the environment and the working directory of
 * this process; its standard output and error; {@code /dev/null} as standard input, and no other
 * file of ours. Every child is waited for. One that outlives its time is killed, with all that
 * descends from it.
 *
 * <p>The threads that run children are started by the threads that ask for them, one by one as
 * needed, and end when they have had nothing to do for a while.
 */
public final class Children implements AutoCloseable {

    /** How a child ended. */
    public sealed interface Result {

        /** It ended by itself; a signal counts as 128 and its number. */
        record Exited(int status) implements Result {}

        /** We killed it: its time was over, or the runner was closed. */
        record Killed() implements Result {}

        /** It could not be started. */
        record NotStarted(String reason) implements Result {}
    }

    private static final long IDLE_THREAD_SECONDS = 10;
    private static final byte[] NOTHING = {};

    private final ThreadPoolExecutor threads;

    /**
     * Makes a runner.
     *
     * @param atATime the most children at a time, at least 1
     * @param waiting the most that may wait for a place, at least 1
     */
    public Children(int atATime, int waiting) {
        AtomicInteger number = new AtomicInteger();
        threads =
                new ThreadPoolExecutor(
                        atATime,
                        atATime,
                        IDLE_THREAD_SECONDS,
                        TimeUnit.SECONDS,
                        new LinkedBlockingQueue<>(waiting),
                        task -> {
                            Thread thread = new Thread(task, "child-" + number.incrementAndGet());
                            thread.setDaemon(true);
                            return thread;
                        });
        threads.allowCoreThreadTimeOut(true);
    }

    /**
     * Starts {@code program} as soon as there is a place.
     *
     * @param program an absolute path, also the first word the child sees
     * @param arguments the words after it, whose characters are bytes (Latin-1); none may hold a
     *     zero, and what is not UTF-8 does not arrive as it is
     * @param limit the time from its start after which it is killed
     * @return how it ended; never completed exceptionally. Too many waiting count as not started.
     */
    public CompletableFuture<Result> run(Path program, List<String> arguments, Duration limit) {
        return run(program, arguments, NOTHING, limit);
    }

    /**
     * As above, with {@code input} as its standard input: at most a pipe's content, 4096 bytes, so
     * that nobody waits for it to be read.
     */
    public CompletableFuture<Result> run(
            Path program, List<String> arguments, byte[] input, Duration limit) {
        Child child = new Child(program, arguments, input, limit);
        try {
            threads.execute(child);
        } catch (RejectedExecutionException tooManyOrClosed) {
            child.abandon("too many programs are waiting to be run");
        }
        return child.result();
    }

    /** Runs {@code program} on the calling thread, with its limits otherwise as {@link #run}. */
    public static Result runHere(Path program, List<String> arguments, Duration limit) {
        Child child = new Child(program, arguments, NOTHING, limit);
        child.run();
        return child.result().join();
    }

    /** Kills the children that run and forgets those that wait; their futures say so. */
    @Override
    public void close() {
        for (Runnable child : threads.shutdownNow()) {
            ((Child) child).abandon("the daemon is ending");
        }
    }
}
