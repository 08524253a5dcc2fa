package org.relock.lockd.accesslog;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;

/**
 * A file that is written at its end and, once it is long enough, becomes {@code file.1}, the one
 * before it {@code file.2}, and so on; the oldest goes. For one thread.
 */
final class RotatedFile implements AutoCloseable {

    private static final FileAttribute<Set<PosixFilePermission>> OWNER_ONLY =
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));

    private final Path path;
    private final long most;
    private final int files;
    private OutputStream out;
    private long length;

    /**
     * Opens it, to be gone on with.
     *
     * @param most how long it gets, in bytes; a write is never parted
     * @param files how many there are at most, at least 1
     */
    RotatedFile(Path path, long most, int files) throws IOException {
        this.path = path;
        this.most = most;
        this.files = files;
        open();
    }

    private void open() throws IOException {
        if (!Files.exists(path)) {
            Files.createFile(path, OWNER_ONLY);
        }
        out = Files.newOutputStream(path, StandardOpenOption.APPEND);
        length = Files.size(path);
    }

    void write(byte[] bytes) throws IOException {
        if (length > 0 && length + bytes.length > most) {
            rotate();
        }
        out.write(bytes);
        length += bytes.length;
    }

    /** Goes on in a new file if somebody has moved ours away. */
    void reopen() throws IOException {
        out.close();
        open();
    }

    private void rotate() throws IOException {
        out.close();
        try {
            for (int i = files - 1; i > 0; i--) {
                Path older = i == 1 ? path : numbered(i - 1);
                if (Files.exists(older)) {
                    Files.move(older, numbered(i), StandardCopyOption.REPLACE_EXISTING);
                }
            }
            if (files == 1) {
                Files.delete(path);
            }
        } finally {
            open();
        }
    }

    private Path numbered(int number) {
        return path.resolveSibling(path.getFileName() + "." + number);
    }

    @Override
    public void close() throws IOException {
        out.close();
    }
}
