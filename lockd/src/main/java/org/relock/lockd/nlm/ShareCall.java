package org.relock.lockd.nlm;

import java.util.concurrent.CompletableFuture;
import org.relock.lockd.export.Purpose;
import org.relock.lockd.locks.LockOwner;
import org.relock.lockd.locks.ShareReservation;
import org.relock.lockd.locks.Taken;
import org.relock.state.rpc.Caller;

/**
 * SHARE. It never waits. The specification has the client say FREE_ALL after a crash; we have it
 * watched all the same, as it may never come back to say so.
 */
final class ShareCall implements Decision<ShareArgs> {

    private final NlmVersion version;
    private final NlmDesk desk;
    private final Reception reception;

    ShareCall(NlmVersion version, NlmDesk desk, Reception reception) {
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
                        reception.admit(
                                reception.file(caller, arguments.handle(), Purpose.SHARED),
                                caller,
                                arguments.callerName(),
                                arguments.reclaim(),
                                true),
                        admission -> reply(arguments, decide(caller, arguments, admission)),
                        stat -> reply(arguments, stat)));
    }

    private NlmStat decide(Caller caller, ShareArgs arguments, Admission admission) {
        if (!(admission instanceof Admission.Admitted admitted)) {
            return ((Refused) admission).stat();
        }
        // SHARE brings no state: with none, a late notice of a reboot before it would release it.
        int state = desk.clients().stateOf(admitted.client());
        ShareReservation share =
                new ShareReservation(
                        new LockOwner(admitted.client().id(), OwnerName.ofShare(arguments.owner())),
                        arguments.access(),
                        arguments.mode(),
                        new Taken(caller.local(), state, true, desk.clock().millis()));
        return switch (desk.locks().share(admitted.file(), share, arguments.reclaim())) {
            case GRANTED -> NlmStat.GRANTED;
            case DENIED, NOT_HELD_BEFORE -> NlmStat.DENIED;
            case IN_GRACE -> NlmStat.DENIED_GRACE_PERIOD;
            case TOO_MANY -> NlmStat.DENIED_NOLOCKS;
        };
    }

    private Reply reply(ShareArgs arguments, NlmStat stat) {
        ShareRes res = new ShareRes(arguments.cookie(), stat, 0);
        return new Reply(stat, res.in(version), Reply.NOTHING);
    }
}
