package org.relock.lockd.nlm;

import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.relock.lockd.export.Purpose;
import org.relock.lockd.hosts.Client;
import org.relock.lockd.locks.LockOwner;
import org.relock.state.rpc.Caller;

/** UNSHARE: GRANTED also if nothing was reserved, whatever mode and access are said. */
final class UnshareCall implements Decision<ShareArgs> {

    private final NlmVersion version;
    private final NlmDesk desk;
    private final Reception reception;

    UnshareCall(NlmVersion version, NlmDesk desk, Reception reception) {
        this.version = version;
        this.desk = desk;
        this.reception = reception;
    }

    @Override
    public CompletableFuture<Reply> on(Caller caller, ShareArgs arguments) {
        return reception.safe(
                reception.inOrder(
                        caller,
                        arguments.callerName(),
                        reception.file(caller, arguments.handle(), Purpose.RELEASE),
                        target -> reply(arguments, decide(caller, arguments, target)),
                        stat -> reply(arguments, stat)));
    }

    private NlmStat decide(Caller caller, ShareArgs arguments, Target target) {
        if (!(target instanceof Target.At at)) {
            return ((Refused) target).stat();
        }
        Optional<Client> client = reception.known("NLM_UNSHARE", caller, arguments.callerName());
        if (client.isPresent()) {
            LockOwner owner =
                    new LockOwner(client.get().id(), OwnerName.ofShare(arguments.owner()));
            desk.locks().unshare(at.file(), owner);
        }
        return NlmStat.GRANTED;
    }

    private Reply reply(ShareArgs arguments, NlmStat stat) {
        ShareRes res = new ShareRes(arguments.cookie(), stat, 0);
        return new Reply(stat, res.in(version), Reply.NOTHING);
    }
}
