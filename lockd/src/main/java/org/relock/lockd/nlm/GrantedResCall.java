package org.relock.lockd.nlm;

import org.relock.state.rpc.Answer;
import org.relock.state.rpc.Caller;
import org.relock.state.rpc.Handler;

/** GRANTED_RES: a client answers a GRANTED_MSG of ours. There is no reply, known cookie or not. */
final class GrantedResCall implements Handler<NlmRes> {

    private final NlmDesk desk;

    GrantedResCall(NlmDesk desk) {
        this.desk = desk;
    }

    @Override
    public Answer answer(Caller caller, NlmRes res) {
        desk.counters().called(Nlm.GRANTED_RES);
        desk.grants().granted(caller.remote().getAddress(), res.cookie(), res.stat());
        return Answer.none();
    }
}
