package org.relock.lockd.nlm;

import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.relock.lockd.export.Purpose;
import org.relock.lockd.hosts.Client;
import org.relock.lockd.locks.LockOwner;
import org.relock.state.rpc.Caller;

/**
 * UNLOCK and UNLOCK_MSG: GRANTED also if nothing was held, as of a client that is not known (XNFS,
 * NLM_UNLOCK).
 */
final class UnlockCall implements Decision<UnlockArgs> {

    private final NlmVersion version;
    private final NlmDesk desk;
    private final Reception reception;

    UnlockCall(NlmVersion version, NlmDesk desk, Reception reception) {
        this.version = version;
        this.desk = desk;
        this.reception = reception;
    }

    @Override
    public CompletableFuture<Reply> on(Caller caller, UnlockArgs arguments) {
        return reception.safe(
                reception.inOrder(
                        caller,
                        arguments.lock().callerName(),
                        reception.target(version, caller, arguments.lock(), Purpose.RELEASE),
                        target -> decide(caller, arguments, target),
                        stat -> reply(arguments, stat, Reply.NOTHING)));
    }

    private Reply decide(Caller caller, UnlockArgs arguments, Target target) {
        if (!(target instanceof Target.At at)) {
            return reply(arguments, ((Refused) target).stat(), Reply.NOTHING);
        }
        NlmLock lock = arguments.lock();
        Optional<Client> client = reception.known("NLM_UNLOCK", caller, lock.callerName());
        if (client.isEmpty()) {
            return reply(arguments, NlmStat.GRANTED, Reply.NOTHING);
        }
        LockOwner owner = new LockOwner(client.get().id(), OwnerName.of(lock.svid(), lock.owner()));
        desk.locks().unlock(at.file(), owner, at.range());
        return reply(arguments, NlmStat.GRANTED, desk.grants()::deliver);
    }

    private Reply reply(UnlockArgs arguments, NlmStat stat, Runnable afterwards) {
        return Reply.of(version, new NlmRes(arguments.cookie(), stat), afterwards);
    }
}
