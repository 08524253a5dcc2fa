package org.relock.lockd.vfs.posix;

import java.util.Optional;
import java.util.OptionalInt;
import org.relock.lockd.vfs.Actor;
import org.relock.lockd.vfs.Entry;
import org.relock.lockd.vfs.FileException;
import org.relock.lockd.vfs.FileId;
import org.relock.lockd.vfs.FileStatus;
import org.relock.lockd.vfs.FileType;
import org.relock.lockd.vfs.NewNode;
import org.relock.lockd.vfs.SetAttributes;
import org.relock.state.xdr.Opaque;

/** MKDIR, SYMLINK, MKNOD, REMOVE, RMDIR, RENAME and LINK. */
final class Naming {

    private static final int S_IFIFO = 0010000;
    private static final int S_IFCHR = 0020000;
    private static final int S_IFBLK = 0060000;
    private static final int S_IFSOCK = 0140000;

    /** The bits that the kernel does not take when it makes a directory. */
    private static final int SET_ID = 06000;

    /** The largest numbers that the kernel knows for a device. */
    private static final int MAJORS = 1 << 12;

    private static final int MINORS = 1 << 20;

    private final Tree tree;
    private final Changes changes;
    private final Forcing forcing;

    Naming(Tree tree, Changes changes, Forcing forcing) {
        this.tree = tree;
        this.changes = changes;
        this.forcing = forcing;
    }

    /** Fails if a name is always taken. */
    static void requireNew(Opaque name) throws FileException {
        if (isDots(name)) {
            throw new FileException(FileStatus.EXIST);
        }
    }

    private static boolean isDots(Opaque name) {
        return name.equals(Tree.SELF) || name.equals(Tree.PARENT);
    }

    /** Returns attributes but for the mode, which a file is made with. */
    static SetAttributes withoutMode(SetAttributes all) {
        return new SetAttributes(
                OptionalInt.empty(),
                all.uid(),
                all.gid(),
                all.size(),
                all.accessed(),
                all.modified());
    }

    Entry make(Actor actor, FileId into, Opaque name, NewNode what) throws FileException {
        Scratch scratch = Scratch.mine();
        OpenFile directory = tree.held(scratch, into);
        try {
            directory.requireDirectory();
            requireNew(name);
            scratch.rights.take(actor);
            scratch.rights.unmask();
            int made;
            try {
                made = make(scratch, directory.fd, name, what);
            } finally {
                scratch.rights.mask();
            }
            Errno.check(made);
            OpenFile file = tree.find(scratch, directory, name);
            try {
                return finished(scratch, actor, directory, file, attributesAfter(what));
            } finally {
                file.release();
            }
        } finally {
            directory.release();
            scratch.end();
        }
    }

    private static int make(Scratch scratch, int directory, Opaque name, NewNode what)
            throws FileException {
        long path = scratch.name(name);
        if (what instanceof NewNode.Directory made) {
            return Kernel.mkdirat(directory, path, made.attributes().mode().orElse(0755) & 07777);
        }
        if (what instanceof NewNode.SymbolicLink made) {
            if (made.target().length() == 0) {
                throw new FileException(FileStatus.INVAL);
            }
            return Kernel.symlinkat(scratch.text(made.target().toBytes()), directory, path);
        }
        if (what instanceof NewNode.Device made) {
            int mode = (made.attributes().mode().orElse(0600) & 07777) | kind(made.type());
            return Kernel.mknodat(directory, path, mode, number(made));
        }
        NewNode.Special made = (NewNode.Special) what;
        int mode = (made.attributes().mode().orElse(0600) & 07777) | kind(made.type());
        return Kernel.mknodat(directory, path, mode, 0);
    }

    private static int kind(FileType type) throws FileException {
        return switch (type) {
            case BLOCK_DEVICE -> S_IFBLK;
            case CHARACTER_DEVICE -> S_IFCHR;
            case SOCKET -> S_IFSOCK;
            case FIFO -> S_IFIFO;
            case REGULAR, DIRECTORY, SYMBOLIC_LINK -> throw new FileException(FileStatus.BADTYPE);
        };
    }

    private static int number(NewNode.Device device) throws FileException {
        int major = device.major();
        int minor = device.minor();
        if (major < 0 || major >= MAJORS || minor < 0 || minor >= MINORS) {
            throw new FileException(FileStatus.INVAL);
        }
        return (minor & 0xff) | major << 8 | (minor & ~0xff) << 12;
    }

    /** Returns what remains to be set once it is made. */
    private static SetAttributes attributesAfter(NewNode what) {
        if (what instanceof NewNode.Directory made) {
            SetAttributes all = made.attributes();
            boolean again = (all.mode().orElse(0) & SET_ID) != 0;
            return again ? all : withoutMode(all);
        }
        if (what instanceof NewNode.SymbolicLink made) {
            return withoutMode(made.attributes());
        }
        if (what instanceof NewNode.Device made) {
            return withoutMode(made.attributes());
        }
        return withoutMode(((NewNode.Special) what).attributes());
    }

