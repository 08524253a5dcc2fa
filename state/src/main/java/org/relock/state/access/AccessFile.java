package org.relock.state.access;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** One of the two files, as it was when it was last looked at. Not thread safe. */
final class AccessFile {

    /** What comes after so many bytes is not read. */
    private static final int MAX_BYTES = 1 << 20;

    private final String daemon;
    private final Path file;
    private final boolean allows;
    private final Consumer<String> warn;
    private Optional<Version> version = Optional.empty();
    private List<Rule> rules = List.of();
    private boolean failing;

    /** Tells one content from the next. */
    private record Version(long modifiedMillis, long size, Optional<Object> identity) {
        static Version of(Path file) throws IOException {
            BasicFileAttributes now = Files.readAttributes(file, BasicFileAttributes.class);
            return new Version(
                    now.lastModifiedTime().toMillis(),
                    now.size(),
                    Optional.ofNullable(now.fileKey()));
        }

        // Written out, because what a record has by itself is made at run time, which costs a
        // daemon's start 10 ms for the first one.
        @Override
        public boolean equals(Object other) {
            return other instanceof Version that
                    && modifiedMillis == that.modifiedMillis
                    && size == that.size
                    && identity.equals(that.identity);
        }

        @Override
        public int hashCode() {
            return Long.hashCode(modifiedMillis) ^ Long.hashCode(size) ^ identity.hashCode();
        }
    }

    AccessFile(String daemon, Path file, boolean allows, Consumer<String> warn) {
        this.daemon = daemon;
        this.file = file;
        this.allows = allows;
        this.warn = warn;
    }

    /** Returns the rules; those that were last read, if the file cannot be read now. */
    List<Rule> rules() {
        return rules;
    }

    /** Reads the file again if it has changed; returns whether it had. */
    boolean refresh() {
        try {
            Optional<Version> now = Optional.of(Version.of(file));
            if (now.equals(version)) {
                return false;
            }
            rules = RuleParser.parse(daemon, file.toString(), allows, read(), warn);
            version = now;
            failing = false;
            return true;
        } catch (NoSuchFileException e) {
            boolean was = version.isPresent();
            version = Optional.empty();
            rules = List.of();
            failing = false;
            return was;
        } catch (IOException e) {
            if (!failing) {
                failing = true;
                warn.accept(file + ": cannot be read: " + e.getClass().getSimpleName());
            }
            return false;
        }
    }

    private String read() throws IOException {
        try (InputStream in = Files.newInputStream(file)) {
            byte[] bytes = in.readNBytes(MAX_BYTES + 1);
            int length = bytes.length;
            if (length > MAX_BYTES) {
                length = MAX_BYTES;
                warn.accept(file + ": only the first " + MAX_BYTES + " bytes are read");
            }
            return new String(bytes, 0, length, ISO_8859_1);
        }
    }
}
