package org.relock.lockd.vfs.posix;

import java.util.Optional;
import java.util.OptionalLong;
import org.relock.lockd.vfs.Actor;
import org.relock.lockd.vfs.Attributes;
import org.relock.lockd.vfs.CreateMode;
import org.relock.lockd.vfs.Entry;
import org.relock.lockd.vfs.FileException;
import org.relock.lockd.vfs.FileId;
import org.relock.lockd.vfs.FileStatus;
import org.relock.lockd.vfs.FileTime;
import org.relock.lockd.vfs.FileType;
import org.relock.lockd.vfs.SetAttributes;
import org.relock.lockd.vfs.SetAttributes.NewTime;
import org.relock.state.xdr.Opaque;

/**
 * CREATE. The verifier of an exclusive one is kept in the new file's times, half in each, where it
 * survives a restart and until the client sets the times it wants.
 */
final class Creation {

    /** The mode of a file whose maker did not say. */
    private static final int DEFAULT_MODE = 0600;

    private static final int NEW =
            Kernel.O_CREAT
                    | Kernel.O_EXCL
                    | Kernel.O_WRONLY
                    | Kernel.O_CLOEXEC
                    | Kernel.O_NONBLOCK
                    | Machine.O_NOFOLLOW;

    private static final int NAMELESS =
            Machine.O_TMPFILE | Kernel.O_WRONLY | Kernel.O_CLOEXEC | Kernel.O_NONBLOCK;

    private final Tree tree;
    private final Changes changes;
    private final Forcing forcing;

    Creation(Tree tree, Changes changes, Forcing forcing) {
        this.tree = tree;
        this.changes = changes;
        this.forcing = forcing;
    }

    Entry create(Actor actor, FileId into, Opaque name, CreateMode how) throws FileException {
        Scratch scratch = Scratch.mine();
        OpenFile directory = tree.held(scratch, into);
        try {
            directory.requireDirectory();
            Naming.requireNew(name);
            scratch.rights.take(actor);
            SetAttributes attributes = attributes(how);
            int mode = attributes.mode().orElse(DEFAULT_MODE) & 07777;
            int fd =
                    how instanceof CreateMode.Exclusive
                            ? exclusive(scratch, directory, name, mode, attributes)
                            : open(scratch, directory, scratch.name(name), NEW, mode);
            if (fd == -Errno.EEXIST && !(how instanceof CreateMode.Guarded)) {
                return present(scratch, actor, directory, name, how);
            }
            Errno.check(fd);
            tree.files.opened();
            OpenFile file = tree.entered(scratch, fd, directory, name);
            try {
                return made(scratch, actor, directory, file, attributes);
            } finally {
                file.release();
            }
        } finally {
            directory.release();
            scratch.end();
        }
    }

    /**
     * Makes a file that has its verifier before it has its name: else a crash in between would
     * leave a file that the client's repeated call cannot know again. Where no files without a name
     * can be made, that may happen.
     */
    private static int exclusive(
            Scratch scratch, OpenFile directory, Opaque name, int mode, SetAttributes verifier)
            throws FileException {
        scratch.name(name); // It is one, else nothing is made.
        int fd = open(scratch, directory, scratch.name(Tree.SELF), NAMELESS, mode);
        if (fd == -Errno.EOPNOTSUPP || fd == -Errno.EISDIR || fd == -Errno.EINVAL) {
            return open(scratch, directory, scratch.name(name), NEW, mode);
        }
        if (fd < 0) {
            return fd;
        }
        int answer = Changes.times(scratch, fd, verifier);
        if (answer >= 0) {
            answer =
                    Kernel.linkat(
                            Kernel.AT_FDCWD,
                            scratch.descriptor(fd),
                            directory.fd,
                            scratch.name(name),
                            Kernel.AT_SYMLINK_FOLLOW);
        }
        if (answer < 0) {
            Kernel.close(fd);
            return answer;
        }
        return fd;
    }

    private static int open(Scratch scratch, OpenFile directory, long name, int flags, int mode) {
        scratch.rights.unmask();
        try {
            return Kernel.openat(directory.fd, name, flags, mode);
        } finally {
            scratch.rights.mask();
        }
    }

    private Entry made(
            Scratch scratch,
            Actor actor,
            OpenFile directory,
            OpenFile file,
            SetAttributes attributes)
            throws FileException {
        SetAttributes rest = Naming.withoutMode(attributes);
        boolean changed = !rest.equals(SetAttributes.NOTHING);
        if (changed) {
            changes.apply(scratch, actor, file, rest);
            forcing.file(scratch, file);
        }
        forcing.directory(scratch, directory);
        if (changed) {
            Statx.look(scratch, file.fd);
        }
        return Tree.entry(scratch, file);
    }

    /** The name is taken: by the file that is wanted, or not. */
    private Entry present(
            Scratch scratch, Actor actor, OpenFile directory, Opaque name, CreateMode how)
            throws FileException {
        OpenFile file = tree.find(scratch, directory, name);
        try {
            if (file.type != FileType.REGULAR) {
                throw new FileException(FileStatus.EXIST);
            }
            if (how instanceof CreateMode.Exclusive exclusive) {
                requireMadeBy(scratch, exclusive);
            } else if (attributes(how).size().isPresent()) {
                changes.apply(scratch, actor, file, sizeOf(attributes(how)));
                forcing.file(scratch, file);
                Statx.look(scratch, file.fd);
            }
            return Tree.entry(scratch, file);
        } finally {
            file.release();
        }
    }

    private static void requireMadeBy(Scratch scratch, CreateMode.Exclusive exclusive)
            throws FileException {
        SetAttributes times = times(exclusive.verifier());
        Attributes seen = Statx.seen(scratch);
        boolean same =
                seen.size() == 0
                        && times.accessed().toClientTime().equals(Optional.of(seen.accessed()))
                        && times.modified().toClientTime().equals(Optional.of(seen.modified()));
        if (!same) {
            throw new FileException(FileStatus.EXIST);
        }
    }

    private static SetAttributes attributes(CreateMode how) {
        if (how instanceof CreateMode.Unchecked unchecked) {
            return unchecked.attributes();
        }
        if (how instanceof CreateMode.Guarded guarded) {
            return guarded.attributes();
        }
        return times(((CreateMode.Exclusive) how).verifier());
    }

    /** Returns a verifier as times, without the bits that would make them negative. */
    private static SetAttributes times(long verifier) {
        SetAttributes none = SetAttributes.NOTHING;
        return new SetAttributes(
                none.mode(),
                none.uid(),
                none.gid(),
                none.size(),
                time(verifier >>> Integer.SIZE & 0x7fffffff),
                time(verifier & 0x7fffffff));
    }

    private static NewTime time(long seconds) {
        return new NewTime(false, Optional.of(new FileTime(seconds, 0)));
    }

    private static SetAttributes sizeOf(SetAttributes attributes) {
        SetAttributes none = SetAttributes.NOTHING;
        OptionalLong size = attributes.size();
        return new SetAttributes(
                none.mode(), none.uid(), none.gid(), size, NewTime.KEEP, NewTime.KEEP);
    }
}
