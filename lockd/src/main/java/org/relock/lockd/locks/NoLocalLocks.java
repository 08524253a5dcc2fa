package org.relock.lockd.locks;

/** {@link LocalLocks#NONE}. */
final class NoLocalLocks implements LocalLocks {

    @Override
    public LocalAnswer take(FileKey file, LockMode mode, ByteRange range) {
        return LocalAnswer.Free.INSTANCE;
    }

    @Override
    public LocalAnswer test(FileKey file, LockMode mode, ByteRange range) {
        return LocalAnswer.Free.INSTANCE;
    }

    @Override
    public void give(FileKey file, ByteRange range) {}

    @Override
    public void decided(FileKey file, boolean inUse) {}

    @Override
    public void left(FileKey file) {}

    @Override
    public void retryLater() {}
}
