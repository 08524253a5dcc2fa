package org.relock.tests.sim;

import java.time.Duration;
import java.util.Optional;
import org.relock.state.xdr.MalformedXdrException;
import org.relock.state.xdr.Opaque;
import org.relock.state.xdr.XdrReader;

/** One process of a client's that locks bytes of one file: one lock owner. */
final class App {

    private static final Duration SHORT = Duration.ofMillis(1);
    private static final Duration GRACE_PAUSE = Duration.ofSeconds(5);
    private static final Duration POLL = Duration.ofSeconds(30);
    private static final Duration NO_LOCKS_PAUSE = Duration.ofSeconds(2);

    private final ClientKernel kernel;
    private final Opaque file;
    private final int svid;
    private final Opaque oh;
    private final Belief belief = new Belief();
    private final SimRandom random;
    private Optional<Waiter> waiter = Optional.empty();
    private int left;
    private boolean done;
    private String doing = "nothing yet";

    App(ClientKernel kernel, Opaque file, int svid, int operations) {
        this.kernel = kernel;
        this.file = file;
        this.svid = svid;
        this.oh =
                Opaque.copyOf(
                        (svid + "@" + kernel.name())
                                .getBytes(java.nio.charset.StandardCharsets.ISO_8859_1));
        this.random = kernel.random();
        this.left = operations;
    }

    Belief belief() {
        return belief;
    }

    Opaque file() {
        return file;
    }

    int svid() {
        return svid;
    }

    Opaque oh() {
        return oh;
    }

    Optional<Waiter> waiter() {
        return waiter;
    }

    boolean done() {
        return done;
    }

    void begin() {
        later(Duration.ofSeconds(3));
    }

    private void later(Duration longest) {
        kernel.process().after(random.duration(SHORT, longest), this::next);
    }

    private void next() {
        if (kernel.recovering()) {
            later(Duration.ofMillis(200));
            return;
        }
        if (left == 0) {
            unlock(Span.ALL, true);
            return;
        }
        left--;
        if (!belief.isEmpty() && random.chance(45)) {
            unlock(random.chance(50) ? Span.ALL : Span.any(random), false);
        } else {
            lock(Span.any(random), random.chance(60), random.chance(70));
        }
    }

    Wire.Claim claim(Span span, boolean exclusive) {
        return new Wire.Claim(
                kernel.name(), file, oh, svid, span.offset(), span.length(), exclusive);
    }

    // --- locking --------------------------------------------------------------------------------

    private void lock(Span span, boolean exclusive, boolean wait) {
        doing = "locks " + span + (exclusive ? " write" : " read") + (wait ? " and waits" : "");
        say(doing);
        if (!exclusive) {
            belief.weaken(span);
        }
        Waiter begun = new Waiter(claim(span, exclusive), span, wait);
        begun.unmonitored = !wait && kernel.unmonitored() && random.chance(40);
        waiter = Optional.of(begun);
        if (wait && random.chance(25)) {
            Duration patience = random.duration(SHORT, Duration.ofSeconds(60));
            kernel.process().after(patience, () -> signalled(begun));
        }
        ask(begun);
    }

    private void ask(Waiter asked) {
        asked.asking = true;
        kernel.call(
                asked.unmonitored ? Wire.NM_LOCK : Wire.LOCK,
                kernel.wire()
                        .lock(kernel.cookie(), asked.block, asked.claim, false, kernel.nsmState()),
                reply -> answered(asked, stat(reply)));
    }

    private void answered(Waiter asked, int stat) {
        asked.asking = false;
        switch (stat) {
            case Wire.STAT_GRANTED -> got(asked, kernel.network().senderBoots());
            case Wire.STAT_BLOCKED -> {
                if (!asked.block) {
                    throw new Violation(this + " was told to wait and would not");
                }
                blocked(asked);
            }
            case Wire.STAT_GRACE -> kernel.process().after(GRACE_PAUSE, () -> askAgain(asked));
            default -> {
                say("is answered " + stat);
                end(asked);
                later(stat == Wire.STAT_NOLOCKS ? NO_LOCKS_PAUSE : Duration.ofSeconds(3));
            }
        }
    }

