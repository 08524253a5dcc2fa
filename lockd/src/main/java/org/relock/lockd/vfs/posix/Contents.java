package org.relock.lockd.vfs.posix;

import java.lang.ref.Reference;
import java.nio.ByteBuffer;
import org.relock.lockd.vfs.Actor;
import org.relock.lockd.vfs.FileException;
import org.relock.lockd.vfs.FileId;
import org.relock.lockd.vfs.FileStatus;
import org.relock.lockd.vfs.ReadNow;
import org.relock.lockd.vfs.Stability;
import org.relock.state.os.SystemCalls;

/** READ, WRITE and COMMIT. */
final class Contents {

    private final Tree tree;

    Contents(Tree tree) {
        this.tree = tree;
    }

    boolean read(Actor actor, FileId id, long offset, ByteBuffer into) throws FileException {
        Scratch scratch = Scratch.mine();
        OpenFile file = tree.held(scratch, id);
        try {
            file.requireRegular();
            int fd = file.reading(scratch);
            scratch.rights.take(actor);
            Permission.requireReadable(scratch, actor, file);
            if (offset < 0) {
                return true; // past the end of the largest file
            }
            return fill(scratch, file, fd, offset, into);
        } finally {
            Reference.reachabilityFence(into);
            file.release();
            scratch.end();
        }
    }

    /** Returns whether the end was reached. */
    private static boolean fill(
            Scratch scratch, OpenFile file, int fd, long offset, ByteBuffer into)
            throws FileException {
        long at = SystemCalls.addressOf(into) + into.position();
        // Past the largest offset there is nothing to read.
        int room = (int) Math.min(into.remaining(), Long.MAX_VALUE - offset);
        int done = 0;
        while (done < room) {
            long got = Errno.check(Kernel.pread(fd, at + done, room - done, offset + done));
            done += (int) got;
            if (got == 0) {
                break;
            }
            into.position(into.position() + (int) got);
        }
        if (into.hasRemaining()) {
            return true;
        }
        Statx.look(scratch, file.fd);
        return offset + done >= Statx.size(scratch);
    }

    ReadNow readNow(Actor actor, FileId id, long offset, ByteBuffer into) throws FileException {
        if (tree.isPrompt()) {
            return read(actor, id, offset, into) ? ReadNow.READ_TO_END : ReadNow.READ;
        }
        OpenFile file = tree.files.find(id).orElse(null);
        if (file == null) {
            return ReadNow.WOULD_WAIT;
        }
        Scratch scratch = Scratch.mine();
        try {
            file.requireRegular();
            if (!file.canBeReadNow() || offset < 0) {
                return ReadNow.WOULD_WAIT;
            }
            scratch.rights.take(actor);
            Permission.requireReadable(scratch, actor, file);
            return fillNow(scratch, file, offset, into);
        } finally {
            Reference.reachabilityFence(into);
            file.release();
            scratch.end();
        }
    }

    private static ReadNow fillNow(Scratch scratch, OpenFile file, long offset, ByteBuffer into)
            throws FileException {
        int room = (int) Math.min(into.remaining(), Long.MAX_VALUE - offset);
        long iovec = vector(scratch, into, room);
        int fd = file.reading(scratch);
        long got = Kernel.preadv2(fd, iovec, offset, Kernel.RWF_NOWAIT);
        if (got == -Errno.EAGAIN || got == -Errno.EINTR || got == -Errno.EOPNOTSUPP) {
            return ReadNow.WOULD_WAIT;
        }
        Errno.check(got);
        Statx.look(scratch, file.fd);
        boolean end = offset + got >= Statx.size(scratch);
        if (got < room && !end) {
            return ReadNow.WOULD_WAIT; // the rest is not in memory
        }
        into.position(into.position() + (int) got);
        return end ? ReadNow.READ_TO_END : ReadNow.READ;
    }

    /** Puts a {@code struct iovec} for a buffer into the scratch, and returns where it is. */
    private static long vector(Scratch scratch, ByteBuffer buffer, int count) {
        long at = SystemCalls.addressOf(buffer) + buffer.position();
        scratch.memory.putLong(Scratch.smallAt(), at);
        scratch.memory.putLong(Scratch.smallAt() + Long.BYTES, count);
        return scratch.small();
    }

