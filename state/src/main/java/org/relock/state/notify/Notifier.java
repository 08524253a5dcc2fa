package org.relock.state.notify;

import java.net.InetAddress;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.relock.state.names.Names;
import org.relock.state.notify.NotifyStep.AskPort;
import org.relock.state.notify.NotifyStep.LookUp;
import org.relock.state.notify.NotifyStep.Tell;
import org.relock.state.nsm.Sm;
import org.relock.state.nsm.StatChange;
import org.relock.state.rpc.RpcCall;
import org.relock.state.rpc.RpcCalls;
import org.relock.state.rpc.RpcOutcome;
import org.relock.state.rpc.Transport;
import org.relock.state.rpcbind.PortLookup;
import org.relock.state.rpcbind.RemotePort;
import org.relock.state.store.MonitorRecord;
import org.relock.state.store.NsmStore;
import org.relock.state.time.Ticker;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells peers that this host has rebooted (SM_NOTIFY; XNFS, chapter 11), all at once and without a
 * thread for each, and takes the records of those who have heard out of the store.
 *
 * <p>A peer is told under our full name and then, if that has a dot, under the part before it, and
 * has heard when the last of these is answered. With several sources it must hear from each, except
 * those that had no success for a whole round of tries (30 s) while another had. The names that
 * peers have in the store are looked up anew in each round; a look-up that hangs holds up nobody
 * else.
 */
public final class Notifier {

    private static final Logger LOG = LoggerFactory.getLogger(Notifier.class);

    /** Every sending is a call of its own, with a transaction id of its own. */
    private static final List<Duration> ONCE = List.of();

    private static final long NANOS_PER_MILLI = 1_000_000;

    private final NsmStore store;
    private final Names names;
    private final List<NoticeSource> sources;
    private final Ticker ticker;

    private boolean stopped;

    /** Makes one; the sources, the names and the store stay the caller's to close. */
    public Notifier(NsmStore store, Names names, List<NoticeSource> sources, Ticker ticker) {
        if (sources.isEmpty()) {
            throw new IllegalArgumentException("no source to notify from");
        }
        this.store = store;
        this.names = names;
        this.sources = List.copyOf(sources);
        this.ticker = ticker;
    }

    /**
     * Tells {@code records} of {@code state} and returns when all have heard and are forgotten, the
     * time is up, or {@link #stop} is called.
     *
     * @param records the first ones are told first
     * @return those that have not heard; their records are still in the store
     */
    public List<MonitorRecord> tell(List<MonitorRecord> records, int state, NotifyTiming timing)
            throws InterruptedException {
        Forgetter forgetter = new Forgetter(store);
        forgetter.start();
        List<MonitorRecord> left = new ArrayList<>();
        Run run = new Run(recipients(records, left), state, timing, forgetter);
        try {
            left.addAll(run.untilOver());
            return left;
        } finally {
            forgetter.finish();
        }
    }

    /** Ends {@link #tell} soon, now or as soon as it is called; from any thread. */
    public synchronized void stop() {
        stopped = true;
        notifyAll();
    }

    /** Makes a recipient of each record, but leaves out those with a name that cannot be sent. */
    private List<Recipient> recipients(List<MonitorRecord> records, List<MonitorRecord> unsayable) {
        List<Recipient> recipients = new ArrayList<>(records.size());
        for (MonitorRecord record : records) {
            Recipient recipient = new Recipient(record);
            for (int i = 0; i < sources.size(); i++) {
                String name = sources.get(i).name().orElse(record.myId().myName());
                if (isSayable(name)) {
                    recipient.open().add(new Notice(recipient, i, name));
                }
            }
            if (recipient.open().isEmpty()) {
                LOG.error("my_name '{}' is unusable: not a name of NSM", record.myId().myName());
                unsayable.add(record);
            } else {
                recipients.add(recipient);
            }
        }
        return recipients;
    }

    private static boolean isSayable(String name) {
        for (int i = 0; i < name.length(); i++) {
            if (name.charAt(i) > 0xff) {
                return false;
            }
        }
        return name.length() <= Sm.MAX_NAME_BYTES;
    }

    /**
     * One call of {@link #tell}. The schedule is driven by whichever thread brings an answer, and
     * by the caller's when it is time for a try; the notifier's own monitor keeps them apart.
     * Nothing done under it waits.
     */
    private final class Run {

        private final NotifySchedule schedule;
        private final int state;
        private final Forgetter forgetter;
        private final ArrayDeque<Runnable> answers = new ArrayDeque<>();
        private long wakeAt;
        private boolean proceeding;
        private boolean over;

        /** What broke on a thread that brought an answer, to be thrown on the caller's. */
        private Optional<RuntimeException> broken = Optional.empty();

