package org.relock.lockd.locks;

/**
 * Hears what becomes of wishes, in the order it happens. It is called inside the engine's monitor:
 * it must not wait and must not call back, only take note.
 */
public interface OfferListener {

    /** {@code wish} could be granted; its bytes are kept until it is confirmed or declined. */
    void offered(Wish wish);

    /**
     * A wish is no longer offered, for whatever reason: the owner took it (by {@code confirm} or by
     * asking again), refused it, gave it up or was released, or it went dormant.
     */
    void settled(long wish);
}
