package org.relock.lockd.nlm;

import java.util.concurrent.CompletableFuture;
import org.relock.lockd.export.Purpose;
import org.relock.lockd.hosts.Client;
import org.relock.lockd.locks.ClientId;
import org.relock.lockd.locks.LockMode;
import org.relock.lockd.locks.LockOutcome;
import org.relock.lockd.locks.LockOwner;
import org.relock.lockd.locks.LockRequest;
import org.relock.lockd.locks.Taken;
import org.relock.state.rpc.Caller;
import org.relock.state.xdr.Opaque;

/** TEST and TEST_MSG: nothing is changed by it, and nobody remembered for it (NLM check 50). */
final class TestCall implements Decision<TestArgs> {

    /** Whoever is not registered holds nothing; no registered client has this number. */
    private static final ClientId NOBODY = new ClientId(-1);

    private final NlmVersion version;
    private final NlmDesk desk;
    private final Reception reception;

    TestCall(NlmVersion version, NlmDesk desk, Reception reception) {
        this.version = version;
        this.desk = desk;
        this.reception = reception;
    }

    @Override
    public CompletableFuture<Reply> on(Caller caller, TestArgs arguments) {
        return reception.inOrder(
                caller,
                arguments.lock().callerName(),
                reception.target(
                        version, caller, arguments.lock(), Purpose.ofLock(arguments.exclusive())),
                target -> decide(caller, arguments, target),
                stat -> reply(new TestRes.Plain(arguments.cookie(), stat)));
    }

    private Reply decide(Caller caller, TestArgs arguments, Target target) {
        Opaque cookie = arguments.cookie();
        if (!(target instanceof Target.At at)) {
            return reply(new TestRes.Plain(cookie, ((Refused) target).stat()));
        }
        LockOutcome outcome = desk.locks().test(request(caller, arguments, at));
        if (outcome instanceof LockOutcome.Denied denied) {
            return reply(new TestRes.Denied(cookie, NlmHolder.of(denied.holder())));
        }
        return reply(new TestRes.Plain(cookie, stat(outcome)));
    }

    private LockRequest request(Caller caller, TestArgs arguments, Target.At at) {
        NlmLock lock = arguments.lock();
        ClientId client =
                desk.clients()
                        .find(caller.remote().getAddress(), lock.callerName())
                        .map(Client::id)
                        .orElse(NOBODY);
        return new LockRequest(
                at.file(),
                new LockOwner(client, OwnerName.of(lock.svid(), lock.owner())),
                arguments.exclusive() ? LockMode.WRITE : LockMode.READ,
                at.range(),
                false,
                new Taken(caller.local(), 0, false, 0));
    }

    private Reply reply(TestRes res) {
        return new Reply(res.stat(), res.in(version), Reply.NOTHING);
    }

    private static NlmStat stat(LockOutcome outcome) {
        if (outcome instanceof LockOutcome.Granted) {
            return NlmStat.GRANTED;
        }
        if (outcome instanceof LockOutcome.InGrace) {
            return NlmStat.DENIED_GRACE_PERIOD;
        }
        // A lock would be refused for want of room, or for a reason of another request's kind.
        return NlmStat.DENIED_NOLOCKS;
    }
}
