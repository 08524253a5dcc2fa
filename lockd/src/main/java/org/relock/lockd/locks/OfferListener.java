package org.relock.lockd.locks;

/**
 * Hears what becomes of wishes, in the order it happens. It is called inside the engine's monitor:
 * it must not wait and must not call back, only take note.
 */
public interface OfferListener {

    /** {@code wish} could be granted; its bytes are kept until it is confirmed or declined. */
    void offered(Wish wish);

    /**
     * A wish that was offered needs no telling any more: the owner took it, gave it up or was
     * released, or it went dormant.
     */
    void settled(long wish);
}
