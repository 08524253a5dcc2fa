package org.relock.state.conf;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.relock.state.os.SharedFileLock;

/** Finds and reads the files, in order: later ones win. */
final class ConfFiles {

    /** A longer file is not a configuration. In bytes. */
    private static final int MAX_FILE_BYTES = 1 << 20;

    /** How deep files may include each other; it also ends a file that includes itself. */
    private static final int MAX_DEPTH = 8;

    /** How many files are read in all. */
    private static final int MAX_FILES = 256;

    /** How long a start waits for a program that changes a file. */
    private static final Duration LOCK_PATIENCE = Duration.ofSeconds(2);

    private static final String ENDING = ".conf";
    private static final List<String> DIRECTORIES = List.of("usr/etc", "etc");

    private final Path root;
    private final Settings settings;
    private int filesRead;

    ConfFiles(Path root, Settings settings) {
        this.root = root;
        this.settings = settings;
    }

    /** Reads {@code nfs.conf} and then {@code nfs.conf.d/*.conf}, in /usr/etc and then in /etc. */
    void readAll() {
        for (String directory : DIRECTORIES) {
            readMain(root.resolve(directory).resolve("nfs.conf"));
            for (Path piece : pieces(root.resolve(directory).resolve("nfs.conf.d"))) {
                readMain(piece);
            }
        }
    }

    /** Reads what line {@code number} of {@code from} includes. */
    void include(ConfParser parser, Path from, int number, String value, int depth) {
        boolean mayBeMissing = value.startsWith("-");
        String named = mayBeMissing ? value.substring(1).strip() : value;
        if (depth >= MAX_DEPTH) {
            settings.warn(from + ":" + number, "files include each other too deeply");
            return;
        }
        try {
            Path file =
                    named.startsWith("/")
                            ? root.resolve(named.substring(1))
                            : from.resolveSibling(named);
            Optional<String> text = read(file);
            if (text.isPresent()) {
                parser.parse(file, text.get(), depth + 1);
            } else if (!mayBeMissing) {
                settings.warn(from + ":" + number, "cannot include " + ConfText.printable(named));
            }
        } catch (InvalidPathException e) {
            settings.warn(from + ":" + number, "not a path: " + ConfText.printable(named));
        }
    }

    private void readMain(Path file) {
        Optional<String> text = read(file);
        if (text.isPresent()) {
            new ConfParser(settings, this).parse(file, text.get(), 0);
        }
    }

    /** Returns the content; empty if there is no such file, or it cannot be read (reported). */
    private Optional<String> read(Path file) {
        if (!Files.exists(file)) {
            return Optional.empty();
        }
        if (++filesRead > MAX_FILES) {
            settings.warn(file.toString(), "not read: more than " + MAX_FILES + " files");
            return Optional.empty();
        }
        // Whoever changes it, as nfsconf(8) does in place, locks it meanwhile.
        Optional<SharedFileLock> lock = SharedFileLock.take(file, LOCK_PATIENCE);
        try {
            if (lock.isEmpty() && Files.isReadable(file)) {
                settings.warn(file.toString(), "is locked by another program; read all the same");
            }
            return content(file);
        } catch (NoSuchFileException e) {
            return Optional.empty();
        } catch (AccessDeniedException e) {
            settings.warn(file.toString(), "cannot be read: permission denied");
        } catch (IOException e) {
            settings.warn(file.toString(), "cannot be read: " + e.getMessage());
        } finally {
            lock.ifPresent(SharedFileLock::close);
        }
        return Optional.empty();
    }

    private Optional<String> content(Path file) throws IOException {
        try (InputStream in = Files.newInputStream(file)) {
            byte[] bytes = in.readNBytes(MAX_FILE_BYTES + 1);
            if (bytes.length > MAX_FILE_BYTES) {
                settings.warn(file.toString(), "not read: longer than " + MAX_FILE_BYTES);
                return Optional.empty();
            }
            return Optional.of(new String(bytes, ISO_8859_1));
        }
    }

    /** Returns the files of a drop-in directory in the order of their names. */
    private List<Path> pieces(Path directory) {
        List<String> names = new ArrayList<>();
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(directory)) {
            for (Path entry : entries) {
                String name = String.valueOf(entry.getFileName());
                if (name.endsWith(ENDING)
                        && name.length() > ENDING.length()
                        && name.charAt(0) != '.'
                        && Files.isRegularFile(entry)) {
                    names.add(name);
                }
            }
        } catch (NoSuchFileException | NotDirectoryException e) {
            // There need not be one.
        } catch (IOException | DirectoryIteratorException e) {
            settings.warn(directory.toString(), "cannot be read: " + e.getMessage());
        }
        names.sort(new VersionOrder());
        List<Path> pieces = new ArrayList<>(names.size());
        for (String name : names) {
            pieces.add(directory.resolve(name));
        }
        return pieces;
    }
}
