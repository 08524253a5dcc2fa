package org.relock.lockd.nlm;

import java.time.Duration;
import java.util.Optional;
import org.relock.lockd.locks.Wish;
import org.relock.state.rpc.Transport;
import org.relock.state.xdr.MalformedXdrException;
import org.relock.state.xdr.Opaque;

/**
 * One offer on its way to its client: the series of GRANTED_MSG and GRANTED calls that tell of it,
 * all with one cookie. It knows what is sent next and when, and what an answer means; it sends
 * nothing itself. Moments are {@link Postman}'s.
 */
final class GrantedCallback {

    private final Wish wish;
    private final long offeredAt;
    private Optional<Opaque> cookie = Optional.empty();
    private Optional<NlmMemo> memo = Optional.empty();
    private int sendings;

    /** How many sendings the client may have accepted without our knowing. */
    private int unanswered;

    private long sendAt;
    private long overdueAt;

    /** The client has not been told yet that it waits. */
    private boolean held;

    /** Where the client can be called is being asked for. */
    private boolean asking;

    /** It was refused, but an earlier sending may have been accepted: nothing more is sent. */
    private boolean doubtful;

    /** The client's word is known, and the engine is told of it. */
    private boolean answered;

    private boolean ended;

    /** What a client's answer to a grant calls for. */
    enum Verdict {
        /** The client holds the lock. */
        CONFIRM,
        /** The client does not want it. */
        DECLINE,
        /** Nothing yet: it is sent again later, or watched. */
        WAIT,
        /** Nothing any more. */
        OVER
    }

    /**
     * One sending.
     *
     * @param number from 1
     * @param procedure GRANTED_MSG or GRANTED
     * @param transport the LOCK's or the other
     */
    record Sending(int number, int procedure, NlmMemo memo, Opaque cookie, Transport transport) {

        CallbackPorts.Place place() {
            return CallbackPorts.Place.of(memo, transport);
        }
    }

    /**
     * Makes one of which nothing has been sent.
     *
     * @param earlier whether it may have been sent before we were restarted
     */
    GrantedCallback(Wish wish, long now, Duration ackTimeout, boolean earlier) {
        this.wish = wish;
        offeredAt = now;
        sendAt = now;
        overdueAt = now + ackTimeout.toNanos();
        unanswered = earlier ? 1 : 0;
    }

    Wish wish() {
        return wish;
    }

    long offeredAt() {
        return offeredAt;
    }

    synchronized Optional<Opaque> cookie() {
        return cookie;
    }

    /** Returns how the client is reached, once that has been read. */
    synchronized Optional<NlmMemo> memo() {
        return memo;
    }

    synchronized int sendings() {
        return sendings;
    }

    /**
     * Makes it ready for the first sending.
     *
     * @throws MalformedXdrException if the wish is none of NLM's
     */
    synchronized void prepare(Opaque newCookie) throws MalformedXdrException {
        memo = Optional.of(NlmMemo.decode(wish.memo()));
        cookie = Optional.of(newCookie);
    }

    /** Returns what is to be sent now, if anything is, and sets the time of what is sent next. */
    synchronized Optional<Sending> next(long now) {
        if (ended || doubtful || memo.isEmpty()) {
            return Optional.empty();
        }
        if (asking) {
            sendAt = now + PostmanLimits.SENDINGS.get(1).toNanos();
            return Optional.empty();
        }
        asking = true;
        int number = ++sendings;
        sendAt = now + pauseAfter(number).toNanos();
        int procedure = number % 2 == 1 ? Nlm.GRANTED_MSG : Nlm.GRANTED;
        boolean turned = (number - 1) / PostmanLimits.SENDINGS_A_TRANSPORT % 2 == 1;
        Transport first = memo.get().transport();
        Transport transport = turned ? other(first) : first;
        return Optional.of(
                new Sending(number, procedure, memo.get(), cookie.orElseThrow(), transport));
    }

    private static Duration pauseAfter(int number) {
        return number < PostmanLimits.SENDINGS.size()
                ? PostmanLimits.SENDINGS.get(number).minus(PostmanLimits.SENDINGS.get(number - 1))
                : PostmanLimits.LAST_PAUSE;
    }

    private static Transport other(Transport transport) {
        return transport == Transport.UDP ? Transport.TCP : Transport.UDP;
    }

    /** Where the client is reached is known, or is not to be found. */
    synchronized void asked() {
        asking = false;
    }

    /** Returns whether to send; if so, the client may have it from now on. */
    synchronized boolean leaves() {
        if (ended) {
            return false;
        }
        unanswered++;
        return true;
    }

    /** One of the sendings certainly did not make the client take the lock. */
    synchronized void wasNotTaken() {
        unanswered = Math.max(0, unanswered - 1);
    }

    /** Judges a client's answer. */
    synchronized Verdict answered(NlmStat stat) {
        if (ended || answered) {
            return Verdict.OVER;
        }
        if (stat == NlmStat.GRANTED) {
            answered = true;
            return Verdict.CONFIRM;
        }
        if (stat != NlmStat.DENIED) {
            wasNotTaken();
            return Verdict.WAIT;
        }
        if (unanswered > 1) {
            // It took an earlier sending, most likely, and that answer was lost: to give the bytes
            // to others could let two believe that they hold them. If it does not want them it
            // will say so by CANCEL or UNLOCK.
            doubtful = true;
            return Verdict.WAIT;
        }
        answered = true;
        return Verdict.DECLINE;
    }

    /** Whether the engine hears of it because of an answer of the client. */
    synchronized boolean isAnswered() {
        return answered;
    }

    synchronized boolean isDoubtful() {
        return doubtful;
    }

    /** Waits for {@link #release}, but not longer than {@code until}. */
    synchronized void hold(long until) {
        held = true;
        sendAt = until;
    }

    /** Returns whether it was held back. */
    synchronized boolean release() {
        boolean was = held;
        held = false;
        return was;
    }

    synchronized boolean isToBeSent(long now) {
        return !ended && !doubtful && sendAt <= now;
    }

    synchronized boolean isOverdue(long now) {
        return !ended && overdueAt <= now;
    }

    synchronized void lookAgainAt(long moment) {
        overdueAt = moment;
    }

    /** Returns the next moment at which something is to be done; {@code MAX_VALUE} for never. */
    synchronized long nextMoment() {
        if (ended) {
            return Long.MAX_VALUE;
        }
        return doubtful ? overdueAt : Math.min(sendAt, overdueAt);
    }

    synchronized void end() {
        ended = true;
    }

    synchronized boolean isEnded() {
        return ended;
    }
}
