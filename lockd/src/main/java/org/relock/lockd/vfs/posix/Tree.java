package org.relock.lockd.vfs.posix;

import java.security.SecureRandom;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.relock.lockd.vfs.Entry;
import org.relock.lockd.vfs.FileException;
import org.relock.lockd.vfs.FileId;
import org.relock.lockd.vfs.FileStatus;
import org.relock.lockd.vfs.FileType;
import org.relock.state.xdr.Opaque;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A served directory as all its operations share it: its top, its open files, its ids. */
final class Tree {

    static final Opaque SELF = Opaque.ofHex("2e");
    static final Opaque PARENT = Opaque.ofHex("2e2e");

    private static final Logger LOG = LoggerFactory.getLogger(Tree.class);

    /** More directories above each other than this there are not; bounds a walk upwards. */
    static final int DEEPEST = 4_096;

    /** Whether all of a file system is in memory, so that forcing it means nothing. */
    final boolean inMemory;

    /** Whether to lock a file may mean to wait for another machine or program. */
    final boolean locksElsewhere;

    final OpenFiles files;
    final Handles handles;
    final FileId root;

    /** Keeps the file system from being unmounted. */
    private final int rootFd;

    /** What files are opened from, -1 if it is the same. */
    private final int view;

    private final long rootInode;
    private final long rootDevice;
    private final AtomicLong verifier = new AtomicLong(new SecureRandom().nextLong());

    /** Takes over the descriptors of the top. */
    Tree(
            OpenFiles files,
            Handles handles,
            FileId root,
            int rootFd,
            int view,
            long rootDevice,
            long rootInode,
            boolean inMemory,
            boolean locksElsewhere) {
        this.files = files;
        this.handles = handles;
        this.root = root;
        this.rootFd = rootFd;
        this.view = view;
        this.rootDevice = rootDevice;
        this.rootInode = rootInode;
        this.inMemory = inMemory;
        this.locksElsewhere = locksElsewhere;
    }

    /** Returns a file, held for the caller; looks for it with the process's rights. */
    OpenFile held(Scratch scratch, FileId id) throws FileException {
        Optional<OpenFile> open = files.find(id);
        return open.isPresent() ? open.get() : open(scratch, id);
    }

    private OpenFile open(Scratch scratch, FileId id) throws FileException {
        scratch.rights.own();
        int fd = files.opening(() -> handles.open(scratch, id));
        FileType type;
        try {
            Statx.look(scratch, fd);
            type = Statx.type(scratch);
        } catch (FileException e) {
            files.close(fd);
            throw e;
        }
        return added(id, type, fd);
    }

    /** Takes over a descriptor for a file. */
    OpenFile added(FileId id, FileType type, int fd) {
        OpenFile file = files.add(id, type, fd);
        Sweeper.theOne().wake();
        return file;
    }

    /**
     * Returns a file by its name in a directory, held for the caller, and leaves its attributes in
     * the scratch; with the rights of now.
     */
    OpenFile find(Scratch scratch, OpenFile directory, Opaque name) throws FileException {
        directory.requireDirectory();
        if (name.equals(PARENT)) {
            return parent(scratch, directory);
        }
        long address = scratch.name(name);
        Optional<FileId> id = handles.quickly(scratch, directory.fd, address);
        if (id.isPresent()) {
            Optional<OpenFile> open = files.find(id.get());
            if (open.isPresent()) {
                return looked(scratch, open.get());
            }
        }
        return entered(
                scratch,
                files.opening(() -> Kernel.openat(directory.fd, address, Kernel.LOOK, 0)),
                directory,
                name);
    }

    private static OpenFile looked(Scratch scratch, OpenFile file) throws FileException {
        try {
            Statx.look(scratch, file.fd);
            return file;
        } catch (FileException e) {
            file.release();
            throw e;
        }
    }

    /** Takes over a descriptor found in a directory; else as {@link #find}. */
    OpenFile entered(Scratch scratch, int fd, OpenFile directory, Opaque name)
            throws FileException {
        FileId id;
        try {
            id = handles.of(scratch, fd, directory.id, name);
            Statx.look(scratch, fd);
        } catch (FileException e) {
            files.close(fd);
            throw e;
        }
        return added(id, Statx.type(scratch), fd);
    }

