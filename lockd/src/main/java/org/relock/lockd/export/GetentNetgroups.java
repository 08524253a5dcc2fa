package org.relock.lockd.export;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.relock.state.time.Timer;

/**
 * Netgroups as nsswitch.conf(5) has them looked up, by getent(1) in a process of its own: a
 * directory server that hangs then holds up nobody but it. Its arguments come from the exports
 * alone; clients are looked for in what it prints.
 */
public final class GetentNetgroups implements Netgroups, AutoCloseable {

    /** A look-up that takes longer is killed. */
    private static final Duration LIMIT = Duration.ofSeconds(5);

    /** Look-ups at once. */
    private static final int AT_ONCE = 2;

    /** Look-ups that may wait; those beyond fail. */
    private static final int WAITING = 1_024;

    /** The longest answer, in bytes; more is no answer. */
    private static final int LONGEST = 4 << 20;

    private static final int IDLE_SECONDS = 10;

    private final String program;
    private final Timer timer;
    private final ThreadPoolExecutor threads;

    /** Makes it; no thread runs before the first question. */
    public GetentNetgroups(Timer timer) {
        this("/usr/bin/getent", timer);
    }

    GetentNetgroups(String program, Timer timer) {
        this.program = program;
        this.timer = timer;
        threads =
                new ThreadPoolExecutor(
                        AT_ONCE,
                        AT_ONCE,
                        IDLE_SECONDS,
                        TimeUnit.SECONDS,
                        new LinkedBlockingQueue<>(WAITING),
                        task -> {
                            Thread thread = new Thread(task, "netgroups");
                            thread.setDaemon(true);
                            return thread;
                        });
        threads.allowCoreThreadTimeOut(true);
    }

    @Override
    public CompletableFuture<Optional<Netgroup>> find(String name) {
        CompletableFuture<Optional<Netgroup>> answer = new CompletableFuture<>();
        try {
            threads.execute(() -> answer.complete(ask(name)));
        } catch (RejectedExecutionException tooManyOrClosed) {
            answer.complete(Optional.empty());
        }
        return answer;
    }

    private Optional<Netgroup> ask(String name) {
        Process process;
        try {
            process =
                    new ProcessBuilder(List.of(program, "netgroup", "--", name))
                            .redirectError(ProcessBuilder.Redirect.DISCARD)
                            .start();
        } catch (IOException e) {
            return Optional.empty(); // It is said that the group is not found.
        }
        timer.after(LIMIT, process::destroyForcibly);
        try (InputStream said = process.getInputStream()) {
            process.getOutputStream().close();
            byte[] bytes = said.readNBytes(LONGEST + 1);
            if (bytes.length > LONGEST || process.waitFor() != 0) {
                return Optional.empty();
            }
            return Optional.of(Netgroup.parse(new String(bytes, ISO_8859_1)));
        } catch (IOException e) {
            return Optional.empty();
        } catch (InterruptedException closing) {
            Thread.currentThread().interrupt();
            return Optional.empty();
        } finally {
            process.destroyForcibly();
        }
    }

    /** Looks up nothing any more. */
    @Override
    public void close() {
        threads.shutdownNow();
    }
}
