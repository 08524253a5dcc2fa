package org.relock.lockd.locks;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

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

    /** Returns the files that something is held of, or wanted. */
    public Set<FileKey> locked() {
        Set<FileKey> files = new LinkedHashSet<>(locks.keySet());
        wishes.forEach(wish -> files.add(wish.request().file()));
        return files;
    }

    /** Whether this is what {@link #EMPTY} is. */
    public boolean isEmpty() {
        return locks.isEmpty() && wishes.isEmpty() && shares.isEmpty() && lastWish == 0;
    }

    /** Nothing at all. */
    public static final RecordedState EMPTY = new RecordedState(Map.of(), List.of(), Map.of(), 0);
}
