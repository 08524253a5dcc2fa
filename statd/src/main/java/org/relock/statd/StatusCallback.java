package org.relock.statd;

import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.relock.state.nsm.MonId;
import org.relock.state.nsm.MyId;
import org.relock.state.nsm.SmStatus;
import org.relock.state.rpc.RpcCall;
import org.relock.state.rpc.RpcCalls;
import org.relock.state.rpc.RpcOutcome;
import org.relock.state.store.MonitorRecord;
import org.relock.state.store.OwedCallback;
import org.relock.state.time.Ticker;
import org.relock.state.time.Timer;
import org.relock.state.xdr.MalformedXdrException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells the local lock managers which hosts have rebooted: the call they asked for, over UDP to
 * this host, to the port that rpcbind names. A callback is tried again, with growing pauses, until
 * it is taken, its monitor ends, or a very long time has passed; what a lock manager does not hear,
 * nobody recovers.
 *
 * <p>Each lock manager has a queue of its own, so that one that is away holds up no other. A newer
 * state of the same host takes the place of one not yet told. No thread waits in here: the time
 * between a call and its reply belongs to {@link RpcCalls}, the pauses to {@link Timer}.
 */
final class StatusCallback implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(StatusCallback.class);

    private static final int PMAP_PROGRAM = 100000;
    private static final int PMAP_VERSION = 2;
    private static final int PMAP_GETPORT = 3;
    private static final int PROTOCOL_UDP = 17;
    private static final int HIGHEST_PORT = 65535;

    private final RpcCalls calls;
    private final InetSocketAddress portmapper;
    private final Timer timer;
    private final Ticker ticker;
    private final Duration giveUp;
    private final Consumer<OwedCallback> paid;
    private final Map<Target, Queue> queues = new HashMap<>();
    private boolean closed;

    /**
     * Makes one without anything to tell.
     *
     * @param calls from a reserved port of 127.0.0.1
     * @param portmapper where to ask for lock managers' ports; they are called at its address
     * @param giveUp when a callback that nobody takes is given up
     * @param paid hears of each callback taken or given up; it must not wait
     */
    StatusCallback(
            RpcCalls calls,
            InetSocketAddress portmapper,
            Timer timer,
            Ticker ticker,
            Duration giveUp,
            Consumer<OwedCallback> paid) {
        this.calls = calls;
        this.portmapper = portmapper;
        this.timer = timer;
        this.ticker = ticker;
        this.giveUp = giveUp;
        this.paid = paid;
    }

    private record Target(int program, int version, int procedure) {
        static Target of(MyId id) {
            return new Target(id.program(), id.version(), id.procedure());
        }
    }

    /** One callback to make. */
    private static final class Owed {
        final MonitorRecord to;
        final long since;
        final int state;
        final long notBefore;
        boolean underWay;

        Owed(MonitorRecord to, int state, long since, long notBefore) {
            this.to = to;
            this.state = state;
            this.since = since;
            this.notBefore = notBefore;
        }
    }

    /** What one lock manager is to be told. */
    private static final class Queue {
        final Map<MonId, Owed> owed = new LinkedHashMap<>();
        int port;
        boolean asking;
        int underWay;
        Duration pause = StatdLimits.CALLBACK_FIRST_PAUSE;
        boolean pausing;

        /** Tells alarms that still stand from those that {@link #lockManagerIsHere} overtook. */
        int round;
    }

    /** Takes over telling {@code to} of {@code state}, in place of any older state. */
    synchronized void owe(MonitorRecord to, int state) {
        if (closed) {
            return;
        }
        Target target = Target.of(to.myId());
        Queue queue = queues.computeIfAbsent(target, any -> new Queue());
        long now = ticker.nanos();
        boolean goingDown = (state & 1) == 0;
        long notBefore = goingDown ? now + StatdLimits.EVEN_STATE_SETTLES.toNanos() : now;
        queue.owed.put(to.monId(), new Owed(to, state, now, notBefore));
        if (goingDown) {
            timer.after(StatdLimits.EVEN_STATE_SETTLES, () -> proceed(target));
        }
        proceed(target);
    }

    /**
     * Tells nobody of this host any more. A call under way may still arrive.
     *
     * @return what was owed
     */
    synchronized Optional<OwedCallback> cancel(MonId id) {
        Queue queue = queues.get(Target.of(id.myId()));
        Owed owed = queue == null ? null : queue.owed.remove(id);
        return owed == null ? Optional.empty() : Optional.of(new OwedCallback(owed.to, owed.state));
    }

    /** Ends a pause at once: a lock manager that just called us has probably just started. */
    synchronized void lockManagerIsHere(MyId id) {
        if (queues.isEmpty()) {
            return;
        }
        Target target = Target.of(id);
        Queue queue = queues.get(target);
        if (queue != null && queue.pausing) {
            queue.pausing = false;
            queue.round++;
            queue.pause = StatdLimits.CALLBACK_FIRST_PAUSE;
            proceed(target);
        }
    }

    /** Returns how many callbacks have not been taken yet. */
    synchronized int owed() {
        int owed = 0;
        for (Queue queue : queues.values()) {
            owed += queue.owed.size();
        }
        return owed;
    }

    private synchronized void proceed(Target target) {
        Queue queue = queues.get(target);
        if (queue == null || closed || queue.pausing || queue.asking) {
            return;
        }
        dropTheOld(queue);
        List<Owed> due = due(queue);
        if (due.isEmpty()) {
            if (queue.underWay == 0) {
                // Next time its port is asked for again: it may have moved by then.
                queue.port = 0;
                if (queue.owed.isEmpty()) {
                    queues.remove(target);
                }
            }
            return;
        }
        if (queue.port == 0) {
            ask(target, queue);
            return;
        }
        for (Owed owed : due) {
            tell(target, queue, owed);
        }
    }

    private List<Owed> due(Queue queue) {
        List<Owed> due = new ArrayList<>();
        long now = ticker.nanos();
        int room = StatdLimits.CALLBACKS_AT_ONCE - queue.underWay;
        for (Owed owed : queue.owed.values()) {
            if (due.size() >= room) {
                break;
            }
            if (!owed.underWay && owed.notBefore - now <= 0) {
                due.add(owed);
            }
        }
        return due;
    }

    private void dropTheOld(Queue queue) {
        long now = ticker.nanos();
        for (Iterator<Owed> all = queue.owed.values().iterator(); all.hasNext(); ) {
            Owed owed = all.next();
            if (now - owed.since < giveUp.toNanos()) {
                // The front is enough: what was tried in vain goes to the end, so each comes to the
                // front in its turn.
                return;
            }
            all.remove();
            MyId id = owed.to.myId();
            LOG.error(
                    "Can't callback {} ({},{}), giving up",
                    id.myName(),
                    id.program(),
                    id.version());
            paid.accept(new OwedCallback(owed.to, owed.state));
        }
    }

    private void ask(Target target, Queue queue) {
        queue.asking = true;
        RpcCall getPort =
                new RpcCall(
                        portmapper,
                        PMAP_PROGRAM,
                        PMAP_VERSION,
                        PMAP_GETPORT,
                        xdr ->
                                xdr.i32(target.program())
                                        .i32(target.version())
                                        .i32(PROTOCOL_UDP)
                                        .i32(0));
        var unused =
                calls.call(
                                getPort,
                                List.of(StatdLimits.CALLBACK_RESEND),
                                StatdLimits.CALLBACK_PATIENCE)
                        .thenAccept(outcome -> asked(target, queue, outcome));
    }

    private synchronized void asked(Target target, Queue queue, RpcOutcome outcome) {
        queue.asking = false;
        if (closed) {
            return;
        }
        int port = portIn(outcome);
        if (port == 0) {
            pause(target, queue, whyNoPort(outcome, target));
            return;
        }
        queue.port = port;
        proceed(target);
    }

    private static int portIn(RpcOutcome outcome) {
        if (!(outcome instanceof RpcOutcome.Success success)) {
            return 0;
        }
        try {
            int port = success.results().i32();
            return port < 0 || port > HIGHEST_PORT ? 0 : port;
        } catch (MalformedXdrException e) {
            return 0;
        }
    }

    private static String whyNoPort(RpcOutcome outcome, Target target) {
        return outcome instanceof RpcOutcome.Success
                ? "service " + target.program() + " not registered on localhost"
                : "rpcbind: " + inWords(outcome);
    }

    private static String inWords(RpcOutcome outcome) {
        if (outcome instanceof RpcOutcome.Refused refused) {
            return refused.status();
        }
        if (outcome instanceof RpcOutcome.Unreachable unreachable) {
            return unreachable.why();
        }
        return "no answer";
    }

    private void tell(Target target, Queue queue, Owed owed) {
        owed.underWay = true;
        queue.underWay++;
        RpcCall status =
                new RpcCall(
                        new InetSocketAddress(portmapper.getAddress(), queue.port),
                        target.program(),
                        target.version(),
                        target.procedure(),
                        new SmStatus(owed.to.monName(), owed.state, owed.to.priv()));
        var unused =
                calls.call(
                                status,
                                List.of(StatdLimits.CALLBACK_RESEND),
                                StatdLimits.CALLBACK_PATIENCE)
                        .thenAccept(outcome -> told(target, queue, owed, outcome));
    }

    private synchronized void told(Target target, Queue queue, Owed owed, RpcOutcome outcome) {
        queue.underWay--;
        owed.underWay = false;
        if (closed) {
            return;
        }
        MonId id = owed.to.monId();
        boolean stillWanted = queue.owed.get(id) == owed;
        if (outcome instanceof RpcOutcome.Success) {
            queue.pause = StatdLimits.CALLBACK_FIRST_PAUSE;
            if (stillWanted) {
                queue.owed.remove(id);
                paid.accept(new OwedCallback(owed.to, owed.state));
            }
            proceed(target);
            return;
        }
        if (stillWanted) {
            // To the end, so that one host the lock manager chokes on does not hide the others.
            queue.owed.remove(id);
            queue.owed.put(id, owed);
        }
        queue.port = 0;
        pause(target, queue, "no callback about " + owed.to.monName() + ": " + inWords(outcome));
    }

    private void pause(Target target, Queue queue, String why) {
        if (queue.pausing) {
            return;
        }
        queue.pausing = true;
        if (queue.pause.equals(StatdLimits.CALLBACK_FIRST_PAUSE)) {
            LOG.warn("{}; trying again until it is taken", why);
        } else {
            LOG.debug("{}; next try in {}", why, queue.pause);
        }
        int round = queue.round;
        timer.after(queue.pause, () -> resume(target, queue, round));
        Duration next = queue.pause.multipliedBy(2);
        queue.pause =
                next.compareTo(StatdLimits.CALLBACK_LONGEST_PAUSE) > 0
                        ? StatdLimits.CALLBACK_LONGEST_PAUSE
                        : next;
    }

    private synchronized void resume(Target target, Queue queue, int round) {
        if (queue.round == round) {
            queue.pausing = false;
            proceed(target);
        }
    }

    /** Stops; what is still owed stays owed on disk. */
    @Override
    public synchronized void close() {
        closed = true;
        queues.clear();
        calls.close();
    }
}
