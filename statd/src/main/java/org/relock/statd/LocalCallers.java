package org.relock.statd;

import java.time.Duration;
import org.relock.state.names.Addresses;
import org.relock.state.rpc.Caller;
import org.relock.state.service.Seldom;
import org.relock.state.time.Ticker;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Who may change the monitor list: a caller from 127.0.0.1 or ::1 exactly, as no other address is
 * only this host's (CERT CA-99-05). When strict it must also use a port that takes privilege to
 * bind, or any local user could make the kernel's recovery fail. nfs-utils admits 127.0.0.1 alone,
 * and any port.
 */
final class LocalCallers {

    private static final Logger LOG = LoggerFactory.getLogger(LocalCallers.class);

    private final boolean strict;
    private final Seldom seldom;

    LocalCallers(boolean strict, Ticker ticker, Duration pause) {
        this.strict = strict;
        this.seldom = new Seldom(ticker, pause);
    }

    /** Returns whether {@code caller} may; if not, says so in the log now and then. */
    boolean admit(Caller caller) {
        if (!Addresses.isThisHost(caller.remote().getAddress())) {
            refuse(caller, "non-local host");
            return false;
        }
        if (strict && !caller.fromPrivilegedPort()) {
            refuse(caller, "unprivileged port of");
            return false;
        }
        return true;
    }

    private void refuse(Caller caller, String from) {
        if (seldom.now()) {
            String address = Addresses.text(caller.remote().getAddress());
            LOG.warn("SM_MON/SM_UNMON call from {} {}", from, address);
        }
    }
}
