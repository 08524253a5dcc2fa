package org.relock.lockd.export;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;
import org.relock.state.store.Disk;
import org.relock.state.store.Ownership;

/** Our own small files below the state directory, each replaced in one step. */
public final class SmallFiles {

    private static final String TEMPORARY = ".new";

    private final Path directory;
    private final Ownership ownership;

    private SmallFiles(Path directory, Ownership ownership) {
        this.directory = directory;
        this.ownership = ownership;
    }

    /** Opens {@code relock/lockd} below the state directory and makes it if it is not there. */
    public static SmallFiles below(Path state) throws IOException {
        Ownership ownership = Ownership.of(state);
        Path relock = state.resolve("relock");
        Path directory = relock.resolve("lockd");
        Disk.ensureDirectory(relock, state, ownership);
        Disk.ensureDirectory(directory, relock, ownership);
        return new SmallFiles(directory, ownership);
    }

    /** Returns the path of a file. */
    public Path path(String name) {
        return directory.resolve(name);
    }

    /**
     * Reads at most {@code most} bytes of a file; empty if it is not there. A symbolic link is not
     * followed.
     */
    public Optional<byte[]> read(String name, int most) throws IOException {
        try (InputStream in = Files.newInputStream(path(name), LinkOption.NOFOLLOW_LINKS)) {
            return Optional.of(in.readNBytes(most));
        } catch (NoSuchFileException e) {
            return Optional.empty();
        }
    }

    /**
     * Puts {@code content} in the place of a file, for its owner alone; on disk when it returns.
     */
    public void replace(String name, byte[] content) throws IOException {
        Path temporary = path(name + TEMPORARY);
        // What a crash has left there is nobody's.
        Files.deleteIfExists(temporary);
        Disk.create(temporary, content, Disk.NEW, ownership);
        Disk.move(temporary, path(name));
        Disk.forceDirectory(directory);
    }
}
