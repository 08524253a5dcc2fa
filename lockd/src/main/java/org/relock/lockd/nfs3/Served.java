package org.relock.lockd.nfs3;

import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Predicate;
import org.relock.lockd.vfs.FileException;
import org.relock.lockd.vfs.FileStatus;
import org.relock.state.rpc.Answer;
import org.relock.state.rpc.Caller;
import org.relock.state.rpc.Handler;
import org.relock.state.time.Ticker;
import org.relock.state.xdr.XdrWriter;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Has a procedure done at once if it can be, else by a worker, and counts it. When there are too
 * many calls for the workers, the client is asked to try again later.
 *
 * @param <A> the arguments
 */
public final class Served<A> implements Handler<A> {

    private static final Logger LOG = LoggerFactory.getLogger(Served.class);

    private final int number;
    private final Procedure<A> procedure;
    private final Predicate<A> prompt;
    private final Executor workers;
    private final Nfs3Counters counters;
    private final Ticker ticker;

    /**
     * Makes one that has what cannot be done at once done by a worker.
     *
     * @param number of the procedure, as {@link Nfs3Counters} has it
     */
    public Served(
            int number,
            Procedure<A> procedure,
            Executor workers,
            Nfs3Counters counters,
            Ticker ticker) {
        this(number, procedure, any -> false, workers, counters, ticker);
    }

    /**
     * Makes one.
     *
     * @param prompt whether there is nothing in these arguments to wait for
     */
    Served(
            int number,
            Procedure<A> procedure,
            Predicate<A> prompt,
            Executor workers,
            Nfs3Counters counters,
            Ticker ticker) {
        this.number = number;
        this.procedure = procedure;
        this.prompt = prompt;
        this.workers = workers;
        this.counters = counters;
        this.ticker = ticker;
    }

    @Override
    public Answer answer(Caller caller, A arguments) {
        long since = ticker.nanos();
        counters.called(number);
        if (procedure.isDirect()) {
            return Answer.direct(out -> direct(caller, arguments, since, out));
        }
        if (prompt.test(arguments)) {
            return Answer.now(done(caller, arguments, since));
        }
        Optional<Reply> now = result(() -> procedure.now(caller, arguments));
        return now.isPresent()
                ? Answer.now(counted(now.get(), since))
                : later(caller, arguments, since);
    }

    /** Writes the reply; or returns what is to be done instead. */
    private Optional<Answer> direct(Caller caller, A arguments, long since, XdrWriter out) {
        try {
            if (procedure.direct(caller, arguments, out)) {
                counters.answered(number, Optional.empty(), ticker.nanos() - since);
                return Optional.empty();
            }
        } catch (FileException | RuntimeException e) {
            // It fails again below, where what goes with the failure can be waited for.
        }
        return Optional.of(later(caller, arguments, since));
    }

    private Answer later(Caller caller, A arguments, long since) {
        Optional<A> kept = procedure.kept(arguments);
        if (kept.isEmpty()) {
            return Answer.now(counted(bare(FileStatus.JUKEBOX), since));
        }
        CompletableFuture<Reply> reply = new CompletableFuture<>();
        try {
            workers.execute(() -> reply.complete(done(caller, kept.get(), since)));
        } catch (RejectedExecutionException full) {
            procedure.refused(kept.get());
            return Answer.now(counted(bare(FileStatus.JUKEBOX), since));
        }
        return reply.isDone() ? Answer.now(reply.join()) : Answer.later(reply);
    }

    private Reply done(Caller caller, A arguments, long since) {
        return counted(result(() -> Optional.of(procedure.on(caller, arguments))).get(), since);
    }

    /** A procedure, about to answer. */
    private interface Step {
        Optional<Reply> take() throws FileException;
    }

    /** Takes a step; whatever comes of it, the client has an answer. */
    private Optional<Reply> result(Step step) {
        try {
            return step.take();
        } catch (FileException e) {
            return Optional.of(bare(e.status()));
        } catch (RuntimeException | Error broken) {
            LOG.error("NFS procedure {} failed", number, broken);
            return Optional.of(bare(FileStatus.SERVERFAULT));
        }
    }

    private Reply counted(Reply reply, long since) {
        counters.answered(number, reply.error(), ticker.nanos() - since);
        return reply;
    }

    private Reply bare(FileStatus status) {
        int attributes = procedure.attributesOfFailure();
        return Reply.failed(
                status,
                xdr -> {
                    for (int i = 0; i < attributes; i++) {
                        xdr.bool(false);
                    }
                });
    }
}
