package org.relock.state.notify;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.PriorityQueue;
import org.relock.state.notify.Notice.Address;
import org.relock.state.notify.NotifyStep.AskPort;
import org.relock.state.notify.NotifyStep.LookUp;
import org.relock.state.notify.NotifyStep.Tell;
import org.relock.state.notify.NotifyStep.Ticket;
import org.relock.state.rpc.Transport;
import org.relock.state.rpcbind.RemotePort;

/**
 * Who is due, and when to try again. It does no I/O and reads no clock: {@link #next} hands out
 * steps, the methods named for what came of them take the answers, and all are told the time in
 * nanoseconds of a monotonic clock. Not thread safe.
 *
 * <p>Each notice is tried at the moments of {@link NotifyTiming}, each time at the host's next
 * address. A try is a question for statd's port, or SM_NOTIFY where the port is known; an answer
 * leads to the next step at once, silence to the next try. So no answer is waited for, and a late
 * one still counts.
 */
final class NotifySchedule {

    private final NotifyTiming timing;
    private final long start;
    private final SendWindow window = new SendWindow();

    /** Tries to come. Entries whose notice has another time by now are stale. */
    private final PriorityQueue<Try> tries = new PriorityQueue<>();

    /** Datagrams that follow from answers; they go before any new try. */
    private final ArrayDeque<NotifyStep> followUps = new ArrayDeque<>();

    private final ArrayDeque<NotifyStep> tcpSteps = new ArrayDeque<>();
    private final ArrayDeque<NotifyStep> lookUps = new ArrayDeque<>();
    private int tcpUnderWay;
    private int lookUpsUnderWay;

    private final ArrayDeque<Recipient> told = new ArrayDeque<>();
    private final List<Recipient> pending;
    private int pendingCount;
    private long entries;

    private record Try(long at, long entry, Notice notice, boolean tcp) implements Comparable<Try> {
        @Override
        public int compareTo(Try other) {
            // A monotonic clock may wrap, so moments are compared by their difference.
            int order = Long.signum(at - other.at);
            return order != 0 ? order : Long.compare(entry, other.entry);
        }
    }

    /** Makes one in which everybody is due now, in the order given. */
    NotifySchedule(List<Recipient> recipients, NotifyTiming timing, long now) {
        this.timing = timing;
        this.start = now;
        this.pending = new ArrayList<>(recipients);
        this.pendingCount = recipients.size();
        for (Recipient recipient : recipients) {
            for (Notice notice : recipient.open()) {
                schedule(notice, now);
            }
        }
    }

    /** Hands out the next step that may be taken now; each must be answered exactly once. */
    Optional<NotifyStep> next(long now) {
        while (true) {
            if (!tcpSteps.isEmpty() && tcpUnderWay < NotifyTiming.TCP_LIMIT) {
                tcpUnderWay++;
                return Optional.of(tcpSteps.remove());
            }
            boolean hasRoom = window.hasRoom(now);
            if (hasRoom && !followUps.isEmpty()) {
                NotifyStep step = followUps.remove();
                ticket(step).ifPresent(ticket -> window.send(ticket, now));
                return Optional.of(step);
            }
            boolean isDue = !tries.isEmpty() && tries.peek().at - now <= 0;
            if (hasRoom && isDue) {
                Try due = tries.remove();
                if (due.tcp) {
                    attemptOverTcp(due.notice);
                } else if (!due.notice.over && due.notice.nextTry == due.at) {
                    attempt(due.notice, now);
                }
                continue;
            }
            // Names come last and, while others wait for their turn, a few at a time: a silent name
            // server must not cost those who need none.
            int limit = isDue ? NotifyTiming.LOOK_UP_LIMIT_MEANWHILE : NotifyTiming.LOOK_UP_LIMIT;
            if (!lookUps.isEmpty() && lookUpsUnderWay < limit) {
                lookUpsUnderWay++;
                return Optional.of(lookUps.remove());
            }
            return Optional.empty();
        }
    }

    /**
     * Returns when to call {@link #next} or {@link #isOver} again if no answer comes before; {@code
     * now} if a try has become due since {@link #next} handed out nothing.
     */
    long nextLook(long now) {
        long look = now + NotifyTiming.UDP_PATIENCE.toNanos();
        if (timing.giveUpAfter().isPresent()) {
            look = earlier(look, giveUpAt());
        }
        if (!tries.isEmpty() || !followUps.isEmpty()) {
            long due = followUps.isEmpty() ? tries.peek().at : now;
            boolean mustWait = due - now <= 0 && !window.hasRoom(now);
            look = earlier(look, mustWait ? window.roomAt() : due);
        }
        return look;
    }