    private Entry finished(
            Scratch scratch,
            Actor actor,
            OpenFile directory,
            OpenFile file,
            SetAttributes attributes)
            throws FileException {
        boolean change = !attributes.equals(SetAttributes.NOTHING);
        if (change) {
            changes.apply(scratch, actor, file, attributes);
            forcing.file(scratch, file);
        }
        forcing.directory(scratch, directory);
        if (change) {
            Statx.look(scratch, file.fd);
        }
        return Tree.entry(scratch, file);
    }

    void remove(Actor actor, FileId from, Opaque name) throws FileException {
        if (isDots(name)) {
            throw new FileException(FileStatus.ISDIR);
        }
        unlink(actor, from, name, 0);
    }

    void removeDirectory(Actor actor, FileId from, Opaque name) throws FileException {
        if (isDots(name)) {
            throw new FileException(name.equals(Tree.SELF) ? FileStatus.INVAL : FileStatus.EXIST);
        }
        unlink(actor, from, name, Kernel.AT_REMOVEDIR);
    }

    private void unlink(Actor actor, FileId from, Opaque name, int flags) throws FileException {
        Scratch scratch = Scratch.mine();
        OpenFile directory = tree.held(scratch, from);
        try {
            directory.requireDirectory();
            scratch.rights.take(actor);
            Optional<FileId> gone = known(scratch, directory, name);
            Errno.check(Kernel.unlinkat(directory.fd, scratch.name(name), flags));
            if (gone.isPresent()) {
                tree.handles.removed(scratch, gone.get(), directory.id, name);
            }
            forcing.directory(scratch, directory);
        } finally {
            directory.release();
            scratch.end();
        }
    }

    /** Returns the file of a name if it has to be told to those who keep names. */
    private Optional<FileId> known(Scratch scratch, OpenFile directory, Opaque name)
            throws FileException {
        if (!tree.handles.keepNames()) {
            return Optional.empty();
        }
        OpenFile file = tree.find(scratch, directory, name);
        file.release();
        return Optional.of(file.id);
    }

    void rename(Actor actor, FileId from, Opaque name, FileId to, Opaque newName)
            throws FileException {
        if (isDots(name) || isDots(newName)) {
            throw new FileException(FileStatus.INVAL);
        }
        Scratch scratch = Scratch.mine();
        OpenFile source = tree.held(scratch, from);
        try {
            OpenFile target = tree.held(scratch, to);
            try {
                rename(scratch, actor, source, name, target, newName);
            } finally {
                target.release();
            }
        } finally {
            source.release();
            scratch.end();
        }
    }

    private void rename(
            Scratch scratch,
            Actor actor,
            OpenFile source,
            Opaque name,
            OpenFile target,
            Opaque newName)
            throws FileException {
        source.requireDirectory();
        target.requireDirectory();
        scratch.name(newName); // wrong names are told before anything is done
        scratch.rights.take(actor);
        Optional<FileId> moved = known(scratch, source, name);
        long old = scratch.name(name);
        int answer = Kernel.renameat(source.fd, old, target.fd, scratch.secondName(newName));
        // Some file systems call a directory with something in it one that is there already.
        Errno.check(answer == -Errno.EEXIST ? -Errno.ENOTEMPTY : answer);
        if (moved.isPresent()) {
            tree.handles.renamed(scratch, moved.get(), target.id, newName);
        }
        forcing.directory(scratch, source);
        if (!source.id.equals(target.id)) {
            forcing.directory(scratch, target);
        }
    }

    void link(Actor actor, FileId id, FileId into, Opaque name) throws FileException {
        requireNew(name);
        Scratch scratch = Scratch.mine();
        OpenFile file = tree.held(scratch, id);
        try {
            OpenFile directory = tree.held(scratch, into);
            try {
                link(scratch, actor, file, directory, name);
            } finally {
                directory.release();
            }
        } finally {
            file.release();
            scratch.end();
        }
    }

    private void link(Scratch scratch, Actor actor, OpenFile file, OpenFile directory, Opaque name)
            throws FileException {
        if (file.type == FileType.DIRECTORY) {
            throw new FileException(FileStatus.ISDIR);
        }
        directory.requireDirectory();
        scratch.rights.take(actor);
        Errno.check(
                Kernel.linkat(
                        Kernel.AT_FDCWD,
                        scratch.descriptor(file.fd),
                        directory.fd,
                        scratch.name(name),
                        Kernel.AT_SYMLINK_FOLLOW));
        forcing.directory(scratch, directory);
    }
}
