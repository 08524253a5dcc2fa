package org.relock.lockd.vfs.posix;

import java.util.Optional;
import org.relock.lockd.vfs.Actor;
import org.relock.lockd.vfs.Attributes;
import org.relock.lockd.vfs.Entry;
import org.relock.lockd.vfs.FileException;
import org.relock.lockd.vfs.FileId;
import org.relock.lockd.vfs.FileStatus;
import org.relock.lockd.vfs.FileSystemNumbers;
import org.relock.lockd.vfs.FileType;
import org.relock.state.xdr.Opaque;

/** GETATTR, LOOKUP, ACCESS, READLINK and what a file system can do: all that changes nothing. */
final class Looking {

    /** The bits of ACCESS (RFC 1813, 3.3.4). */
    private static final int READ = 1;

    private static final int LOOKUP = 2;
    private static final int MODIFY = 4;
    private static final int EXTEND = 8;
    private static final int DELETE = 16;
    private static final int EXECUTE = 32;

    private final Tree tree;

    Looking(Tree tree) {
        this.tree = tree;
    }

    Attributes attributes(FileId id) throws FileException {
        Scratch scratch = Scratch.mine();
        OpenFile file = tree.held(scratch, id);
        try {
            return attributes(scratch, file);
        } finally {
            file.release();
            scratch.end();
        }
    }

    Optional<Attributes> attributesNow(FileId id) throws FileException {
        OpenFile file = tree.files.find(id).orElse(null);
        if (file == null) {
            return Optional.empty();
        }
        try {
            return Optional.of(attributes(Scratch.mine(), file));
        } finally {
            file.release();
        }
    }

    private Attributes attributes(Scratch scratch, OpenFile file) throws FileException {
        try {
            return Statx.of(scratch, file.fd);
        } catch (FileException e) {
            tree.files.drop(file);
            throw e;
        }
    }

    Entry lookup(Actor actor, FileId id, Opaque name) throws FileException {
        Scratch scratch = Scratch.mine();
        OpenFile directory = tree.held(scratch, id);
        try {
            scratch.rights.take(actor);
            OpenFile file = tree.find(scratch, directory, name);
            Entry entry = Tree.entry(scratch, file);
            file.release();
            return entry;
        } finally {
            directory.release();
            scratch.end();
        }
    }

    int access(Actor actor, FileId id, int wanted) throws FileException {
        Scratch scratch = Scratch.mine();
        OpenFile file = tree.held(scratch, id);
        try {
            scratch.rights.take(actor);
            return file.type == FileType.DIRECTORY
                    ? directoryAccess(scratch, file, wanted)
                    : fileAccess(scratch, file, wanted);
        } finally {
            file.release();
            scratch.end();
        }
    }

    private static int directoryAccess(Scratch scratch, OpenFile file, int wanted) {
        int change = MODIFY | EXTEND | DELETE;
        return bits(scratch, file, wanted & READ, Kernel.R_OK)
                | bits(scratch, file, wanted & LOOKUP, Kernel.X_OK)
                | bits(scratch, file, wanted & change, Kernel.W_OK | Kernel.X_OK);
    }

    private static int fileAccess(Scratch scratch, OpenFile file, int wanted) {
        return bits(scratch, file, wanted & READ, Kernel.R_OK)
                | bits(scratch, file, wanted & (MODIFY | EXTEND), Kernel.W_OK)
                | bits(scratch, file, wanted & EXECUTE, Kernel.X_OK);
    }

    private static int bits(Scratch scratch, OpenFile file, int bits, int mode) {
        return bits != 0 && Permission.has(scratch, file, mode) ? bits : 0;
    }

    boolean mayLock(Actor actor, FileId id) throws FileException {
        Scratch scratch = Scratch.mine();
        OpenFile file = tree.held(scratch, id);
        try {
            scratch.rights.take(actor);
            return Permission.has(scratch, file, Kernel.R_OK)
                    || (Rights.CAN_CHANGE && Permission.owns(scratch, actor, file));
        } finally {
            file.release();
            scratch.end();
        }
    }

    Opaque readLink(Actor actor, FileId id) throws FileException {
        Scratch scratch = Scratch.mine();
        OpenFile file = tree.held(scratch, id);
        try {
            if (file.type != FileType.SYMBOLIC_LINK) {
                throw new FileException(FileStatus.INVAL);
            }
            scratch.rights.take(actor);
            long got =
                    Errno.check(
                            Kernel.readlinkat(
                                    file.fd, scratch.empty(), scratch.text(), Scratch.PATH_LIMIT));
            byte[] bytes = new byte[(int) got];
            scratch.memory.get(Scratch.textAt(), bytes);
            return Opaque.copyOf(bytes);
        } finally {
            file.release();
            scratch.end();
        }
    }

    FileSystemNumbers numbers(FileId id) throws FileException {
        Scratch scratch = Scratch.mine();
        OpenFile file = tree.held(scratch, id);
        try {
            Errno.check(Kernel.fstatfs(file.fd, scratch.small()));
            return Statfs.numbers(scratch);
        } finally {
            file.release();
            scratch.end();
        }
    }
}
