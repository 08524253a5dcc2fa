package org.relock.lockd.nlm;

import java.net.InetAddress;
import org.relock.state.names.Addresses;
import org.relock.state.rpc.Caller;
import org.relock.state.service.Seldom;
import org.relock.state.time.Ticker;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What the procedures have to tell an administrator. What came from the wire stands in quotes. */
final class NlmLog {

    private static final Logger LOG = LoggerFactory.getLogger(NlmLog.class);

    private final NlmCounters counters;
    private final Seldom thefts;
    private final Seldom notices;
    private final Seldom failures;

    NlmLog(NlmCounters counters, Ticker ticker) {
        this.counters = counters;
        thefts = new Seldom(ticker, NlmLimits.LOG_PAUSE);
        notices = new Seldom(ticker, NlmLimits.LOG_PAUSE);
        failures = new Seldom(ticker, NlmLimits.LOG_PAUSE);
    }

    /** Somebody spoke in the name of a client of another address; nothing came of it. */
    void theft(String procedure, Caller caller, String name) {
        counters.theft();
        if (thefts.now()) {
            LOG.warn(
                    "ignored {} from {}: it is not the address of client {}",
                    procedure,
                    address(caller),
                    quoted(name));
        }
    }

    /** A reboot notice came from elsewhere than our own status monitor. */
    void strangeNotice(Caller caller, String name) {
        counters.theft();
        if (notices.now()) {
            LOG.warn(
                    "ignored NLM_SM_NOTIFY from {}, which is not this host: {} has not rebooted",
                    address(caller),
                    quoted(name));
        }
    }

    /** A call that gets no reply could not be answered. */
    void failed(String procedure, Throwable why) {
        if (failures.now()) {
            LOG.error("{} failed", procedure, why);
        }
    }

    /** One line for each request. */
    void answered(String procedure, NlmVersion version, Caller caller, NlmStat stat) {
        if (LOG.isDebugEnabled()) {
            LOG.debug(
                    "{} of version {} from {}: {}",
                    procedure,
                    version.number(),
                    address(caller),
                    stat);
        }
    }

    private static String address(Caller caller) {
        InetAddress address = caller.remote().getAddress();
        return Addresses.text(address);
    }

    /**
     * Returns text from the wire in quotes, cut if it is long; nothing in it can end the quotes or
     * the line.
     */
    static String quoted(String text) {
        int shown = Math.min(text.length(), NlmLimits.NAME_IN_LOG);
        StringBuilder safe = new StringBuilder(shown + 8).append('"');
        for (int i = 0; i < shown; i++) {
            char c = text.charAt(i);
            if (c >= ' ' && c < 0x7f && c != '"' && c != '\\') {
                safe.append(c);
            } else {
                safe.append('\\');
                for (int shift = 6; shift >= 0; shift -= 3) {
                    safe.append((char) ('0' + (c >>> shift & 7)));
                }
            }
        }
        return safe.append(shown < text.length() ? "...\"" : "\"").toString();
    }
}
