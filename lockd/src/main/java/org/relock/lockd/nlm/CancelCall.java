package org.relock.lockd.nlm;

import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.relock.lockd.export.Purpose;
import org.relock.lockd.hosts.Client;
import org.relock.lockd.locks.CancelOutcome;
import org.relock.lockd.locks.LockMode;
import org.relock.lockd.locks.LockOwner;
import org.relock.state.rpc.Caller;

/**
 * CANCEL and CANCEL_MSG: GRANTED if the wish is gone now; DENIED if there was none, or if the lock
 * is the client's by now, which then keeps it and whatever else it held (NLM check 39).
 */
final class CancelCall implements Decision<CancelArgs> {

    private final NlmVersion version;
    private final NlmDesk desk;
    private final Reception reception;

    CancelCall(NlmVersion version, NlmDesk desk, Reception reception) {
        this.version = version;
        this.desk = desk;
        this.reception = reception;
    }

    @Override
    public CompletableFuture<Reply> on(Caller caller, CancelArgs arguments) {
        return reception.safe(
                reception.inOrder(
                        caller,
                        arguments.lock().callerName(),
                        reception.target(version, caller, arguments.lock(), Purpose.RELEASE),
                        target -> decide(caller, arguments, target),
                        stat -> reply(arguments, stat, Reply.NOTHING)));
    }

    private Reply decide(Caller caller, CancelArgs arguments, Target target) {
        if (!(target instanceof Target.At at)) {
            return reply(arguments, ((Refused) target).stat(), Reply.NOTHING);
        }
        NlmLock lock = arguments.lock();
        Optional<Client> client = reception.known("NLM_CANCEL", caller, lock.callerName());
        if (client.isEmpty()) {
            return reply(arguments, NlmStat.DENIED, Reply.NOTHING);
        }
        CancelOutcome outcome =
                desk.locks()
                        .cancel(
                                at.file(),
                                new LockOwner(
                                        client.get().id(), OwnerName.of(lock.svid(), lock.owner())),
                                arguments.exclusive() ? LockMode.WRITE : LockMode.READ,
                                at.range());
        return switch (outcome) {
            case CANCELLED -> reply(arguments, NlmStat.GRANTED, desk.grants()::deliver);
            case NO_SUCH_WISH, ALREADY_HELD -> reply(arguments, NlmStat.DENIED, Reply.NOTHING);
        };
    }

    private Reply reply(CancelArgs arguments, NlmStat stat, Runnable afterwards) {
        return Reply.of(version, new NlmRes(arguments.cookie(), stat), afterwards);
    }
}
