/**
 * The engine: byte-range locks, blocked requests, share reservations and grace, for any protocol.
 *
 * <p>Pure: no I/O, no threads, no logging, and no clock but the one that its one door, {@link
 * org.relock.lockd.locks.LockService}, is given. Protocols bring owners, names of files and notes
 * as bytes that nobody in here looks into.
 *
 * <p>Behind the door: {@code LockTable} decides, {@code HoldTable} keeps what is held, {@code
 * WishTable} what is wanted, {@code Shares} the share reservations and {@code GracePeriods} the
 * grace. {@code Obstacles} says who is in whose way, {@code Circles} who waits for himself, {@code
 * Grants} whose turn it is. A {@code Directory} knows the clients, owners and files that something
 * belongs to; what one client took in one way is chained in an {@code Origin}, so that a release
 * costs no more than what it releases.
 */
package org.relock.lockd.locks;
