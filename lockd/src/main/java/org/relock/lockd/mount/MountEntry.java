package org.relock.lockd.mount;

/**
 * {@code mountbody} (RFC 1813, 5.2.2): somebody who mounted something.
 *
 * @param host the client's address
 * @param path what it asked for: bytes as Latin-1 characters
 */
public record MountEntry(String host, String path) {

    // Written out, because what a record has by itself is made at run time, which costs a daemon's
    // start 20 ms for the first one.
    @Override
    public boolean equals(Object other) {
        return other instanceof MountEntry that && host.equals(that.host) && path.equals(that.path);
    }

    @Override
    public int hashCode() {
        return 31 * host.hashCode() + path.hashCode();
    }
}
