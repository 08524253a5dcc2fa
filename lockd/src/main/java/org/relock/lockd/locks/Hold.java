package org.relock.lockd.locks;

/** A lock that is held: a node of its file's tree, of its owner's, and of its origin's chain. */
final class Hold extends Span<Hold> {

    final Holder holder;
    final Origin origin;
    final long sinceMillis;
    private final boolean write;

    /** Its children in the tree of its owner's locks on the file. */
    Hold lower;

    Hold higher;

    /** Its neighbours in the chain of its origin. */
    Hold previous;

    Hold next;

    Hold(
            long serial,
            Holder holder,
            boolean write,
            long first,
            long last,
            Origin origin,
            long sinceMillis) {
        super(serial, first, last);
        this.holder = holder;
        this.write = write;
        this.origin = origin;
        this.sinceMillis = sinceMillis;
    }

    @Override
    Owner owner() {
        return holder.owner;
    }

    @Override
    boolean isWrite() {
        return write;
    }

    @Override
    Lock toLock() {
        return new Lock(
                holder.owner.name,
                write ? LockMode.WRITE : LockMode.READ,
                new ByteRange(first, last),
                origin.taken(sinceMillis));
    }
}
