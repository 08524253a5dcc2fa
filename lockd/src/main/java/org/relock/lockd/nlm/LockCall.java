package org.relock.lockd.nlm;

import java.util.concurrent.CompletableFuture;
import org.relock.lockd.export.Purpose;
import org.relock.lockd.locks.LockMode;
import org.relock.lockd.locks.LockOutcome;
import org.relock.lockd.locks.LockOwner;
import org.relock.lockd.locks.LockRequest;
import org.relock.lockd.locks.Taken;
import org.relock.state.rpc.Caller;

/**
 * LOCK and LOCK_MSG; and NM_LOCK, which never waits and has nobody watched (XNFS, NLM_NM_LOCK).
 *
 * <p>A client that waits is told so before it can be told that it was granted (NLM check 26).
 */
final class LockCall implements Decision<LockArgs> {

    private final NlmVersion version;
    private final NlmDesk desk;
    private final Reception reception;
    private final boolean monitored;

    LockCall(NlmVersion version, NlmDesk desk, Reception reception, boolean monitored) {
        this.version = version;
        this.desk = desk;
        this.reception = reception;
        this.monitored = monitored;
    }

    @Override
    public CompletableFuture<Reply> on(Caller caller, LockArgs arguments) {
        NlmLock lock = arguments.lock();
        CompletableFuture<Target> target =
                reception.target(version, caller, lock, Purpose.ofLock(arguments.exclusive()));
        return reception.safe(
                reception.inOrder(
                        caller,
                        lock.callerName(),
                        reception.admit(
                                target, caller, lock.callerName(), arguments.reclaim(), monitored),
                        admission -> decide(caller, arguments, admission),
                        stat -> reply(arguments, stat, Reply.NOTHING)));
    }

    private Reply decide(Caller caller, LockArgs arguments, Admission admission) {
        if (!(admission instanceof Admission.Admitted admitted)) {
            return reply(arguments, ((Refused) admission).stat(), Reply.NOTHING);
        }
        if (monitored && arguments.state() != 0) {
            desk.clients().stateSeen(admitted.client(), arguments.state());
        }
        LockRequest request = request(caller, arguments, admitted);
        LockOutcome outcome =
                monitored && arguments.block()
                        ? desk.locks().lockOrWait(request, memo(caller, arguments).encode())
                        : desk.locks().lock(request);
        Grants grants = desk.grants();
        if (outcome instanceof LockOutcome.Waiting waiting) {
            return reply(arguments, NlmStat.BLOCKED, () -> grants.announced(waiting.wish()));
        }
        // A downgrade gives bytes up that others may wait for.
        return reply(arguments, stat(outcome), grants::deliver);
    }

    private LockRequest request(Caller caller, LockArgs arguments, Admission.Admitted admitted) {
        NlmLock lock = arguments.lock();
        return new LockRequest(
                admitted.file(),
                new LockOwner(admitted.client().id(), OwnerName.of(lock.svid(), lock.owner())),
                arguments.exclusive() ? LockMode.WRITE : LockMode.READ,
                admitted.range(),
                arguments.reclaim(),
                new Taken(caller.local(), arguments.state(), monitored, desk.clock().millis()));
    }

    private NlmMemo memo(Caller caller, LockArgs arguments) {
        return new NlmMemo(
                version,
                caller.transport(),
                caller.remote().getAddress(),
                caller.local(),
                arguments.exclusive(),
                arguments.lock());
    }

    private Reply reply(LockArgs arguments, NlmStat stat, Runnable afterwards) {
        return Reply.of(version, new NlmRes(arguments.cookie(), stat), afterwards);
    }

    /** Says in the protocol's words what has come of a request that does not wait. */
    private static NlmStat stat(LockOutcome outcome) {
        if (outcome instanceof LockOutcome.Granted) {
            return NlmStat.GRANTED;
        }
        if (outcome instanceof LockOutcome.Denied) {
            return NlmStat.DENIED;
        }
        if (outcome instanceof LockOutcome.InGrace) {
            return NlmStat.DENIED_GRACE_PERIOD;
        }
        if (outcome instanceof LockOutcome.NotHeldBefore) {
            return NlmStat.DENIED;
        }
        if (outcome instanceof LockOutcome.Deadlock) {
            return NlmStat.DEADLCK;
        }
        if (outcome instanceof LockOutcome.TooMany) {
            return NlmStat.DENIED_NOLOCKS;
        }
        throw new IllegalStateException("a lock that was not waited for: " + outcome);
    }
}
