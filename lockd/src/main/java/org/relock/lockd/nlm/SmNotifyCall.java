package org.relock.lockd.nlm;

import org.relock.lockd.hosts.Clients;
import org.relock.state.names.Addresses;
import org.relock.state.nsm.SmStatus;
import org.relock.state.rpc.Answer;
import org.relock.state.rpc.Caller;
import org.relock.state.rpc.Handler;
import org.relock.state.xdr.XdrEncodable;

/**
 * The private SM_NOTIFY: our status monitor tells of a reboot. From any other host it gets no
 * answer at all (NLM check 53).
 */
final class SmNotifyCall implements Handler<SmStatus> {

    private final NlmDesk desk;
    private final NlmLog log;

    SmNotifyCall(NlmDesk desk, NlmLog log) {
        this.desk = desk;
        this.log = log;
    }

    @Override
    public Answer answer(Caller caller, SmStatus status) {
        desk.counters().called(Nlm.SM_NOTIFY);
        if (!Addresses.isThisHost(caller.remote().getAddress())) {
            log.strangeNotice(caller, status.monName());
            return Answer.none();
        }
        Clients clients = desk.clients();
        clients.notified(status.monName(), status.state(), status.priv());
        return Answer.now(XdrEncodable.VOID).afterwards(desk.grants()::deliver);
    }
}
