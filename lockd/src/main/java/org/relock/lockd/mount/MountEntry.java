package org.relock.lockd.mount;

/**
 * {@code mountbody} (RFC 1813, 5.2.2): somebody who mounted something.
 *
 * @param host the client's address
 * @param path what it asked for: bytes as Latin-1 characters
 */
public record MountEntry(String host, String path) {}
