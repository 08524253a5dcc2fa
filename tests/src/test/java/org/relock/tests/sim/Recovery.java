package org.relock.tests.sim;

import java.util.ArrayDeque;
import java.util.Queue;

/** Asks a server that was rebooted for all that its client held. */
final class Recovery {

    private record Step(App app, Belief.Held held) {}

    private final ClientKernel kernel;
    private final Queue<Step> steps = new ArrayDeque<>();
    private final Queue<Opener> openings = new ArrayDeque<>();
    private boolean underWay;
    private boolean again;
    private int serverState;

    Recovery(ClientKernel kernel) {
        this.kernel = kernel;
    }

    boolean underWay() {
        return underWay;
    }

    int serverState() {
        return serverState;
    }

    void serverRebooted(int state) {
        if (state == serverState) {
            return;
        }
        serverState = state;
        kernel.process().node().world().trace().say(kernel.name() + " recovers, state " + state);
        if (underWay) {
            again = true;
        } else {
            begin();
        }
    }

    private void begin() {
        underWay = true;
        again = false;
        for (App app : kernel.apps()) {
            for (Belief.Held held : app.belief().held()) {
                steps.add(new Step(app, held));
            }
        }
        openings.addAll(kernel.openers());
        next();
    }

    private void next() {
        Step step = steps.poll();
        if (step != null) {
            reclaim(step);
        } else if (!openings.isEmpty()) {
            openings.remove().reclaim(this::next);
        } else if (again) {
            begin();
        } else {
            underWay = false;
            kernel.apps().forEach(App::serverRebooted);
        }
    }

    private void reclaim(Step step) {
        Wire.Claim claim = step.app().claim(step.held().span(), step.held().exclusive());
        kernel.call(
                Wire.LOCK,
                kernel.wire().lock(kernel.cookie(), false, claim, true, kernel.nsmState()),
                reply -> {
                    int stat = App.stat(reply);
                    Belief belief = step.app().belief();
                    Span span = step.held().span();
                    int boot = kernel.network().senderBoots();
                    if (stat == Wire.STAT_GRANTED) {
                        int mode = step.held().exclusive() ? Belief.WRITE : Belief.READ;
                        belief.set(span, mode, boot);
                    } else {
                        kernel.lost(step.app(), span, stat);
                        belief.set(span, Belief.NONE, 0);
                    }
                    next();
                });
    }
}