    /**
     * The directory above, unless this is the top. One that was moved out of the tree has something
     * above it that is none of ours.
     */
    private OpenFile parent(Scratch scratch, OpenFile directory) throws FileException {
        if (directory.id.equals(root)) {
            // The right to search is asked for all the same.
            Errno.check(
                    Kernel.faccessat2(
                            directory.fd,
                            scratch.empty(),
                            Kernel.X_OK,
                            Kernel.AT_EACCESS | Kernel.AT_EMPTY_PATH));
            directory.hold();
            return looked(scratch, directory);
        }
        long up = scratch.name(PARENT);
        int fd =
                files.opening(
                        () -> {
                            int above = Kernel.openat(directory.fd, up, Kernel.LOOK, 0);
                            // The kernel itself does not step out of a view.
                            return above == -Errno.ENOENT ? -Errno.ESTALE : above;
                        });
        try {
            if (!isInside(scratch, fd)) {
                throw new FileException(FileStatus.STALE);
            }
        } catch (FileException e) {
            files.close(fd);
            throw e;
        }
        return entered(scratch, fd, directory, PARENT);
    }

    /** Whether a directory is the top or below it. */
    private boolean isInside(Scratch scratch, int directory) throws FileException {
        int at = directory;
        try {
            for (int depth = 0; depth < DEEPEST; depth++) {
                Statx.look(scratch, at);
                long inode = Statx.inode(scratch);
                long device = Statx.device(scratch);
                if (inode == rootInode && device == rootDevice) {
                    return true;
                }
                int child = at;
                long up = scratch.name(PARENT);
                int above = files.opening(() -> Kernel.openat(child, up, Kernel.LOOK, 0));
                if (child != directory) {
                    files.close(child);
                }
                at = above;
                Statx.look(scratch, at);
                if (Statx.inode(scratch) == inode && Statx.device(scratch) == device) {
                    return false; // nothing is above it
                }
            }
            return false;
        } finally {
            if (at != directory) {
                files.close(at);
            }
        }
    }

    /** As {@link #find}, for one entry of many: keeps nothing open. */
    Entry glance(Scratch scratch, OpenFile directory, Opaque name) throws FileException {
        if (name.equals(PARENT)) {
            OpenFile parent = parent(scratch, directory);
            Entry entry = entry(scratch, parent);
            parent.release();
            return entry;
        }
        long address = scratch.name(name);
        int fd = (int) Errno.check(Kernel.openat(directory.fd, address, Kernel.LOOK, 0));
        try {
            FileId id = handles.of(scratch, fd, directory.id, name);
            return new Entry(id, Statx.of(scratch, fd));
        } finally {
            Kernel.close(fd);
        }
    }

    /** Returns the id and attributes of a file whose attributes are in the scratch. */
    static Entry entry(Scratch scratch, OpenFile file) {
        return new Entry(file.id, Statx.seen(scratch));
    }

    /** Whether nothing is on a disk: neither the files, nor what is remembered of them. */
    boolean isPrompt() {
        return inMemory && !handles.keepNames();
    }

    /** Returns the inode of the top. */
    long rootInode() {
        return rootInode;
    }

    /** Forces all of the file system. */
    int force(Scratch scratch) throws FileException {
        OpenFile top = held(scratch, root);
        try {
            return Kernel.syncfs(top.reading(scratch));
        } finally {
            top.release();
        }
    }

    long verifier() {
        return verifier.get();
    }

    /** Something that was taken over may be lost: tells clients to send it again. */
    void lost() {
        verifier.incrementAndGet();
        LOG.error("the disk below an exported directory failed: unforced data may be lost");
    }

    void sweep(Scratch scratch) {
        if (!files.sweep(scratch)) {
            lost();
        }
    }

    void close() {
        Sweeper.theOne().remove(this);
        files.close();
        handles.close();
        close(rootFd, view);
    }

    /** Closes the descriptors of a top. */
    static void close(int rootFd, int view) {
        if (view >= 0) {
            Kernel.close(view);
        }
        Kernel.close(rootFd);
    }
}
