package org.relock.state.rpc;

import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What the server has to tell an administrator. Whatever a stranger can cause is told at most once
 * a second for each kind of event, so that nobody can fill a log; this class is not loaded before
 * there is something to tell.
 */
final class RpcLog {

    private static final Logger LOG = LoggerFactory.getLogger(RpcServer.class);

    /** Between two lines of one kind, in nanoseconds. */
    private static final long PAUSE_NANOS = 1_000_000_000L;

    private static final Rarely FAILED = new Rarely();
    private static final Rarely LOOP = new Rarely();
    private static final Rarely CLOSED = new Rarely();
    private static final Rarely TOO_LARGE = new Rarely();
    private static final Rarely DESCRIPTORS = new Rarely();
    private static final Rarely ADDRESSES = new Rarely();

    private RpcLog() {}

    /** A procedure has thrown; SYSTEM_ERR was answered. */
    static void failed(int program, int version, int procedure, Throwable why) {
        if (FAILED.now()) {
            LOG.error(
                    "procedure {} of program {} version {} failed{}",
                    Integer.toUnsignedString(procedure),
                    Integer.toUnsignedString(program),
                    Integer.toUnsignedString(version),
                    FAILED.untold(),
                    why);
        }
    }

    /** Something of ours has thrown outside of any procedure; the loop goes on. */
    static void loopFailed(Throwable why) {
        if (LOOP.now()) {
            LOG.error("serving goes on after a failure{}", LOOP.untold(), why);
        }
    }

    /** A connection was closed because of what it sent or did not do. */
    static void closed(Object remote, String why) {
        if (LOG.isDebugEnabled() && CLOSED.now()) {
            LOG.debug("closed the connection of {}: {}{}", remote, why, CLOSED.untold());
        }
    }

    /** A reply does not fit into a datagram, or the socket refused it; it was dropped. */
    static void unsendable(Object remote, String why) {
        if (TOO_LARGE.now()) {
            LOG.warn("dropped a reply to {}: {}{}", remote, why, TOO_LARGE.untold());
        }
    }

    /** No connection can be accepted for want of file descriptors. */
    static void cannotAccept(Throwable why) {
        if (DESCRIPTORS.now()) {
            LOG.warn("cannot accept a connection: {}{}", why, DESCRIPTORS.untold());
        }
    }

    /** A local address has no socket of its own; replies leave from where the route says. */
    static void cannotBind(Object address, Throwable why) {
        if (ADDRESSES.now()) {
            LOG.warn("no socket for {}: {}{}", address, why, ADDRESSES.untold());
        }
    }

    /** One kind of event. Two threads may both tell it; nothing depends on the count. */
    private static final class Rarely {
        private final AtomicLong next = new AtomicLong(System.nanoTime());
        private final AtomicLong silent = new AtomicLong();

        boolean now() {
            long now = System.nanoTime();
            long due = next.get();
            if (now - due >= 0 && next.compareAndSet(due, now + PAUSE_NANOS)) {
                return true;
            }
            silent.incrementAndGet();
            return false;
        }

        String untold() {
            long count = silent.getAndSet(0);
            return count == 0 ? "" : " (and " + count + " more)";
        }
    }
}
