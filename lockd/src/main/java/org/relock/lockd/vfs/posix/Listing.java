package org.relock.lockd.vfs.posix;

import java.nio.ByteBuffer;
import java.util.Optional;
import org.relock.lockd.vfs.Actor;
import org.relock.lockd.vfs.DirectoryReader;
import org.relock.lockd.vfs.Entry;
import org.relock.lockd.vfs.FileException;
import org.relock.lockd.vfs.FileId;
import org.relock.lockd.vfs.FileStatus;
import org.relock.state.xdr.Opaque;

/**
 * READDIR and READDIRPLUS. Cookies are the file system's own places in a directory ({@code d_off}),
 * which stay good whatever is added and removed, and after a restart.
 */
final class Listing {

    /** {@code struct linux_dirent64}: d_ino, d_off, d_reclen, d_type, d_name. */
    private static final int OFFSET = 8;

    private static final int LENGTH = 16;
    private static final int NAME = 19;

    /** Bytes read at once when attributes go with the entries, of which an answer holds fewer. */
    private static final int WITH_ENTRIES = 8 * 1024;

    private final Tree tree;

    Listing(Tree tree) {
        this.tree = tree;
    }

    boolean read(Actor actor, FileId id, long cookie, boolean withEntries, DirectoryReader reader)
            throws FileException {
        Scratch scratch = Scratch.mine();
        OpenFile directory = tree.held(scratch, id);
        try {
            directory.requireDirectory();
            int fd = directory.reading(scratch);
            scratch.rights.take(actor);
            if (!Rights.decidesByOpening(actor)) {
                Errno.check(Permission.ask(scratch, directory, Kernel.R_OK));
            }
            long place = cookie;
            while (true) {
                int got = fill(scratch, directory, fd, place, withEntries);
                if (got == 0) {
                    return true;
                }
                Batch batch = new Batch(scratch, directory, withEntries, reader, place);
                if (!batch.hand(got)) {
                    return false;
                }
                place = batch.place;
            }
        } finally {
            directory.release();
            scratch.end();
        }
    }

    /** Reads entries from a place on, and returns how many bytes they are; 0 at the end. */
    private static int fill(
            Scratch scratch, OpenFile directory, int fd, long place, boolean withEntries)
            throws FileException {
        int size = withEntries ? WITH_ENTRIES : Scratch.ENTRIES_SIZE;
        directory.turn.lock();
        try {
            if (Kernel.lseek(fd, place) < 0) {
                throw new FileException(FileStatus.BAD_COOKIE);
            }
            int got = Kernel.getdents64(fd, scratch.entries().address(), size);
            if (got == -Errno.EINVAL || got == -Errno.ENOENT) {
                throw new FileException(
                        got == -Errno.ENOENT ? FileStatus.STALE : FileStatus.BAD_COOKIE);
            }
            return (int) Errno.check(got);
        } finally {
            directory.turn.unlock();
        }
    }

    /** What one call brought, handed out one by one. */
    private final class Batch {
        private final Scratch scratch;
        private final OpenFile directory;
        private final boolean withEntries;
        private final DirectoryReader reader;

        /** The cookie of the last entry taken. */
        private long place;

        Batch(
                Scratch scratch,
                OpenFile directory,
                boolean withEntries,
                DirectoryReader reader,
                long place) {
            this.scratch = scratch;
            this.directory = directory;
            this.withEntries = withEntries;
            this.reader = reader;
            this.place = place;
        }

        /** Returns false if the reader has enough. */
        boolean hand(int size) {
            ByteBuffer entries = scratch.entries().memory();
            int at = 0;
            while (at < size) {
                int length = entries.getShort(at + LENGTH) & 0xffff;
                long next = entries.getLong(at + OFFSET);
                Opaque name = name(entries, at + NAME, at + length);
                if (!hand(entries.getLong(at), name, next)) {
                    return false;
                }
                place = next;
                at += length;
            }
            return true;
        }

        private boolean hand(long inode, Opaque name, long cookie) {
            boolean topsParent = name.equals(Tree.PARENT) && directory.id.equals(tree.root);
            return reader.entry(
                    topsParent ? tree.rootInode() : inode,
                    name,
                    cookie,
                    withEntries ? entry(name) : Optional.empty());
        }

        private Optional<Entry> entry(Opaque name) {
            try {
                return Optional.of(tree.glance(scratch, directory, name));
            } catch (FileException e) {
                // Gone meanwhile, or not ours to see: the entry goes without.
                return Optional.empty();
            }
        }
    }

    private static Opaque name(ByteBuffer entries, int from, int limit) {
        int end = from;
        while (end < limit && entries.get(end) != 0) {
            end++;
        }
        byte[] bytes = new byte[end - from];
        entries.get(from, bytes);
        return Opaque.copyOf(bytes);
    }
}
