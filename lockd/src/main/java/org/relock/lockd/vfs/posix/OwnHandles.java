package org.relock.lockd.vfs.posix;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.Optional;
import org.relock.lockd.vfs.Actor;
import org.relock.lockd.vfs.FileException;
import org.relock.lockd.vfs.FileId;
import org.relock.lockd.vfs.FileStatus;
import org.relock.state.xdr.Opaque;

/**
 * Ids of our own: a file's inode and its time of birth. Where it is, a {@link PlaceTable} remembers
 * as the directory above and a name. A file is found by walking down from the top, which proves
 * that it is still below it; and it is the one meant if inode and birth are right.
 *
 * <p>What others than clients move is not found until a client looks it up again, and so it is with
 * a file whose name seen last was removed while it has others. On a file system that knows no time
 * of birth, a new file with an old one's inode is taken for it.
 */
final class OwnHandles implements Handles {

    /** What all of these ids begin with; the kernel's begin with another byte. */
    private static final byte KIND = (byte) 0xff;

    private static final int LENGTH = 1 + 2 * Long.BYTES;

    private final PlaceTable places;
    private final int top;
    private final FileId root;
    private final long mount;

    private OwnHandles(PlaceTable places, int top, FileId root, long mount) {
        this.places = places;
        this.top = top;
        this.root = root;
        this.mount = mount;
    }

    /** Makes it for what {@code top} stands for, with its table among those of a directory. */
    static Handles on(Scratch scratch, int top, Path tables) throws FileException, IOException {
        Statx.look(scratch, top);
        FileId root = seen(scratch);
        long mount = Statx.mount(scratch);
        return new OwnHandles(PlaceTables.open(scratch, tables, root), top, root, mount);
    }

    /** Returns the id of what was looked at last. */
    private static FileId seen(Scratch scratch) {
        ByteBuffer bytes = ByteBuffer.allocate(LENGTH);
        bytes.put(KIND).putLong(Statx.inode(scratch)).putLong(Statx.born(scratch));
        return new FileId(Opaque.copyOf(bytes.array()));
    }

    @Override
    public FileId root(Scratch scratch, int fd) {
        return root;
    }

    @Override
    public Optional<FileId> quickly(Scratch scratch, int directory, long name) {
        return Optional.empty();
    }

    @Override
    public FileId of(Scratch scratch, int fd, FileId parent, Opaque name) throws FileException {
        Statx.look(scratch, fd);
        if (Statx.mount(scratch) != mount) {
            // Another file system is mounted there; it is not part of this one.
            throw new FileException(FileStatus.ACCES);
        }
        FileId id = seen(scratch);
        if (!id.equals(root) && !name.equals(Tree.PARENT) && !name.equals(Tree.SELF)) {
            remember(scratch, id, new Place(parent, name));
        }
        return id;
    }

    private void remember(Scratch scratch, FileId id, Place place) throws FileException {
        if (places.isFresh(id, place)) {
            return;
        }
        Optional<Actor> actor = scratch.rights.pause();
        try {
            places.put(scratch, id, place);
        } finally {
            scratch.rights.resume(actor);
        }
    }

    @Override
    public int open(Scratch scratch, FileId id) throws FileException {
        if (id.bytes().length() != LENGTH || id.bytes().toBytes()[0] != KIND) {
            return -Errno.ESTALE;
        }
        int fd = walk(scratch, id, 0);
        if (fd < 0) {
            return fd;
        }
        Statx.look(scratch, fd);
        if (seen(scratch).equals(id) && Statx.mount(scratch) == mount) {
            return fd;
        }
        Kernel.close(fd);
        return -Errno.ESTALE;
    }

    /** Opens what is where a file should be. */
    private int walk(Scratch scratch, FileId id, int depth) throws FileException {
        boolean atTop = id.equals(root);
        Optional<Place> place = atTop ? Optional.empty() : places.get(scratch, id);
        if (atTop || place.isEmpty() || depth == Tree.DEEPEST) {
            return atTop ? again(scratch) : -Errno.ESTALE;
        }
        int above = walk(scratch, place.get().parent(), depth + 1);
        if (above < 0) {
            return above;
        }
        long name = scratch.name(place.get().name());
        int fd = Kernel.openat(above, name, Kernel.LOOK, 0);
        Kernel.close(above);
        return fd == -Errno.ENOENT || fd == -Errno.ENOTDIR ? -Errno.ESTALE : fd;
    }

    private int again(Scratch scratch) throws FileException {
        return Kernel.openat(top, scratch.name(Tree.SELF), Kernel.LOOK, 0);
    }

    @Override
    public boolean keepNames() {
        return true;
    }

    @Override
    public void renamed(Scratch scratch, FileId file, FileId parent, Opaque name)
            throws FileException {
        remember(scratch, file, new Place(parent, name));
    }

    @Override
    public void removed(Scratch scratch, FileId file, FileId parent, Opaque name)
            throws FileException {
        Optional<Actor> actor = scratch.rights.pause();
        try {
            places.remove(scratch, file, new Place(parent, name));
        } finally {
            scratch.rights.resume(actor);
        }
    }

    @Override
    public void close() {
        places.close();
    }
}
