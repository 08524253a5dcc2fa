package org.relock.state.store;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;

/** The few things that stores do to files, each with a clear word when it fails. */
public final class Disk {

    /** Files longer than this are not ours, and are neither read nor changed. */
    static final int MAX_FILE_BYTES = 1 << 20;

    /** As nfs-utils makes a monitor file first: for the owner alone. */
    public static final FileAttribute<Set<PosixFilePermission>> NEW = mode("rw-------");

    /** As nfs-utils leaves a monitor file that it has written anew: 0644 under its umask of 007. */
    static final FileAttribute<Set<PosixFilePermission>> REWRITTEN = mode("rw-r-----");

    /** As nfs-utils writes the state number. */
    static final FileAttribute<Set<PosixFilePermission>> STATE = mode("rw-r--r--");

    private static final Set<OpenOption> READ =
            Set.of(StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS);
    // O_SYNC: each write is forced, with all that fsync(2) would force, and saves that call.
    private static final Set<OpenOption> CREATE_NEW =
            Set.of(
                    StandardOpenOption.WRITE,
                    StandardOpenOption.CREATE_NEW,
                    StandardOpenOption.SYNC);

    private Disk() {}

    /**
     * Reads a whole file; a symbolic link is not followed.
     *
     * @throws NoSuchFileException if it is not there
     * @throws FileSystemException if it is longer than {@link #MAX_FILE_BYTES}
     */
    static byte[] read(Path file) throws IOException {
        try (FileChannel channel = FileChannel.open(file, READ)) {
            long size = channel.size();
            if (size > MAX_FILE_BYTES) {
                throw new FileSystemException(file.toString(), null, "is " + size + " bytes long");
            }
            ByteBuffer content = ByteBuffer.allocate((int) size);
            while (content.hasRemaining() && channel.read(content) >= 0) {
                // Reads on; a file that has become shorter meanwhile ends early.
            }
            byte[] bytes = new byte[content.position()];
            content.flip().get(bytes);
            return bytes;
        }
    }

    /**
     * Creates {@code file} with {@code content}, forced; its name in the directory is not yet. If
     * anything fails after it was created it is removed again.
     *
     * @throws java.nio.file.FileAlreadyExistsException if it is there, even as a symbolic link
     */
    public static void create(
            Path file,
            byte[] content,
            FileAttribute<Set<PosixFilePermission>> mode,
            Ownership ownership)
            throws IOException {
        boolean done = false;
        FileChannel channel = FileChannel.open(file, CREATE_NEW, mode);
        try (channel) {
            ownership.giveTo(file);
            ByteBuffer rest = ByteBuffer.wrap(content);
            while (rest.hasRemaining()) {
                channel.write(rest);
            }
            if (content.length == 0) {
                channel.force(true); // Nothing was written that would have been forced.
            }
            done = true;
        } finally {
            if (!done) {
                deleteQuietly(file);
            }
        }
    }

    /**
     * Puts {@code content} in the place of {@code file} in one step, by way of {@code temporary}.
     * The content is forced before; the new name in the directory is not.
     */
    static void replace(
            Path file,
            Path temporary,
            byte[] content,
            FileAttribute<Set<PosixFilePermission>> mode,
            Ownership ownership)
            throws IOException {
        // What a crash has left there is nobody's.
        Files.deleteIfExists(temporary);
        create(temporary, content, mode, ownership);
        move(temporary, file);
    }

    /** Removes {@code file}, if it is there. */
    static void delete(Path file) throws IOException {
        // The first asks the system once, the second twice, but it says what is wrong.
        if (!file.toFile().delete()) {
            Files.deleteIfExists(file);
        }
    }

    /** Renames in one step, over whatever is there. */
    public static void move(Path from, Path to) throws IOException {
        Files.move(from, to, StandardCopyOption.ATOMIC_MOVE);
    }

    /**
     * Makes {@code directory} if it is missing, with the permissions and for the owner of {@code
     * model}.
     */
    public static void ensureDirectory(Path directory, Path model, Ownership ownership)
            throws IOException {
        if (Files.isDirectory(directory)) {
            return;
        }
        Files.createDirectory(
                directory,
                PosixFilePermissions.asFileAttribute(Files.getPosixFilePermissions(model)));
        ownership.giveTo(directory);
        Path parent = directory.toAbsolutePath().getParent();
        if (parent != null) {
            forceDirectory(parent);
        }
    }

    /** Forces the entries of a directory. */
    public static void forceDirectory(Path directory) throws IOException {
        try (FileChannel channel = FileChannel.open(directory, StandardOpenOption.READ)) {
            channel.force(true);
        }
    }

    /** Forces the content of a file that another may have left unforced. */
    static void forceFile(Path file) throws IOException {
        try (FileChannel channel = FileChannel.open(file, READ)) {
            channel.force(true);
        }
    }

    private static void deleteQuietly(Path file) {
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            // The caller is told of the failure that led here; an empty left-over does no harm.
        }
    }

    private static FileAttribute<Set<PosixFilePermission>> mode(String permissions) {
        return PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(permissions));
    }
}
