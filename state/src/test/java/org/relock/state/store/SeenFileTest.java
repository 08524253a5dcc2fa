package org.relock.state.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** When a file is taken for one that was read before. */
class SeenFileTest {

    private static final long MODIFIED_MILLIS = 1_000_000_000_000L;

    @TempDir private Path directory;

    private Path file() throws IOException {
        Path file = Files.write(directory.resolve("file"), new byte[4]);
        Files.setLastModifiedTime(file, FileTime.fromMillis(MODIFIED_MILLIS));
        return file;
    }

    @Test
    void aFileIsTheSameUntilItsTimeOrItsLengthOrItselfChanges() throws IOException {
        Path file = file();
        Optional<SeenFile> seen = SeenFile.look(file);
        assertEquals(seen, SeenFile.look(file));
        Files.write(file, new byte[5]);
        Files.setLastModifiedTime(file, FileTime.fromMillis(MODIFIED_MILLIS));
        assertFalse(seen.equals(SeenFile.look(file)));
        Files.delete(file);
        assertEquals(Optional.empty(), SeenFile.look(file));
    }
}
