package org.relock.lockd.vfs.posix;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Optional;
import org.relock.lockd.vfs.FileException;
import org.relock.lockd.vfs.FileId;

/** Opens the top of a directory that is to be served. */
final class Opening {

    private static final int OPEN_TREE_CLONE = 1;

    /** {@code struct mount_attr}: attr_set, attr_clr, propagation, userns_fd. */
    private static final int MOUNT_ATTRIBUTES = 32;

    private static final long MS_PRIVATE = 1 << 18;

    private Opening() {}

    static Tree of(Path path, LocalOptions options) throws IOException {
        if (!Machine.isKnown()) {
            throw new IOException("files are served on Linux, on x86-64 and aarch64, only");
        }
        Scratch scratch = Scratch.mine();
        scratch.rights.own();
        try {
            byte[] name = path.toString().getBytes(StandardCharsets.UTF_8);
            int flags = Kernel.O_PATH | Machine.O_DIRECTORY | Kernel.O_CLOEXEC;
            int fd = Kernel.openat(Kernel.AT_FDCWD, scratch.text(name), flags, 0);
            return tree(scratch, (int) Errno.check(fd), options);
        } catch (FileException e) {
            throw new IOException(path + ": " + e.status(), e);
        }
    }

    /** Takes over a descriptor of the directory. */
    private static Tree tree(Scratch scratch, int fd, LocalOptions options)
            throws FileException, IOException {
        int view = view(scratch, fd);
        boolean done = false;
        try {
            requireKernel(scratch, fd);
            Tree tree = tree(scratch, fd, view, options);
            Sweeper.theOne().add(tree);
            done = true;
            return tree;
        } finally {
            if (!done) {
                Tree.close(fd, view);
            }
        }
    }

    private static void requireKernel(Scratch scratch, int fd) throws IOException {
        int flags = Kernel.AT_EACCESS | Kernel.AT_EMPTY_PATH;
        int answer = Kernel.faccessat2(fd, scratch.empty(), Kernel.X_OK, flags);
        if (answer == -Errno.ENOSYS || answer == -Errno.EPERM) {
            throw new IOException("serving files needs Linux 5.8 or later (faccessat2)");
        }
    }

    private static Tree tree(Scratch scratch, int fd, int view, LocalOptions options)
            throws FileException, IOException {
        int top = view >= 0 ? view : fd;
        Errno.check(Kernel.fstatfs(top, scratch.small()));
        boolean inMemory = Statfs.isInMemory(scratch);
        boolean locksElsewhere = Statfs.locksElsewhere(scratch);
        OpenFiles files = new OpenFiles(options.descriptors(), !options.subtreeCheck());
        Handles handles = handles(scratch, top, options);
        FileId root = handles.root(scratch, top);
        Statx.look(scratch, top);
        long device = Statx.device(scratch);
        long inode = Statx.inode(scratch);
        return new Tree(files, handles, root, fd, view, device, inode, inMemory, locksElsewhere);
    }

    private static Handles handles(Scratch scratch, int top, LocalOptions options)
            throws FileException, IOException {
        if (!options.subtreeCheck()) {
            Optional<Handles> kernels = KernelHandles.on(scratch, top);
            if (kernels.isPresent()) {
                return kernels.get();
            }
        }
        if (options.handles().isEmpty()) {
            throw new IOException("no directory is named in which handles could be remembered");
        }
        return OwnHandles.on(scratch, top, options.handles().get());
    }

    /**
     * Returns a view of the directory by itself: a mount of its own, without a place in any
     * namespace, whose top is the directory, above which there is nothing, and in which what is
     * mounted below is not; -1 if that is not ours to have.
     */
    private static int view(Scratch scratch, int fd) {
        int flags = OPEN_TREE_CLONE | Kernel.O_CLOEXEC | Kernel.AT_EMPTY_PATH;
        int view = Kernel.openTree(fd, scratch.empty(), flags);
        if (view >= 0) {
            int at = Scratch.smallAt();
            scratch.memory.putLong(at, 0).putLong(at + 8, 0);
            scratch.memory.putLong(at + 16, MS_PRIVATE).putLong(at + 24, 0);
            // What is mounted later would show up here too, unless this view is a private one.
            // Kernels before 5.12 cannot do that; handles tell mounts apart there.
            Kernel.mountSetattr(
                    view, scratch.empty(), Kernel.AT_EMPTY_PATH, scratch.small(), MOUNT_ATTRIBUTES);
        }
        return view;
    }
}
