package org.relock.lockd.vfs;

import java.util.Optional;

/** {@link LockFile#ALONE}. */
final class AloneFile implements LockFile {

    @Override
    public boolean lock(boolean exclusive, long first, long last) {
        return true;
    }

    @Override
    public Optional<Other> inTheWay(boolean exclusive, long first, long last) {
        return Optional.empty();
    }

    @Override
    public void unlock(long first, long last) {}

    @Override
    public void close() {}
}
