package org.relock.state.time;

/**
 * The time of day, for people's eyes alone: it may be set while we wait, so nothing is decided by
 * it. Tests bring their own.
 */
@FunctionalInterface
public interface WallClock {

    /** The machine's. */
    WallClock SYSTEM = System::currentTimeMillis;

    /** Returns milliseconds of the epoch. */
    long millis();
}