        Run(List<Recipient> recipients, int state, NotifyTiming timing, Forgetter forgetter) {
            this.schedule = new NotifySchedule(recipients, timing, ticker.nanos());
            this.state = state;
            this.forgetter = forgetter;
        }

        List<MonitorRecord> untilOver() throws InterruptedException {
            synchronized (Notifier.this) {
                try {
                    while (!stopped && !schedule.isOver(ticker.nanos())) {
                        proceed();
                        long millis = (wakeAt - ticker.nanos()) / NANOS_PER_MILLI + 1;
                        if (millis > 0 && !schedule.isOver(ticker.nanos())) {
                            Notifier.this.wait(millis);
                        }
                        if (broken.isPresent()) {
                            throw broken.get();
                        }
                    }
                } finally {
                    over = true;
                }
                List<MonitorRecord> left = new ArrayList<>();
                for (Recipient recipient : schedule.pending()) {
                    left.add(recipient.record());
                }
                return left;
            }
        }

        /** Takes all answers that are here and all steps that can be taken now. */
        private void proceed() {
            proceeding = true;
            boolean moved = true;
            while (moved && !schedule.isOver(ticker.nanos())) {
                while (!answers.isEmpty()) {
                    answers.remove().run();
                }
                Optional<NotifyStep> next = schedule.next(ticker.nanos());
                next.ifPresent(this::take);
                moved = next.isPresent() || !answers.isEmpty();
            }
            for (Optional<Recipient> told = schedule.nextTold();
                    told.isPresent();
                    told = schedule.nextTold()) {
                forgetter.forget(told.get().record());
            }
            wakeAt = schedule.nextLook(ticker.nanos());
            proceeding = false;
        }

        private void take(NotifyStep step) {
            if (step instanceof LookUp lookUp) {
                var unused =
                        names.addresses(step.notice().host())
                                .thenAccept(found -> answered(() -> found(lookUp, found)));
            } else if (step instanceof AskPort ask) {
                var unused =
                        ask(ask).thenAccept(
                                        port ->
                                                answered(
                                                        () ->
                                                                schedule.port(
                                                                        ask,
                                                                        port,
                                                                        ticker.nanos())));
            } else if (step instanceof Tell tell) {
                var unused = call(tell).thenAccept(outcome -> answered(() -> told(tell, outcome)));
            }
        }

        private CompletableFuture<RemotePort> ask(AskPort ask) {
            return PortLookup.ask(
                    calls(ask.notice(), ask.over()),
                    ask.address(),
                    Sm.PROGRAM,
                    Sm.VERSION,
                    ask.wanted(),
                    ONCE,
                    patience(ask.over()));
        }

        private CompletableFuture<RpcOutcome> call(Tell tell) {
            StatChange change = new StatChange(tell.name(), state);
            RpcCall call = new RpcCall(tell.to(), Sm.PROGRAM, Sm.VERSION, Sm.NOTIFY, change);
            return calls(tell.notice(), tell.over()).call(call, ONCE, patience(tell.over()));
        }

        private RpcCalls calls(Notice notice, Transport over) {
            NoticeSource source = sources.get(notice.source());
            return over == Transport.UDP ? source.udp() : source.tcp();
        }

        private static Duration patience(Transport over) {
            return over == Transport.UDP ? NotifyTiming.UDP_PATIENCE : NotifyTiming.TCP_PATIENCE;
        }

        /**
         * Takes an answer and all steps that follow, on the thread that brought it. An answer that
         * was there at once, while a step was being taken, waits until that is done.
         */
        private void answered(Runnable answer) {
            synchronized (Notifier.this) {
                if (over) {
                    return;
                }
                answers.add(answer);
                if (proceeding) {
                    return;
                }
                long planned = wakeAt;
                try {
                    proceed();
                } catch (RuntimeException e) {
                    broken = Optional.of(e);
                }
                if (wakeAt - planned < 0 || broken.isPresent() || schedule.isOver(ticker.nanos())) {
                    Notifier.this.notifyAll();
                }
            }
        }

        private void found(LookUp lookUp, List<InetAddress> found) {
            Notice notice = lookUp.notice();
            if (found.isEmpty() && !notice.complained) {
                notice.complained = true;
                LOG.warn("DNS resolution of {} failed; retrying later", notice.host());
            }
            NoticeSource source = sources.get(notice.source());
            List<InetAddress> usable = new ArrayList<>(found.size());
            for (InetAddress address : found) {
                if (source.speaksTo(address)) {
                    usable.add(address);
                }
            }
            schedule.found(lookUp, usable, ticker.nanos());
        }

        private void told(Tell tell, RpcOutcome outcome) {
            boolean success = outcome instanceof RpcOutcome.Success;
            boolean answered = success || outcome instanceof RpcOutcome.Refused;
            schedule.answered(tell, answered, success, ticker.nanos());
        }
    }
}
