package org.relock.lockd.locks;

/**
 * How much there is in a table.
 *
 * @param locks separate ranges held
 * @param wishes requests that wait, offered and dormant ones too
 * @param shares share reservations
 * @param clients who have any of them
 */
public record Census(int locks, int wishes, int shares, int clients) {}
