package org.relock.lockd.nlm;

import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import org.relock.lockd.export.FileHandles;
import org.relock.lockd.export.Purpose;
import org.relock.lockd.export.Resolution;
import org.relock.lockd.hosts.Client;
import org.relock.lockd.hosts.Clients;
import org.relock.lockd.locks.ByteRange;
import org.relock.lockd.locks.FileKey;
import org.relock.lockd.locks.LockService;
import org.relock.state.rpc.Caller;
import org.relock.state.xdr.Opaque;

/**
 * What comes before every decision: which file, which bytes, and, of whoever wants to have
 * something, who it is and whether that is remembered. Nothing in here waits; what is complete
 * already stays so.
 */
final class Reception {

    private final FileHandles files;
    private final Clients clients;
    private final LockService locks;
    private final Safety safety;
    private final NlmLog log;
    private final InOrder<Speaker> order = new InOrder<>(NlmLimits.WAITING_REQUESTS);

    Reception(FileHandles files, Clients clients, LockService locks, Safety safety, NlmLog log) {
        this.files = files;
        this.clients = clients;
        this.locks = locks;
        this.safety = safety;
        this.log = log;
    }

    /** Finds the bytes that a lock means; the file first, as its handle may be nobody's. */
    CompletableFuture<Target> target(
            NlmVersion version, Caller caller, NlmLock lock, Purpose purpose) {
        return then(
                files.resolve(caller, lock.handle(), purpose),
                resolution -> target(resolution, version, lock));
    }

    /** Finds a whole file. */
    CompletableFuture<Target> file(Caller caller, Opaque handle, Purpose purpose) {
        return then(
                files.resolve(caller, handle, purpose),
                resolution -> target(resolution, Optional.of(ByteRange.ALL)));
    }

    private static Target target(Resolution resolution, NlmVersion version, NlmLock lock) {
        return target(resolution, NlmRange.of(version, lock.offset(), lock.length()));
    }

    private static Target target(Resolution resolution, Optional<ByteRange> range) {
        if (resolution instanceof Resolution.Found found) {
            FileKey file = found.file();
            return range.isPresent() ? new Target.At(file, range.get()) : new Refused(NlmStat.FBIG);
        }
        if (resolution instanceof Resolution.Stale) {
            return new Refused(NlmStat.STALE_FH);
        }
        if (resolution instanceof Resolution.NoRoom) {
            return new Refused(NlmStat.DENIED_NOLOCKS);
        }
        return new Refused(
                resolution instanceof Resolution.ReadOnly ? NlmStat.ROFS : NlmStat.FAILED);
    }

    /**
     * Has whoever wants something remembered, before it gets it.
     *
     * @param reclaim whether it says it had it before
     * @param watched whether the status monitor is to watch the client
     */
    CompletableFuture<Admission> admit(
            CompletableFuture<Target> target,
            Caller caller,
            String name,
            boolean reclaim,
            boolean watched) {
        return target.isDone()
                ? admit(target.join(), caller, name, reclaim, watched)
                : target.thenCompose(found -> admit(found, caller, name, reclaim, watched));
    }

    private CompletableFuture<Admission> admit(
            Target target, Caller caller, String name, boolean reclaim, boolean watched) {
        if (!(target instanceof Target.At at)) {
            return CompletableFuture.completedFuture((Refused) target);
        }
        if (!reclaim && !safety.takesMore()) {
            return CompletableFuture.completedFuture(new Refused(NlmStat.DENIED_NOLOCKS));
        }
        if (!reclaim && locks.isInGrace(caller.local())) {
            // It gets nothing, and is not remembered for it: whom the next boot believes is who got
            // something in this one.
            return CompletableFuture.completedFuture(new Refused(NlmStat.DENIED_GRACE_PERIOD));
        }
        Optional<Client> client = clients.clientOf(caller.remote().getAddress(), name);
        if (client.isEmpty()) {
            return CompletableFuture.completedFuture(new Refused(NlmStat.DENIED_NOLOCKS));
        }
        CompletableFuture<Boolean> remembered =
                watched
                        ? clients.remember(client.get(), caller.local())
                        : clients.rememberUnwatched(client.get(), caller.local());
        return then(
                remembered,
                done ->
                        done
                                ? new Admission.Admitted(client.get(), at.file(), at.range())
                                : new Refused(NlmStat.DENIED_NOLOCKS));
    }

    /**
     * Returns who gives something up, if known. Whoever speaks in the name of a client of another
     * address is not, and a line in the log says so (NLM check 24).
     */
    Optional<Client> known(String procedure, Caller caller, String name) {
        Optional<Client> client = clients.find(caller.remote().getAddress(), name);
        if (client.isEmpty() && clients.isKnownElsewhere(caller.remote().getAddress(), name)) {
            log.theft(procedure, caller, name);
        }
        return client;
    }

    /**
     * Takes a step once {@code ready}, in the order of the client's requests.
     *
     * @param tooMany the answer if too many requests wait already
     */
    <T> CompletableFuture<Reply> inOrder(
            Caller caller,
            String name,
            CompletableFuture<T> ready,
            Function<T, Reply> step,
            Function<NlmStat, Reply> tooMany) {
        Optional<CompletableFuture<Reply>> reply =
                order.submit(Speaker.of(caller, name), ready, step);
        return reply.isPresent()
                ? reply.get()
                : CompletableFuture.completedFuture(tooMany.apply(NlmStat.DENIED_NOLOCKS));
    }

    /** Lets nobody hear of a change before it is safe. */
    CompletableFuture<Reply> safe(CompletableFuture<Reply> reply) {
        if (!reply.isDone()) {
            return reply.thenCompose(decided -> safety.forced().thenApply(recorded -> decided));
        }
        CompletableFuture<Boolean> forced = safety.forced();
        return forced.isDone() ? reply : forced.thenCompose(recorded -> reply);
    }

    private static <T, R> CompletableFuture<R> then(
            CompletableFuture<T> before, Function<T, R> step) {
        return before.isDone()
                ? CompletableFuture.completedFuture(step.apply(before.join()))
                : before.thenApply(step);
    }
}
