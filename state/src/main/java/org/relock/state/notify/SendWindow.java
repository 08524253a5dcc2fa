package org.relock.state.notify;

import java.util.ArrayDeque;
import org.relock.state.notify.NotifyStep.Ticket;

/**
 * Paces datagrams by what comes back. At most {@link NotifyTiming#SEND_WINDOW} of the last {@link
 * NotifyTiming#SEND_HOLD} may be unanswered, so replies never overflow the socket's buffer, living
 * peers are served as fast as they answer, and dead ones are tried at about 5,000 a second. Not
 * thread safe.
 */
final class SendWindow {

    private static final long HOLD_NANOS = NotifyTiming.SEND_HOLD.toNanos();

    private final ArrayDeque<Ticket> sent = new ArrayDeque<>();

    /** How many of {@link #sent} still hold a place. */
    private int held;

    /** Returns whether one more may be sent. */
    boolean hasRoom(long now) {
        while (!sent.isEmpty() && isOver(sent.peek(), now)) {
            answered(sent.remove());
        }
        return held < NotifyTiming.SEND_WINDOW;
    }

    /** Takes a place. */
    void send(Ticket ticket, long now) {
        ticket.sentAt = now;
        ticket.holdsPlace = true;
        held++;
        sent.add(ticket);
    }

    /** Gives a place back, if it is still held. */
    void answered(Ticket ticket) {
        if (ticket.holdsPlace) {
            ticket.holdsPlace = false;
            held--;
        }
    }

    /**
     * Returns when there will be room even if nothing is answered. Asked only while there is none.
     */
    long roomAt() {
        return sent.element().sentAt + HOLD_NANOS;
    }

    private static boolean isOver(Ticket ticket, long now) {
        return !ticket.holdsPlace || now - ticket.sentAt >= HOLD_NANOS;
    }
}
