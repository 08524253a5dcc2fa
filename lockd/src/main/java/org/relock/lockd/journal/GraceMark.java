package org.relock.lockd.journal;

/**
 * A grace period that a daemon began, so that the next one in the same boot neither begins it anew
 * nor forgets it. Its moments are the machine's clock's, which goes on when the daemon does not.
 *
 * @param begun when it began, in nanoseconds of {@link org.relock.state.time.Ticker}
 * @param length how long it is, in nanoseconds
 * @param everyone whether anybody may reclaim, because nobody knows who held what
 */
public record GraceMark(long begun, long length, boolean everyone) {

    /** Returns what is left of it, in nanoseconds; zero or less if it is over. */
    public long leftAt(long now) {
        long gone = now - begun;
        // A clock that stands before its beginning is not the one it was read from.
        return gone < 0 ? length : length - gone;
    }
}
