package org.relock.lockd.vfs.posix;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.relock.lockd.vfs.FileException;
import org.relock.lockd.vfs.FileId;
import org.relock.lockd.vfs.FileStatus;
import org.relock.state.xdr.Opaque;

/**
 * Where files were seen last, kept in a directory of ours: for each file a symbolic link called by
 * its id, in one of 256 directories, that says the id of the directory above, a slash, and a name.
 * Nobody follows these links; they are the smallest thing that a file system keeps under a name,
 * whole or not at all. What is written within seconds before a power cut may be lost, and then the
 * file is stale for clients until they look it up again.
 */
final class PlaceTable {

    /** So many places are kept in memory as well. */
    private static final int KNOWN_LIMIT = 16_384;

    private static final int DRAWER_MODE = 0700;

    private final ConcurrentHashMap<FileId, Place> known = new ConcurrentHashMap<>();
    private final int directory;

    private PlaceTable(int directory) {
        this.directory = directory;
    }

    /** Opens the table, and makes it if it is not there. */
    static PlaceTable in(Scratch scratch, Path path) throws IOException, FileException {
        Files.createDirectories(path);
        int flags = Kernel.O_PATH | Machine.O_DIRECTORY | Kernel.O_CLOEXEC;
        byte[] name = path.toString().getBytes(StandardCharsets.UTF_8);
        int fd = Kernel.openat(Kernel.AT_FDCWD, scratch.text(name), flags, 0);
        return new PlaceTable((int) Errno.check(fd));
    }

    /** Returns whether a place is known to be on the disk; asks no disk. */
    boolean isFresh(FileId id, Place place) {
        return place.equals(known.get(id));
    }

    /** Remembers a place. */
    void put(Scratch scratch, FileId id, Place place) throws FileException {
        if (!read(scratch, id).equals(Optional.of(place))) {
            write(scratch, id, place);
        }
        keep(id, place);
    }

    /** Returns where a file was seen last. */
    Optional<Place> get(Scratch scratch, FileId id) throws FileException {
        Place fresh = known.get(id);
        if (fresh != null) {
            return Optional.of(fresh);
        }
        Optional<Place> read = read(scratch, id);
        read.ifPresent(place -> keep(id, place));
        return read;
    }

    /** Forgets a file if it was there. */
    void remove(Scratch scratch, FileId id, Place place) throws FileException {
        if (get(scratch, id).equals(Optional.of(place))) {
            known.remove(id);
            Kernel.unlinkat(directory, link(scratch, id), 0);
        }
    }

    private void keep(FileId id, Place place) {
        if (known.size() >= KNOWN_LIMIT) {
            known.clear();
        }
        known.put(id, place);
    }

    private Optional<Place> read(Scratch scratch, FileId id) throws FileException {
        long got =
                Kernel.readlinkat(directory, link(scratch, id), scratch.text(), Scratch.PATH_LIMIT);
        if (got == -Errno.ENOENT) {
            return Optional.empty();
        }
        byte[] text = new byte[(int) Errno.check(got)];
        scratch.memory.get(Scratch.textAt(), text);
        return parse(text);
    }

    /** Reads what {@link #write} wrote; empty for anything else. */
    private static Optional<Place> parse(byte[] text) {
        int slash = 0;
        while (slash < text.length && text[slash] != '/') {
            slash++;
        }
        if (slash == 0 || slash % 2 != 0 || slash > 2 * FileId.LIMIT || slash + 1 >= text.length) {
            return Optional.empty();
        }
        try {
            String parent = new String(text, 0, slash, StandardCharsets.US_ASCII);
            byte[] name = Arrays.copyOfRange(text, slash + 1, text.length);
            return Optional.of(new Place(new FileId(Opaque.ofHex(parent)), Opaque.copyOf(name)));
        } catch (IllegalArgumentException e) {
            return Optional.empty(); // not written by us
        }
    }

    private void write(Scratch scratch, FileId id, Place place) throws FileException {
        byte[] parent = (place.parent().bytes() + "/").getBytes(StandardCharsets.US_ASCII);
        byte[] name = place.name().toBytes();
        byte[] text = Arrays.copyOf(parent, parent.length + name.length);
        System.arraycopy(name, 0, text, parent.length, name.length);
        long target = scratch.text(text);
        int answer = Kernel.symlinkat(target, directory, link(scratch, id));
        if (answer == -Errno.ENOENT) {
            Kernel.mkdirat(directory, drawer(scratch, id), DRAWER_MODE);
            answer = Kernel.symlinkat(target, directory, link(scratch, id));
        }
        if (answer == -Errno.EEXIST) {
            Kernel.unlinkat(directory, link(scratch, id), 0);
            answer = Kernel.symlinkat(target, directory, link(scratch, id));
        }
        if (answer < 0 && answer != -Errno.EEXIST) {
            // An id that may not be found again is not given out; the client asks again.
            throw new FileException(FileStatus.JUKEBOX);
        }
    }

    private static long link(Scratch scratch, FileId id) throws FileException {
        String hex = id.bytes().toString();
        return scratch.path(drawer(hex) + "/" + hex);
    }

    private static long drawer(Scratch scratch, FileId id) throws FileException {
        return scratch.path(drawer(id.bytes().toString()));
    }

    /** Returns the last byte of the time of birth, mixed with the inode's, as two digits. */
    private static String drawer(String hex) {
        int inodes = Integer.parseInt(hex.substring(16, 18), 16);
        int births = Integer.parseInt(hex.substring(hex.length() - 2), 16);
        int both = (inodes ^ births) + 0x100;
        return Integer.toHexString(both).substring(1);
    }

    void close() {
        Kernel.close(directory);
    }
}
