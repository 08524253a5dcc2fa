package org.relock.lockd.nfs3;

import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import org.relock.lockd.vfs.FileException;
import org.relock.lockd.vfs.FileStatus;
import org.relock.state.rpc.Answer;
import org.relock.state.rpc.Caller;
import org.relock.state.rpc.Handler;
import org.relock.state.time.Ticker;
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
    private final Executor workers;
    private final Nfs3Counters counters;
    private final Ticker ticker;

    /**
     * Makes one.
     *
     * @param number of the procedure, 1 to 21, for the log and the counters
     */
    public Served(
            int number,
            Procedure<A> procedure,
            Executor workers,
            Nfs3Counters counters,
            Ticker ticker) {
        this.number = number;
        this.procedure = procedure;
        this.workers = workers;
        this.counters = counters;
        this.ticker = ticker;
    }

    @Override
    public Answer answer(Caller caller, A arguments) {
        long since = ticker.nanos();
        counters.called(number);
        Optional<Reply> now = result(() -> procedure.now(caller, arguments));
        if (now.isPresent()) {
            return Answer.now(counted(now.get(), since));
        }
        CompletableFuture<Reply> reply = new CompletableFuture<>();
        try {
            workers.execute(() -> reply.complete(done(caller, arguments, since)));
        } catch (RejectedExecutionException full) {
            procedure.refused(arguments);
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
