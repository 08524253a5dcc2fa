/**
 * The engine: byte-range locks, blocked requests, share reservations and grace, for any protocol.
 *
 * <p>Pure: no I/O, no threads, no logging, and no clock but the one that its one door, {@link
 * org.relock.lockd.locks.LockService}, is given. Protocols bring owners, names of files and notes
 * as bytes that nobody in here looks into.
 */
package org.relock.lockd.locks;
