package org.relock.state.rpc;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;

/** Reads the small text files of {@code /etc} that an administrator may have grown or removed. */
final class BoundedFile {

    /** What lies behind is not read, in bytes. Debian's services file has 13,000. */
    private static final int LIMIT = 1 << 20;

    private BoundedFile() {}

    /** Returns the start of the file; nothing if it cannot be read. */
    static String read(Path file) {
        try (InputStream in = Files.newInputStream(file)) {
            return new String(in.readNBytes(LIMIT), ISO_8859_1);
        } catch (IOException e) {
            // These files may be missing, and then list nothing.
            return "";
        }
    }
}
