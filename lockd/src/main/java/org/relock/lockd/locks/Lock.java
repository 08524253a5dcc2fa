package org.relock.lockd.locks;

/** One hold on one file, as seen from outside. */
public record Lock(LockOwner owner, LockMode mode, ByteRange range, Taken taken) {}
