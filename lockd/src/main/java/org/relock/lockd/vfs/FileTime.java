package org.relock.lockd.vfs;

/**
 * A moment of a file's life.
 *
 * @param seconds since the epoch, signed
 * @param nanos 0 to 999,999,999
 */
public record FileTime(long seconds, int nanos) {}
