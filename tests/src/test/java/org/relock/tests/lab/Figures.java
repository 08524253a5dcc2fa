package org.relock.tests.lab;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;

/**
 * What the lab measured: a table for the terminal, kept in a file too. Nothing is judged by it. The
 * first row is what the others are compared with.
 */
final class Figures {

    private static final Path FILE = Lab.PROJECT.resolve("tests/target/lab-figures.txt");

    private final List<String> lines = new ArrayList<>();
    private long[] reference = {};

    /** A table, and the names of its columns. */
    Figures(String title, String... columns) {
        StringBuilder line = new StringBuilder("%-56s".formatted(title));
        for (String column : columns) {
            line.append("%22s".formatted(column));
        }
        lines.add(line.toString());
    }

    /** Adds a row: a time for each column, in nanoseconds. */
    void note(String what, long... nanos) {
        if (reference.length == 0) {
            reference = nanos.clone();
        }
        StringBuilder line = new StringBuilder("%-56s".formatted(what));
        for (int i = 0; i < nanos.length; i++) {
            line.append(
                    "%12.3f s (x %4.2f)"
                            .formatted(nanos[i] / 1e9, (double) nanos[i] / reference[i]));
        }
        lines.add(line.toString());
    }

    /** Shows and keeps the table. */
    void print() throws IOException {
        String table = String.join("\n", lines) + "\n\n";
        System.out.print(table);
        Files.createDirectories(FILE.getParent());
        Files.writeString(FILE, table, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    }
}
