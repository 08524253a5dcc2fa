package org.relock.lockd.nlm;

import java.net.InetAddress;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.BiPredicate;
import org.relock.lockd.locks.ClientId;
import org.relock.lockd.locks.LockService;
import org.relock.lockd.locks.OfferListener;
import org.relock.lockd.locks.RecordedState;
import org.relock.lockd.locks.Wish;
import org.relock.state.names.Addresses;
import org.relock.state.rpc.Outgoing;
import org.relock.state.service.Seldom;
import org.relock.state.time.Ticker;
import org.relock.state.time.Timer;
import org.relock.state.xdr.MalformedXdrException;
import org.relock.state.xdr.Opaque;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells clients that what they wait for is theirs, until they have heard it. No thread waits in
 * here, so a client that is away delays no other; the first sending leaves from the thread that
 * made the bytes free.
 *
 * <p>A grant is over when the client says so (GRANTED_RES, the reply to GRANTED, or its next LOCK,
 * UNLOCK or CANCEL), or when nobody has answered for long and others wait. Sendings repeat with
 * growing pauses and go round both procedures and both transports; where the client is reached is
 * asked again before each repetition.
 *
 * <p>The engine calls {@link #offered} and {@link #settled} inside its monitor; this class never
 * calls the engine with its own lock held.
 */
public final class Postman implements OfferListener, Grants, AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Postman.class);

    private final Timer timer;
    private final Ticker ticker;
    private final long began;
    private final Duration ackTimeout;
    private final Safety safety;
    private final CallbackPorts ports;
    private final GrantSender sender;
    private final DueOrder order;
    private final GrantCounts counts = new GrantCounts();
    private final Seldom strangerSentence;
    private final Seldom expiredSentence;
    private final AnnouncedWishes announced = new AnnouncedWishes(PostmanLimits.ANNOUNCED_WINDOW);
    private final Map<Long, GrantedCallback> byWish = new HashMap<>();
    private final Cookies cookies = new Cookies();

    private final Turns<GrantedCallback> fresh = new Turns<>();
    private final Queue<Unrecorded> unrecorded = new ArrayDeque<>();
    private final Set<Long> offeredBefore = new HashSet<>();
    private volatile Optional<LockService> locks = Optional.empty();
    private volatile BiPredicate<ClientId, InetAddress> isAddressOf = (client, address) -> false;
    private boolean fallbackSet;
    private boolean closed;

    /** Whether {@link #fresh} has something, to be seen without the lock. */
    private volatile boolean anyFresh;

    /** An offer, and the promise that the journal has it. */
    private record Unrecorded(GrantedCallback callback, CompletableFuture<Boolean> recorded) {}

    /**
     * Makes one that knows of nothing.
     *
     * @param rpcbindPort where clients' rpcbinds listen: 111
     * @param ackTimeout how long an offer that nobody answers keeps others waiting
     * @param safety what a grant waits for: its client may believe in it from the first sending on
     */
    public Postman(
            Outgoing outgoing,
            int rpcbindPort,
            Timer timer,
            Ticker ticker,
            Duration ackTimeout,
            Safety safety) {
        this.timer = timer;
        this.ticker = ticker;
        this.ackTimeout = ackTimeout;
        this.safety = safety;
        began = ticker.nanos();
        ports = new CallbackPorts(outgoing, rpcbindPort, ticker);
        sender = new GrantSender(outgoing, ports, counts, this::answered);
        order = new DueOrder(timer, this::now, this::proceed);
        strangerSentence = new Seldom(ticker, PostmanLimits.LOUD_SENTENCE_PAUSE);
        expiredSentence = new Seldom(ticker, PostmanLimits.LOUD_SENTENCE_PAUSE);
    }

    /**
     * Gets to know the engine, before that begins.
     *
     * @param restored what the engine has from before a restart: its wishes were announced long
     *     ago, and its offers may have been sent
     * @param addresses whether a client calls from an address; must not wait
     */
    public synchronized void begin(
            LockService service,
            RecordedState restored,
            BiPredicate<ClientId, InetAddress> addresses) {
        locks = Optional.of(service);
        isAddressOf = addresses;
        announced.restored(restored.lastWish());
        for (Wish wish : restored.wishes()) {
            if (wish.state() == Wish.State.OFFERED) {
                offeredBefore.add(wish.id());
            }
        }
    }

    /** Returns where clients are reached, for others who call them. */
    CallbackPorts ports() {
        return ports;
    }

    /** Returns what became of grants. */
    public GrantCounts counts() {
        return counts;
    }

    /** Returns how often an offer has been sent; empty if none of this wish waits for an answer. */
    public synchronized OptionalInt sendingsOf(long wish) {
        GrantedCallback callback = byWish.get(wish);
        return callback == null ? OptionalInt.empty() : OptionalInt.of(callback.sendings());
    }

    /** Returns how many offers are not settled. */
    public synchronized int underWay() {
        return byWish.size();
    }

    @Override
    public synchronized void offered(Wish wish) {
        if (closed) {
            return;
        }
        forget(wish.id());
        counts.offered.increment();
        boolean before = offeredBefore.remove(wish.id());
        GrantedCallback callback = new GrantedCallback(wish, now(), ackTimeout, before);
        byWish.put(wish.id(), callback);
        // The journal has heard of the offer before us.
        CompletableFuture<Boolean> recorded = safety.forced();
        if (recorded.isDone() && unrecorded.isEmpty()) {
            mayLeave(callback);
        } else {
            unrecorded.add(new Unrecorded(callback, recorded));
            var unused = recorded.thenRun(this::recorded);
        }
    }

    /** Lets go what is recorded, in the order of the offers: that of the promises is any. */
    private void recorded() {
        synchronized (this) {
            while (!unrecorded.isEmpty() && unrecorded.element().recorded().isDone()) {
                GrantedCallback callback = unrecorded.remove().callback();
                if (!closed && !callback.isEnded()) {
                    mayLeave(callback);
                }
            }
        }
        deliver();
    }

    private void mayLeave(GrantedCallback callback) {
        addFresh(callback);
        if (!fallbackSet) {
            fallbackSet = true;
            timer.after(PostmanLimits.SENT_BY_THEN, this::deliverTheRest);
        }
    }

    private void addFresh(GrantedCallback callback) {
        fresh.add(callback.wish().request().owner().client(), callback);
        anyFresh = true;
    }

    @Override
    public synchronized void settled(long wish) {
        forget(wish)
                .filter(callback -> !callback.isAnswered())
                .ifPresent(callback -> counts.settledOtherwise.increment());
    }

    private Optional<GrantedCallback> forget(long wish) {
        GrantedCallback callback = byWish.remove(wish);
        if (callback == null) {
            return Optional.empty();
        }
        callback.end();
        callback.cookie().ifPresent(cookies::remove);
        return Optional.of(callback);
    }

    @Override
    public void announced(long wish) {
        synchronized (this) {
            announced.add(wish);
            GrantedCallback callback = byWish.get(wish);
            if (callback != null && callback.release()) {
                addFresh(callback);
            }
        }
        deliver();
    }

    @Override
    public void deliver() {
        for (int i = 0; anyFresh && i < PostmanLimits.SENT_AT_ONCE; i++) {
            nextFresh().ifPresent(this::send);
        }
    }

    private void deliverTheRest() {
        synchronized (this) {
            fallbackSet = false;
        }
        while (anyFresh) {
            nextFresh().ifPresent(this::send);
        }
    }

    /** Returns the next that may be sent; those that may not be wait for {@link #announced}. */
    private synchronized Optional<GrantedCallback> nextFresh() {
        Optional<GrantedCallback> next = fresh.poll();
        anyFresh = !fresh.isEmpty();
        if (next.isEmpty() || next.get().isEnded()) {
            return Optional.empty();
        }
        GrantedCallback callback = next.get();
        if (announced.has(callback.wish().id())) {
            return next;
        }
        callback.hold(now() + PostmanLimits.ANNOUNCED_BY_THEN.toNanos());
        order.add(callback);
        return Optional.empty();
    }

    private void send(GrantedCallback callback) {
        if (callback.cookie().isEmpty() && !prepared(callback)) {
            return;
        }
        Optional<GrantedCallback.Sending> sending = callback.next(now());
        order.add(callback);
        sending.ifPresent(next -> sender.send(callback, next));
    }

    private boolean prepared(GrantedCallback callback) {
        Opaque cookie = cookies.fresh();
        synchronized (this) {
            if (callback.isEnded()) {
                return false;
            }
            try {
                callback.prepare(cookie);
            } catch (MalformedXdrException e) {
                LOG.error("the memo of wish {}: {}", callback.wish().id(), e.getMessage());
                return false;
            }
            cookies.put(cookie, callback);
            return true;
        }
    }

    @Override
    public void granted(InetAddress from, Opaque cookie, NlmStat stat) {
        Optional<GrantedCallback> asked = withCookie(cookie);
        if (asked.isEmpty()) {
            counts.strangers.increment();
            return;
        }
        GrantedCallback callback = asked.get();
        NlmMemo memo = callback.memo().orElseThrow();
        ClientId client = callback.wish().request().owner().client();
        if (!memo.client().equals(from) && !isAddressOf.test(client, from)) {
            counts.strangers.increment();
            if (strangerSentence.now()) {
                LOG.warn("{} answers a grant to {}; ignored", text(from), text(memo.client()));
            }
            return;
        }
        ports.proved(CallbackPorts.Place.of(memo, memo.transport()));
        answered(callback, stat);
    }

    private synchronized Optional<GrantedCallback> withCookie(Opaque cookie) {
        return cookies.find(cookie);
    }

    /** Does what the client says: it has taken the lock, does not want it, or cannot say yet. */
    private void answered(GrantedCallback callback, NlmStat stat) {
        long wish = callback.wish().id();
        switch (callback.answered(stat)) {
            case CONFIRM -> {
                if (engine().confirm(wish)) {
                    counts.acknowledged.increment();
                    counts.latencies.took(now() - callback.offeredAt());
                }
                drop(callback);
            }
            case DECLINE -> {
                if (engine().decline(wish)) {
                    counts.denied.increment();
                }
                drop(callback);
                deliver();
            }
            case WAIT -> {
                (callback.isDoubtful() ? counts.doubtful : counts.notNow).increment();
                order.add(callback);
            }
            case OVER -> {}
        }
    }

    private LockService engine() {
        return locks.orElseThrow(() -> new IllegalStateException("a grant before the engine"));
    }

    private synchronized void drop(GrantedCallback callback) {
        if (byWish.get(callback.wish().id()) == callback) {
            forget(callback.wish().id());
        }
    }

    /** Does what is due of a grant. */
    private void proceed(GrantedCallback callback) {
        long now = now();
        if (callback.isOverdue(now)) {
            callback.lookAgainAt(now + PostmanLimits.OVERDUE_PAUSE.toNanos());
            giveUp(callback);
        }
        if (callback.isToBeSent(now)) {
            callback.release();
            send(callback);
        } else {
            order.add(callback);
        }
    }

    /** Nobody has answered in time: the bytes go to others, if they want them. */
    private void giveUp(GrantedCallback callback) {
        if (callback.isDoubtful()) {
            answered(callback, NlmStat.GRANTED);
        } else if (engine().giveUpOffer(callback.wish().id())) {
            counts.expired.increment();
            drop(callback);
            if (expiredSentence.now()) {
                String client = callback.memo().map(memo -> text(memo.client())).orElse("");
                LOG.warn("client {} does not answer a grant; the lock goes to others", client);
            }
            deliver();
        }
    }

    private static String text(InetAddress address) {
        return Addresses.text(address);
    }

    /** Returns nanoseconds since we began, which do not wrap. */
    private long now() {
        return ticker.nanos() - began;
    }

    /** Sends nothing more; what was offered stays so in the engine, and in its journal. */
    @Override
    public synchronized void close() {
        closed = true;
        order.close();
        byWish.values().forEach(GrantedCallback::end);
        byWish.clear();
        cookies.clear();
        fresh.clear();
        anyFresh = false;
    }
}
