package org.relock.statd;

import org.relock.state.nsm.Mon;
import org.relock.state.nsm.MonId;
import org.relock.state.nsm.MyId;
import org.relock.state.nsm.SmStatRes;
import org.relock.state.rpc.Answer;
import org.relock.state.rpc.Caller;
import org.relock.state.rpc.Handler;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** SM_MON: watch that host for me. The answer comes once the disk has it and the callout ended. */
final class MonCall implements Handler<Mon> {

    private static final Logger LOG = LoggerFactory.getLogger(MonCall.class);

    /** The only program we call back: NLM. Anything else would make us a stranger's messenger. */
    private static final int NLM_PROGRAM = 100021;

    private static final int NLM_SM_NOTIFY = 16;
    private static final int NLM_SM_NOTIFY_OTHER = 24;

    private final LocalCallers localCallers;
    private final Watching watching;

    MonCall(LocalCallers localCallers, Watching watching) {
        this.localCallers = localCallers;
        this.watching = watching;
    }

    @Override
    public Answer answer(Caller caller, Mon mon) {
        MyId myId = mon.monId().myId();
        String monName = mon.monId().monName();
        LOG.debug("Received SM_MON for {} from {}", monName, myId.myName());
        if (!localCallers.admit(caller)) {
            return Answer.now(SmStatRes.MON_FAILED);
        }
        if (myId.program() != NLM_PROGRAM
                || (myId.procedure() != NLM_SM_NOTIFY && myId.procedure() != NLM_SM_NOTIFY_OTHER)) {
            LOG.warn("Attempt to register callback to {}/{}", myId.program(), myId.procedure());
            return failed(mon);
        }
        if (NameRules.isPathLike(monName)) {
            LOG.error("SM_MON request for hostname containing '/' or starting '.': {}", monName);
            LOG.error("POSSIBLE SPOOF/ATTACK ATTEMPT!");
            return failed(mon);
        }
        MyId watcher = NameRules.withoutBlanks(myId);
        if (!NameRules.isHostName(monName)
                || !NameRules.isWatcherName(watcher.myName())
                || monName.length() + watcher.myName().length() > NameRules.MAX_NAMES_BYTES) {
            return failed(mon);
        }
        return Answer.later(watching.watch(new MonId(monName, watcher), mon.priv()));
    }

    private static Answer failed(Mon mon) {
        LOG.warn(
                "STAT_FAIL to {} for SM_MON of {}",
                mon.monId().myId().myName(),
                mon.monId().monName());
        return Answer.now(SmStatRes.MON_FAILED);
    }
}
