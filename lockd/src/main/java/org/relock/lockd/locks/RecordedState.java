package org.relock.lockd.locks;

import java.util.List;
import java.util.Map;

/**
 * A table at rest: what a journal gives back, and what it is given to start afresh with.
 *
 * @param locks what is held, by file; ranges of one owner and mode that touch may be given in parts
 * @param wishes what waits, in the order of their ids
 * @param shares share reservations, by file
 * @param lastWish the highest id ever given to a wish
 */
public record RecordedState(
        Map<FileKey, List<Lock>> locks,
        List<Wish> wishes,
        Map<FileKey, List<ShareReservation>> shares,
        long lastWish) {

    /** Nothing at all. */
    public static final RecordedState EMPTY = new RecordedState(Map.of(), List.of(), Map.of(), 0);
}
