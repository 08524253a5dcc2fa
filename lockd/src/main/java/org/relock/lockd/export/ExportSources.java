package org.relock.lockd.export;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * Where it is written what to export: {@code exports}, {@code exports.d/*.exports} in the order of
 * their names, and the command line.
 *
 * @param directory that of the files, usually {@code /etc}
 * @param options {@code --export}: each a directory, or a directory, a colon and its clients
 */
public record ExportSources(Path directory, List<String> options) {

    /** A longer file is none of exports, in bytes. */
    private static final int LONGEST_FILE = 1 << 20;

    private static final String FILES = "*.exports";

    /** Copies the list. */
    public ExportSources {
        options = List.copyOf(options);
    }

    /**
     * Reads all of it now. A directory that the command line exports without naming clients may be
     * written by everybody who reaches us, root squashed: it is said on the spot, for one purpose.
     */
    public ExportList read() {
        ExportsReader reader = new ExportsReader();
        file(reader, directory.resolve("exports"));
        for (Path file : further(reader)) {
            file(reader, file);
        }
        for (String option : options) {
            try {
                reader.option("--export", option, OptionWords.read("rw", ExportOptions.DEFAULT));
            } catch (MalformedExportException e) {
                throw new IllegalStateException(e);
            }
        }
        return reader.list();
    }

    /** Whether there is anything to read; a file that was moved away is hardly meant as nothing. */
    public boolean areThere() {
        return !options.isEmpty()
                || Files.exists(directory.resolve("exports"))
                || Files.isDirectory(directory.resolve("exports.d"));
    }

    private List<Path> further(ExportsReader reader) {
        Path further = directory.resolve("exports.d");
        List<Path> files = new ArrayList<>();
        try (DirectoryStream<Path> found = Files.newDirectoryStream(further, FILES)) {
            for (Path file : found) {
                if (!String.valueOf(file.getFileName()).startsWith(".")) {
                    files.add(file);
                }
            }
        } catch (NoSuchFileException | NotDirectoryException e) {
            return List.of(); // Most hosts have none.
        } catch (IOException e) {
            reader.complain(further.toString(), "cannot be read: " + e);
        }
        Collections.sort(files);
        return files;
    }

    private static void file(ExportsReader reader, Path file) {
        try (InputStream in = Files.newInputStream(file)) {
            byte[] bytes = in.readNBytes(LONGEST_FILE + 1);
            if (bytes.length > LONGEST_FILE) {
                reader.complain(file.toString(), "is longer than " + LONGEST_FILE + " bytes");
                return;
            }
            reader.file(file.toString(), new String(bytes, ISO_8859_1));
        } catch (NoSuchFileException e) {
            // No file, no exports from it.
        } catch (IOException e) {
            reader.complain(file.toString(), "cannot be read: " + e);
        }
    }
}