    private void askAgain(Waiter asked) {
        if (!asked.over && !asked.asking) {
            if (asked.granted) {
                got(asked, asked.grantedBy);
            } else {
                ask(asked);
            }
        }
    }

    private void blocked(Waiter asked) {
        if (asked.granted) {
            got(asked, asked.grantedBy);
            return;
        }
        int round = ++asked.round;
        kernel.process()
                .after(
                        POLL,
                        () -> {
                            if (asked.round == round) {
                                askAgain(asked);
                            }
                        });
    }

    /** The server has called back. */
    boolean granted(Granted call, int boot) {
        if (waiter.isEmpty() || waiter.get().over || !waiter.get().claim.equals(call.claim())) {
            return false;
        }
        Waiter waiting = waiter.get();
        waiting.granted = true;
        waiting.grantedBy = boot;
        if (!waiting.asking) {
            kernel.process().execute(() -> askAgain(waiting));
        }
        return true;
    }

    /** The server was rebooted: who waits has to ask again. */
    void serverRebooted() {
        waiter.ifPresent(
                waiting -> {
                    if (!waiting.asking && !waiting.over) {
                        waiting.round++;
                        kernel.process().execute(() -> askAgain(waiting));
                    }
                });
    }

    private void got(Waiter asked, int boot) {
        int mode = asked.claim.exclusive() ? Belief.WRITE : Belief.READ;
        if (asked.unmonitored) {
            belief.setUnmonitored(asked.span, mode, boot);
        } else {
            belief.set(asked.span, mode, boot);
        }
        say("holds " + asked.span);
        end(asked);
        rest(Duration.ofSeconds(10));
    }

    private void end(Waiter asked) {
        asked.over = true;
        waiter = Optional.empty();
        doing = "thinks";
    }

    /**
     * A GRANTED of this wait may be on its way still, and NLM has nothing by which a client could
     * tell it from one of the next wait: so that is not begun until no copy is left.
     */
    private void rest(Duration longest) {
        Duration rest = Weather.OLDEST_DATAGRAM.plusSeconds(1);
        kernel.process().after(rest, () -> later(longest));
    }

    // --- giving up ------------------------------------------------------------------------------

    private void signalled(Waiter asked) {
        if (asked.over || asked.granted) {
            return;
        }
        if (asked.asking) {
            kernel.process().after(Duration.ofMillis(100), () -> signalled(asked));
            return;
        }
        say("is interrupted");
        end(asked);
        cancel(asked);
    }

    private void cancel(Waiter asked) {
        doing = "cancels " + asked.span;
        kernel.call(
                Wire.CANCEL,
                kernel.wire().cancel(kernel.cookie(), true, asked.claim),
                reply -> {
                    int stat = stat(reply);
                    if (stat == Wire.STAT_GRACE) {
                        kernel.process().after(GRACE_PAUSE, () -> cancel(asked));
                    } else {
                        doing = "thinks";
                        rest(Duration.ofSeconds(3));
                    }
                });
    }

    private void unlock(Span span, boolean last) {
        doing = "unlocks " + span;
        say(doing);
        belief.set(span, Belief.NONE, 0);
        kernel.call(
                Wire.UNLOCK,
                kernel.wire().unlock(kernel.cookie(), claim(span, false)),
                reply -> {
                    int stat = stat(reply);
                    if (stat == Wire.STAT_GRACE) {
                        kernel.process().after(GRACE_PAUSE, () -> unlock(span, last));
                    } else if (stat != Wire.STAT_GRANTED) {
                        throw new Violation(this + ": UNLOCK is answered " + stat);
                    } else if (last) {
                        done = true;
                        doing = "nothing any more";
                    } else {
                        later(Duration.ofSeconds(3));
                    }
                });
    }

    static int stat(XdrReader reply) {
        try {
            reply.opaque(1024);
            return reply.i32();
        } catch (MalformedXdrException e) {
            throw new Violation("a result that is none: " + e.getMessage());
        }
    }

    private void say(String what) {
        kernel.process().node().world().trace().say(this + " " + what);
    }

    String doing() {
        return doing;
    }

    @Override
    public String toString() {
        return svid + "@" + kernel.name();
    }
}
