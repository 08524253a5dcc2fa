package org.relock.state.service;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import org.relock.state.os.FileOwner;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The file that says which process we are. It is made anew at the start, since it may be another's
 * or a link; at the end it is emptied and not removed, as we no longer have the right to.
 */
public final class PidFile {

    private static final Logger LOG = LoggerFactory.getLogger(PidFile.class);

    private final Path file;

    private PidFile(Path file) {
        this.file = file;
    }

    /** Writes our process number. */
    public static PidFile write(Path file) throws IOException {
        Files.deleteIfExists(file);
        Files.write(
                file,
                (ProcessHandle.current().pid() + "\n").getBytes(StandardCharsets.US_ASCII),
                StandardOpenOption.WRITE,
                StandardOpenOption.CREATE_NEW);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r--r--"));
        return new PidFile(file);
    }

    /** Gives the file to the user we are about to become. */
    public void giveTo(FileOwner owner) {
        try {
            owner.take(file);
        } catch (IOException e) {
            LOG.warn("Cannot give {} away, so it will not be emptied: {}", file, e.toString());
        }
    }

    /** Says that we are gone. */
    public void empty() {
        try {
            Files.write(file, new byte[0], StandardOpenOption.TRUNCATE_EXISTING);
        } catch (IOException e) {
            LOG.debug("Cannot empty {}: {}", file, e.toString());
        }
    }
}
