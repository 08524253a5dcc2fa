package org.relock.state.os;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A program of the administrator's that is told what happens, without a shell. What it answers does
 * not matter; that it has ended does, and if it does not in time it is killed.
 */
public final class AdminProgram {

    private static final Logger LOG = LoggerFactory.getLogger(AdminProgram.class);

    private final Path program;
    private final Duration limit;
    private final Children children;

    /** Makes one; after {@code limit} a run is killed and counts as ended. */
    public AdminProgram(Path program, Duration limit, Children children) {
        this.program = program;
        this.limit = limit;
        this.children = children;
    }

    /**
     * Runs it with {@code words} as its arguments.
     *
     * @param input what it finds on its standard input, at most a few thousand bytes, which it may
     *     leave unread
     * @return completes when it has ended or could not be run, never exceptionally
     */
    public CompletableFuture<Void> run(List<String> words, byte[] input) {
        return children.run(program, words, input, limit)
                .thenAccept(result -> report(words, result));
    }

    private void report(List<String> words, Children.Result result) {
        if (result instanceof Children.Result.Exited exited) {
            LOG.debug("ha callout returned {}", exited.status());
        } else if (result instanceof Children.Result.Killed) {
            LOG.warn("{} {} took longer than {} and was killed", program, words, limit);
        } else if (result instanceof Children.Result.NotStarted notStarted) {
            LOG.warn("{} {} could not be run: {}", program, words, notStarted.reason());
        }
    }

    /** Returns which program it is. */
    @Override
    public String toString() {
        return program.toString();
    }
}
