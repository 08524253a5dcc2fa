package org.relock.tests.sim;

import java.time.Duration;
import java.util.Optional;
import org.relock.state.xdr.Opaque;

/** One program of a client's that opens a file so that others may not: one owner of a share. */
final class Opener {

    private static final Duration SHORT = Duration.ofMillis(1);
    private static final Duration GRACE_PAUSE = Duration.ofSeconds(5);
    private static final Duration PAUSE = Duration.ofSeconds(3);

    private final ClientKernel kernel;
    private final Opaque file;
    private final Opaque oh;
    private final SimRandom random;
    private Optional<Held> held = Optional.empty();
    private int left;
    private boolean done;

    /**
     * What it thinks it has.
     *
     * @param boot which boot of the server's said so last
     */
    record Held(int deny, int access, int boot) {}

    Opener(ClientKernel kernel, Opaque file, int number, int operations) {
        this.kernel = kernel;
        this.file = file;
        this.random = kernel.random();
        left = operations;
        oh =
                Opaque.copyOf(
                        ("open" + number + "@" + kernel.name())
                                .getBytes(java.nio.charset.StandardCharsets.ISO_8859_1));
    }

    Opaque file() {
        return file;
    }

    Opaque oh() {
        return oh;
    }

    Optional<Held> held() {
        return held;
    }

    boolean done() {
        return done;
    }

    void begin() {
        later();
    }

    private void later() {
        kernel.process().after(random.duration(SHORT, PAUSE), this::next);
    }

    private void next() {
        if (kernel.recovering()) {
            later();
        } else if (left == 0) {
            close(true);
        } else {
            left--;
            if (held.isPresent() && random.chance(40)) {
                close(false);
            } else {
                open(random.below(4), 1 + random.below(3), held);
            }
        }
    }

    private void open(int deny, int access, Optional<Held> before) {
        say("opens, access " + access + ", deny " + deny);
        // Which of both it has is not known until the answer.
        held = Optional.empty();
        kernel.call(
                Wire.SHARE,
                kernel.wire().share(kernel.cookie(), claim(), deny, access, false),
                reply -> {
                    int stat = App.stat(reply);
                    int boot = kernel.network().senderBoots();
                    if (stat == Wire.STAT_GRACE) {
                        kernel.process().after(GRACE_PAUSE, () -> open(deny, access, before));
                        return;
                    }
                    held =
                            stat == Wire.STAT_GRANTED
                                    ? Optional.of(new Held(deny, access, boot))
                                    : before.filter(had -> had.boot() == boot);
                    later();
                });
    }

    private void close(boolean last) {
        say("closes");
        held = Optional.empty();
        kernel.call(
                Wire.UNSHARE,
                kernel.wire().share(kernel.cookie(), claim(), 0, 0, false),
                reply -> {
                    int stat = App.stat(reply);
                    if (stat == Wire.STAT_GRACE) {
                        kernel.process().after(GRACE_PAUSE, () -> close(last));
                    } else if (stat != Wire.STAT_GRANTED) {
                        throw new Violation(this + ": UNSHARE is answered " + stat);
                    } else if (last) {
                        done = true;
                    } else {
                        later();
                    }
                });
    }

    /** Asks a server that was rebooted for what it had. */
    void reclaim(Runnable then) {
        if (held.isEmpty()) {
            then.run();
            return;
        }
        Held had = held.get();
        kernel.call(
                Wire.SHARE,
                kernel.wire().share(kernel.cookie(), claim(), had.deny(), had.access(), true),
                reply -> {
                    int stat = App.stat(reply);
                    int boot = kernel.network().senderBoots();
                    if (stat == Wire.STAT_GRANTED) {
                        held = Optional.of(new Held(had.deny(), had.access(), boot));
                    } else {
                        held = Optional.empty();
                        kernel.lost(this, had, stat);
                    }
                    then.run();
                });
    }

    private Wire.Claim claim() {
        return new Wire.Claim(kernel.name(), file, oh, 0, 0, 0, false);
    }

    private void say(String what) {
        kernel.process().node().world().trace().say(this + " " + what);
    }

    @Override
    public String toString() {
        return new String(oh.toBytes(), java.nio.charset.StandardCharsets.ISO_8859_1);
    }
}
