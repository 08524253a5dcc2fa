package org.relock.statd;

import java.time.Duration;
import org.relock.state.names.Addresses;
import org.relock.state.rpc.Answer;
import org.relock.state.rpc.Caller;
import org.relock.state.rpc.Handler;
import org.relock.state.service.Seldom;
import org.relock.state.time.Ticker;
import org.relock.state.xdr.XdrEncodable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** SM_SIMU_CRASH: behave as after a reboot. For this host's privileged callers, always. */
final class SimuCrashCall implements Handler<XdrEncodable> {

    private static final Logger LOG = LoggerFactory.getLogger(SimuCrashCall.class);

    private final Runnable simulateCrash;
    private final Seldom seldom;

    SimuCrashCall(Runnable simulateCrash, Ticker ticker, Duration pause) {
        this.simulateCrash = simulateCrash;
        this.seldom = new Seldom(ticker, pause);
    }

    @Override
    public Answer answer(Caller caller, XdrEncodable nothing) {
        boolean local = Addresses.isThisHost(caller.remote().getAddress());
        if (local && caller.fromPrivilegedPort()) {
            simulateCrash.run();
        } else if (seldom.now()) {
            LOG.warn(
                    "SM_SIMU_CRASH call from {}",
                    local
                            ? "unprivileged port"
                            : "non-local host " + Addresses.text(caller.remote().getAddress()));
        }
        return Answer.now(XdrEncodable.VOID);
    }
}
