package org.relock.state.os;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FileOwnerTest {

    @TempDir private Path directory;

    @Test
    void aFileWeMadeIsOurs() throws IOException {
        assertEquals(Libc.geteuid(), FileOwner.of(directory).uid());
    }

    @Test
    void aSymbolicLinkIsLookedAtItself() throws IOException {
        Path link = Files.createSymbolicLink(directory.resolve("link"), Path.of("nowhere"));
        assertEquals(Libc.geteuid(), FileOwner.of(link).uid());
    }

    @Test
    void takingAFileThatIsOursAlreadyChangesNothing() throws IOException {
        Path file = Files.createFile(directory.resolve("file"));
        FileOwner owner = FileOwner.of(file);
        owner.take(file);
        assertEquals(owner, FileOwner.of(file));
    }

    @Test
    void whatIsNotThereHasNoOwner() {
        assertThrows(NoSuchFileException.class, () -> FileOwner.of(directory.resolve("absent")));
    }
}
