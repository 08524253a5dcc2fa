package org.relock.lockd.locks;

/**
 * A client of any protocol. The number is given out by whoever registers clients, never twice, and
 * means the same client after a restart.
 */
public record ClientId(long number) {}
