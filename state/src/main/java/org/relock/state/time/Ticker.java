package org.relock.state.time;

/** A monotonic clock. Tests bring their own. */
@FunctionalInterface
public interface Ticker {

    /** The machine's. */
    Ticker SYSTEM = System::nanoTime;

    /** Returns nanoseconds since some fixed moment; only differences mean anything. */
    long nanos();
}