    /** Returns whether all are told, or the time is up. */
    boolean isOver(long now) {
        return pendingCount == 0 || (timing.giveUpAfter().isPresent() && giveUpAt() - now <= 0);
    }

    /** Returns one who has been told since it was last asked, if there is one. */
    Optional<Recipient> nextTold() {
        return Optional.ofNullable(told.poll());
    }

    /** Returns those not yet told, in the order they were given. */
    List<Recipient> pending() {
        return pending.stream().filter(recipient -> !recipient.done()).toList();
    }

    /**
     * Takes the answer of a look-up; {@code found} holds those that the notice's source reaches.
     */
    void found(LookUp step, List<InetAddress> found, long now) {
        lookUpsUnderWay--;
        Notice notice = step.notice();
        notice.lookingUp = false;
        if (notice.over || found.isEmpty()) {
            return;
        }
        if (notice.setAddresses(found)) {
            notice.portSeen = false;
            notice.step = 0;
            schedule(notice, now);
        }
    }

    /** Takes what an rpcbind said. */
    void port(AskPort step, RemotePort answer, long now) {
        release(step.over(), step.ticket(), !(answer instanceof RemotePort.Silence));
        Notice notice = step.notice();
        Optional<Address> known = notice.address(step.address());
        if (step.over() == Transport.TCP) {
            notice.onTcp = false;
        }
        if (notice.over || known.isEmpty()) {
            return;
        }
        if (answer instanceof RemotePort.Port there) {
            registered(step, known.get(), there.number(), now);
        } else if (answer instanceof RemotePort.NotRegistered) {
            notRegistered(step, known.get(), now);
        }
    }

    /** Takes what came of an SM_NOTIFY: whether it was answered at all, and with SUCCESS. */
    void answered(Tell step, boolean answered, boolean success, long now) {
        release(step.over(), step.ticket(), answered);
        Notice notice = step.notice();
        if (step.over() == Transport.TCP) {
            notice.onTcp = false;
        }
        if (notice.over || !success || !step.name().equals(notice.name())) {
            return;
        }
        if (notice.sayingShort || notice.shortName().isEmpty()) {
            heard(notice);
            return;
        }
        notice.sayingShort = true;
        notice.silent = false;
        notice.comeBackTo(step.to().getAddress());
        restart(notice, now);
        tell(notice, step.to(), step.over());
    }

    private long giveUpAt() {
        return start + timing.giveUpAfter().orElseThrow().toNanos();
    }

    private void release(Transport over, Ticket ticket, boolean answered) {
        if (over == Transport.TCP) {
            tcpUnderWay--;
        } else if (answered) {
            window.answered(ticket);
        }
    }

    /** One try: asks the host's next address for its port, or tells it where the port is known. */
    private void attempt(Notice notice, long now) {
        if (notice.step >= NotifyTiming.ROUND_TRIES) {
            lookUp(notice);
            notice.failedRound = true;
            notice.forgetPorts();
            if (notice.portSeen) {
                notice.portSeen = false;
                notice.step = 0;
            }
        }
        if (isNeedless(notice)) {
            end(notice);
            return;
        }
        if (!notice.hasAddresses()) {
            lookUp(notice);
            schedule(notice, now + NotifyTiming.delayNanos(notice.step++));
            return;
        }
        Optional<Address> next = notice.nextAddress(now);
        if (next.isEmpty()) {
            schedule(notice, notice.quietUntil());
            return;
        }
        Address address = next.get();
        if (address.udpPort != 0) {
            tell(notice, new InetSocketAddress(address.address, address.udpPort), Transport.UDP);
        } else if (address.tcpPort != 0) {
            tell(notice, new InetSocketAddress(address.address, address.tcpPort), Transport.TCP);
        } else {
            ask(notice, address, Transport.UDP, Transport.UDP);
        }
        if (notice.step == NotifyTiming.TCP_TRY || notice.step >= NotifyTiming.ROUND_TRIES) {
            notice.silent = true;
            add(notice, now + NotifyTiming.TCP_LAG.toNanos(), true);
        }
        schedule(notice, now + NotifyTiming.delayNanos(notice.step++));
    }

