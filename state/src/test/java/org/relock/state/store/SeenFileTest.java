package org.relock.state.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

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

    /**
     * The file system's clock may not have moved on, so a second change would look like the first.
     */
    @Test
    void aFileThatWasJustWrittenIsNotBelievedToStayTheSame() throws IOException {
        SeenFile seen = SeenFile.look(file()).orElseThrow();
        assertFalse(seen.isSettled(MODIFIED_MILLIS));
        assertFalse(seen.isSettled(MODIFIED_MILLIS + 1_000));
        assertTrue(seen.isSettled(MODIFIED_MILLIS + 2_000));
        assertFalse(seen.isSettled(MODIFIED_MILLIS - 3_600_000), "the clock was put back");
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