    int write(Actor actor, FileId id, long offset, ByteBuffer from, Stability stability)
            throws FileException {
        Scratch scratch = Scratch.mine();
        OpenFile file = tree.held(scratch, id);
        try {
            file.requireRegular();
            if (offset < 0 || offset + from.remaining() < 0) {
                throw new FileException(FileStatus.FBIG);
            }
            int fd = file.writing(scratch);
            scratch.rights.take(actor);
            Permission.requireAsOpened(scratch, actor, file, Kernel.W_OK);
            return stability == Stability.UNSTABLE
                    ? put(scratch, file, fd, offset, from, stability)
                    : putForced(scratch, file, fd, offset, from, stability);
        } finally {
            Reference.reachabilityFence(from);
            file.release();
            scratch.end();
        }
    }

    /** Puts and forces: by one call if nobody else does the same, else together with the others. */
    private int putForced(
            Scratch scratch,
            OpenFile file,
            int fd,
            long offset,
            ByteBuffer from,
            Stability stability)
            throws FileException {
        try {
            if (file.forcedWrites.incrementAndGet() == 1) {
                return put(scratch, file, fd, offset, from, stability);
            }
            int done = put(scratch, file, fd, offset, from, Stability.UNSTABLE);
            int forced = file.sharedForce().force(() -> Kernel.fsync(fd));
            if (forced < 0) {
                tree.lost();
                throw Errno.failure(forced);
            }
            return done;
        } finally {
            file.forcedWrites.decrementAndGet();
        }
    }

    private int put(
            Scratch scratch,
            OpenFile file,
            int fd,
            long offset,
            ByteBuffer from,
            Stability stability)
            throws FileException {
        int done = 0;
        while (from.hasRemaining()) {
            long got = putSome(scratch, file, fd, offset + done, from, stability);
            if (got < 0 && got != -Errno.EINTR) {
                if (stability != Stability.UNSTABLE && isLoss(got, fd, offset + done, from)) {
                    tree.lost();
                }
                if (done > 0) {
                    return done; // the rest fails when the client sends it
                }
                throw Errno.failure(got);
            }
            if (got > 0) {
                from.position(from.position() + (int) got);
                done += (int) got;
            }
        }
        return done;
    }

    private static long putSome(
            Scratch scratch,
            OpenFile file,
            int fd,
            long offset,
            ByteBuffer from,
            Stability stability) {
        if (stability == Stability.UNSTABLE) {
            file.unforced = true;
            long at = SystemCalls.addressOf(from) + from.position();
            return Kernel.pwrite(fd, at, from.remaining(), offset);
        }
        long iovec = vector(scratch, from, from.remaining());
        int flags = stability == Stability.FILE_SYNC ? Kernel.RWF_SYNC : Kernel.RWF_DSYNC;
        return Kernel.pwritev2(fd, iovec, offset, flags);
    }

    /**
     * A forced write that fails may have been told of the failure of an earlier, unforced one. Want
     * of room is such a failure if there is room for the same bytes unforced.
     */
    private static boolean isLoss(long result, int fd, long offset, ByteBuffer from) {
        if (result == -Errno.ENOSPC || result == -Errno.EDQUOT) {
            long at = SystemCalls.addressOf(from) + from.position();
            return Kernel.pwrite(fd, at, from.remaining(), offset) > 0;
        }
        return result == -Errno.EIO;
    }

    void commit(Actor actor, FileId id) throws FileException {
        Scratch scratch = Scratch.mine();
        OpenFile file = tree.held(scratch, id);
        try {
            file.requireRegular();
            int fd = file.forcing(scratch);
            scratch.rights.take(actor);
            Permission.requireAsOpened(scratch, actor, file, Kernel.W_OK);
            file.unforced = false;
            int forced = Kernel.fdatasync(fd);
            if (forced < 0) {
                tree.lost();
                throw Errno.failure(forced);
            }
        } finally {
            file.release();
            scratch.end();
        }
    }
}