    /**
     * Asks over TCP, unless UDP has brought us on in the meantime. This has a turn of its own among
     * the addresses: in step with the tries, it might meet the same ones for ever.
     */
    private void attemptOverTcp(Notice notice) {
        if (!notice.over && notice.silent && !notice.onTcp && notice.hasAddresses()) {
            ask(notice, notice.nextTcpAddress(), Transport.TCP, Transport.TCP);
        }
    }

    private void registered(AskPort step, Address address, int port, long now) {
        Notice notice = step.notice();
        boolean udp = step.wanted() == Transport.UDP;
        if ((udp ? address.udpPort : address.tcpPort) == port) {
            // A second answer to the same question; the first has led on already.
            return;
        }
        if (step.over() == Transport.UDP) {
            notice.silent = false;
        }
        if (udp) {
            address.udpPort = port;
        } else {
            address.tcpPort = port;
        }
        if (!notice.portSeen && step.over() == Transport.UDP) {
            // The row of notices starts when the port is known, however long that took.
            notice.portSeen = true;
            restart(notice, now);
        }
        tell(notice, new InetSocketAddress(step.address(), port), step.wanted());
    }

    private void notRegistered(AskPort step, Address address, long now) {
        Notice notice = step.notice();
        if (step.over() == Transport.TCP) {
            // The same rpcbind answers over UDP, or will not; that decides about the next try.
            return;
        }
        if (step.wanted() == Transport.UDP) {
            ask(notice, address, Transport.UDP, Transport.TCP);
            return;
        }
        address.quiet = true;
        address.quietUntil = now + NotifyTiming.NOT_REGISTERED_DELAY.toNanos();
        // Another address of the host is tried at once; each can send us on only once in a while.
        schedule(notice, now);
        if (notice.allQuiet()) {
            notice.failedRound = true;
            notice.forgetPorts();
            notice.portSeen = false;
            notice.step = 0;
            schedule(notice, notice.quietUntil());
        }
        if (isNeedless(notice)) {
            end(notice);
        }
    }

    private void heard(Notice notice) {
        Recipient recipient = notice.recipient();
        recipient.markHeard();
        end(notice);
        for (Notice other : List.copyOf(recipient.open())) {
            if (isNeedless(other)) {
                end(other);
            }
        }
    }

    /**
     * Returns whether the peer has heard from another source, and this one had its chance: a source
     * that has no way to the peer must not keep the record for ever.
     */
    private static boolean isNeedless(Notice notice) {
        return notice.recipient().heard() && notice.failedRound;
    }

    private void end(Notice notice) {
        Recipient recipient = notice.recipient();
        notice.over = true;
        recipient.open().remove(notice);
        if (recipient.done()) {
            pendingCount--;
            told.add(recipient);
        }
    }

    private void lookUp(Notice notice) {
        if (!notice.numeric() && !notice.lookingUp) {
            notice.lookingUp = true;
            lookUps.add(new LookUp(notice));
        }
    }

    private void ask(Notice notice, Address address, Transport over, Transport wanted) {
        add(new AskPort(notice, address.address, over, wanted, new Ticket()), over);
    }

    private void tell(Notice notice, InetSocketAddress to, Transport over) {
        add(new Tell(notice, to, over, notice.name(), new Ticket()), over);
    }

    private void add(NotifyStep step, Transport over) {
        if (over == Transport.UDP) {
            followUps.add(step);
        } else if (!step.notice().onTcp) {
            // One at a time for each notice: a dead peer must not take all places.
            step.notice().onTcp = true;
            tcpSteps.add(step);
        }
    }

    /** Makes the try that has just been made the first of a row. */
    private void restart(Notice notice, long now) {
        notice.step = 1;
        schedule(notice, now + NotifyTiming.delayNanos(0));
    }

    private void schedule(Notice notice, long at) {
        notice.nextTry = at;
        add(notice, at, false);
    }

    private void add(Notice notice, long at, boolean tcp) {
        tries.add(new Try(at, entries++, notice, tcp));
    }

    private static Optional<Ticket> ticket(NotifyStep step) {
        if (step instanceof AskPort ask) {
            return Optional.of(ask.ticket());
        }
        return step instanceof Tell tell ? Optional.of(tell.ticket()) : Optional.empty();
    }

    private static long earlier(long a, long b) {
        return a - b < 0 ? a : b;
    }
}
