package org.relock.lockd.vfs.posix;

import java.util.Optional;
import org.relock.lockd.vfs.FileException;
import org.relock.lockd.vfs.FileId;
import org.relock.lockd.vfs.FileStatus;
import org.relock.state.xdr.Opaque;

/**
 * Ids that are the file system's own handles: a byte with their type, and what the file system put
 * in. They survive everything but the file's end.
 */
final class KernelHandles implements Handles {

    /** {@code struct file_handle}: two numbers of four bytes, then the handle. */
    private static final int HEADER = 8;

    private static final int LONGEST = FileId.LIMIT - 1;

    /** Types above this are none, or are the kernel's business of the moment. */
    private static final int LAST_TYPE = 0xfe;

    private static final int SIZE_AT = Scratch.handleAt();
    private static final int TYPE_AT = SIZE_AT + 4;
    private static final int BYTES_AT = SIZE_AT + HEADER;

    private final int mount;
    private final int mountId;

    /** Takes over a descriptor of the file system; one made with O_PATH would not do. */
    private KernelHandles(int mount, int mountId) {
        this.mount = mount;
        this.mountId = mountId;
    }

    /** Makes it for what {@code root} is on; empty if file system or rights do not allow it. */
    static Optional<Handles> on(Scratch scratch, int root) throws FileException {
        int flags = Kernel.O_RDONLY | Machine.O_DIRECTORY | Kernel.O_CLOEXEC;
        int mount = Kernel.openat(root, scratch.name(Tree.SELF), flags, 0);
        if (mount < 0) {
            return Optional.empty();
        }
        scratch.memory.putInt(SIZE_AT, LONGEST);
        int made =
                Kernel.nameToHandleAt(
                        root,
                        scratch.empty(),
                        scratch.handle(),
                        scratch.mountId(),
                        Kernel.AT_EMPTY_PATH);
        int type = scratch.memory.getInt(TYPE_AT);
        int opened =
                made < 0 || type < 0 || type > LAST_TYPE
                        ? -1
                        : Kernel.openByHandleAt(mount, scratch.handle(), Kernel.LOOK);
        if (opened < 0) {
            Kernel.close(mount);
            return Optional.empty();
        }
        Kernel.close(opened);
        return Optional.of(new KernelHandles(mount, scratch.memory.getInt(Scratch.mountIdAt())));
    }

    @Override
    public Optional<FileId> quickly(Scratch scratch, int directory, long name)
            throws FileException {
        return Optional.of(id(scratch, directory, name, 0));
    }

    @Override
    public FileId root(Scratch scratch, int fd) throws FileException {
        return id(scratch, fd, scratch.empty(), Kernel.AT_EMPTY_PATH);
    }

    @Override
    public FileId of(Scratch scratch, int fd, FileId parent, Opaque name) throws FileException {
        return id(scratch, fd, scratch.empty(), Kernel.AT_EMPTY_PATH);
    }

    private FileId id(Scratch scratch, int fd, long name, int flags) throws FileException {
        scratch.memory.putInt(SIZE_AT, LONGEST);
        int made = Kernel.nameToHandleAt(fd, name, scratch.handle(), scratch.mountId(), flags);
        Errno.check(made);
        int length = scratch.memory.getInt(SIZE_AT);
        int type = scratch.memory.getInt(TYPE_AT);
        if (scratch.memory.getInt(Scratch.mountIdAt()) != mountId) {
            // Another file system is mounted there; it is not part of this one.
            throw new FileException(FileStatus.ACCES);
        }
        if (type < 0 || type > LAST_TYPE) {
            throw new FileException(FileStatus.SERVERFAULT);
        }
        byte[] bytes = new byte[1 + length];
        bytes[0] = (byte) type;
        scratch.memory.get(BYTES_AT, bytes, 1, length);
        return new FileId(Opaque.copyOf(bytes));
    }

    @Override
    public int open(Scratch scratch, FileId id) throws FileException {
        byte[] bytes = id.bytes().toBytes();
        scratch.memory.putInt(SIZE_AT, bytes.length - 1).putInt(TYPE_AT, bytes[0] & 0xff);
        scratch.memory.put(BYTES_AT, bytes, 1, bytes.length - 1);
        int fd = Kernel.openByHandleAt(mount, scratch.handle(), Kernel.LOOK);
        boolean none =
                fd == -Errno.EINVAL
                        || fd == -Errno.ENOENT
                        || fd == -Errno.ENOTDIR
                        || fd == -Errno.EACCES;
        return none ? -Errno.ESTALE : fd;
    }

    @Override
    public boolean keepNames() {
        return false;
    }

    @Override
    public void renamed(Scratch scratch, FileId file, FileId parent, Opaque name) {
        // The file's handle does not depend on its name.
    }

    @Override
    public void removed(Scratch scratch, FileId file, FileId parent, Opaque name) {
        // The file system knows itself which files are left.
    }

    @Override
    public void close() {
        Kernel.close(mount);
    }
}
