package org.relock.state.service;

import java.time.Duration;
import org.relock.state.time.Ticker;

/** Says when a sentence that strangers can cause may be logged again. */
public final class Seldom {

    private final Ticker ticker;
    private final long pause;
    private long last;
    private boolean ever;

    /** Makes one that has not spoken yet. */
    public Seldom(Ticker ticker, Duration pause) {
        this.ticker = ticker;
        this.pause = pause.toNanos();
    }

    /** Returns whether now is the time; if so, the next one comes after the pause. */
    public synchronized boolean now() {
        long now = ticker.nanos();
        if (ever && now - last < pause) {
            return false;
        }
        ever = true;
        last = now;
        return true;
    }
}
