package org.relock.tests.nlm;

/** {@code nlm4_stats}, and with it {@code nlm_stats} of versions 1 and 3. */
enum Stat {
    GRANTED(0),
    DENIED(1),
    NOLOCKS(2),
    BLOCKED(3),
    GRACE(4),
    DEADLCK(5),
    ROFS(6),
    STALE_FH(7),
    FBIG(8),
    FAILED(9);

    private final int number;

    Stat(int number) {
        this.number = number;
    }

    int number() {
        return number;
    }

    static Stat of(int number) {
        for (Stat stat : values()) {
            if (stat.number == number) {
                return stat;
            }
        }
        throw new CheckFailed("an unknown status " + number);
    }
}
