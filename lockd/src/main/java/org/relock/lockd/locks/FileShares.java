package org.relock.lockd.locks;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The share reservations on one file, one per owner, with a count for each bit. */
final class FileShares {

    private static final int BITS = 2;

    private final Map<Owner, HeldShare> shares = new LinkedHashMap<>();
    private final int[] access = new int[BITS];
    private final int[] deny = new int[BITS];

    /** Returns the owner's share, or null; {@code owner} may be null: one who has nothing. */
    HeldShare of(Owner owner) {
        return owner == null ? null : shares.get(owner);
    }

    void add(HeldShare share) {
        shares.put(share.owner, share);
        count(share, 1);
    }

    void remove(HeldShare share) {
        shares.remove(share.owner);
        count(share, -1);
    }

    boolean isEmpty() {
        return shares.isEmpty();
    }

    List<HeldShare> all() {
        return new ArrayList<>(shares.values());
    }

    /** Whether another's share is in the way of what {@code owner} wants. */
    boolean isInTheWay(Owner owner, ShareReservation wanted) {
        HeldShare own = of(owner);
        for (int bit = 0; bit < BITS; bit++) {
            int ownDeny = own == null ? 0 : bit(own.share.deny(), bit);
            int ownAccess = own == null ? 0 : bit(own.share.access(), bit);
            if ((bit(wanted.access(), bit) == 1 && deny[bit] > ownDeny)
                    || (bit(wanted.deny(), bit) == 1 && access[bit] > ownAccess)) {
                return true;
            }
        }
        return false;
    }

    private void count(HeldShare share, int by) {
        for (int bit = 0; bit < BITS; bit++) {
            access[bit] += bit(share.share.access(), bit) * by;
            deny[bit] += bit(share.share.deny(), bit) * by;
        }
    }

    private static int bit(int bits, int bit) {
        return bits >> bit & 1;
    }
}
