package org.relock.lockd.vfs.posix;

import java.util.Optional;
import org.relock.lockd.vfs.Actor;
import org.relock.lockd.vfs.Attributes;
import org.relock.lockd.vfs.FileException;
import org.relock.lockd.vfs.FileId;
import org.relock.lockd.vfs.FileStatus;
import org.relock.lockd.vfs.FileTime;
import org.relock.lockd.vfs.FileType;
import org.relock.lockd.vfs.SetAttributes;
import org.relock.lockd.vfs.SetAttributes.NewTime;

/** SETATTR, and the attributes of what was just made. */
final class Changes {

    /** What leaves an owner as it is, and so is no owner. */
    private static final int KEEP = -1;

    private static final long UTIME_NOW = 0x3fffffff;
    private static final long UTIME_OMIT = 0x3ffffffe;

    private static final int NANOS = 1_000_000_000;

    private final Tree tree;
    private final Forcing forcing;

    Changes(Tree tree, Forcing forcing) {
        this.tree = tree;
        this.forcing = forcing;
    }

    Attributes change(Actor actor, FileId id, SetAttributes to, Optional<FileTime> guard)
            throws FileException {
        Scratch scratch = Scratch.mine();
        OpenFile file = tree.held(scratch, id);
        file.turn.lock();
        try {
            if (guard.isPresent() && !guard.get().equals(Statx.of(scratch, file.fd).changed())) {
                throw new FileException(FileStatus.NOT_SYNC);
            }
            apply(scratch, actor, file, to);
            forcing.file(scratch, file);
            return Statx.of(scratch, file.fd);
        } finally {
            file.turn.unlock();
            file.release();
            scratch.end();
        }
    }

    /** Sets what is to be set: the size first, which changes times, and the times last. */
    void apply(Scratch scratch, Actor actor, OpenFile file, SetAttributes to) throws FileException {
        if (to.size().isPresent()) {
            cut(scratch, actor, file, to.size().getAsLong());
        }
        scratch.rights.take(actor);
        if (to.uid().isPresent() || to.gid().isPresent()) {
            own(scratch, file, to);
        }
        if (to.mode().isPresent() && file.type != FileType.SYMBOLIC_LINK) {
            int mode = to.mode().getAsInt() & 07777;
            Errno.check(Kernel.fchmodat(Kernel.AT_FDCWD, scratch.descriptor(file.fd), mode));
        }
        if (!to.accessed().equals(NewTime.KEEP) || !to.modified().equals(NewTime.KEEP)) {
            times(scratch, file, to);
        }
    }

    private static void cut(Scratch scratch, Actor actor, OpenFile file, long size)
            throws FileException {
        file.requireRegular();
        if (size < 0) {
            throw new FileException(FileStatus.FBIG);
        }
        int fd = file.writing(scratch);
        scratch.rights.take(actor);
        Permission.requireAsOpened(scratch, actor, file, Kernel.W_OK);
        Errno.check(Kernel.ftruncate(fd, size));
    }

    private static void own(Scratch scratch, OpenFile file, SetAttributes to) throws FileException {
        int uid = to.uid().orElse(KEEP);
        int gid = to.gid().orElse(KEEP);
        if ((to.uid().isPresent() && uid == KEEP) || (to.gid().isPresent() && gid == KEEP)) {
            throw new FileException(FileStatus.INVAL);
        }
        Errno.check(Kernel.fchownat(file.fd, scratch.empty(), uid, gid, Kernel.AT_EMPTY_PATH));
    }

    private static void times(Scratch scratch, OpenFile file, SetAttributes to)
            throws FileException {
        Errno.check(times(scratch, file.fd, to));
    }

    /** Sets the times of what a descriptor stands for; returns 0 or -errno. */
    static int times(Scratch scratch, int fd, SetAttributes to) throws FileException {
        int at = Scratch.smallAt();
        putTime(scratch, at, to.accessed());
        putTime(scratch, at + 2 * Long.BYTES, to.modified());
        return Kernel.utimensat(Kernel.AT_FDCWD, scratch.descriptor(fd), scratch.small(), 0);
    }

    private static void putTime(Scratch scratch, int at, NewTime time) throws FileException {
        long seconds = 0;
        long nanos = time.toServerTime() ? UTIME_NOW : UTIME_OMIT;
        if (!time.toServerTime() && time.toClientTime().isPresent()) {
            seconds = time.toClientTime().get().seconds();
            nanos = time.toClientTime().get().nanos();
            if (nanos < 0 || nanos >= NANOS) {
                throw new FileException(FileStatus.INVAL);
            }
        }
        scratch.memory.putLong(at, seconds).putLong(at + Long.BYTES, nanos);
    }
}
