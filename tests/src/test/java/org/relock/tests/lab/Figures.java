package org.relock.tests.lab;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** What the lab measured: said on the terminal, and kept in a file for tables. Never judged. */
final class Figures {

    /** One line for each figure: seconds, a tab, what they are. */
    private static final Path FILE = Lab.PROJECT.resolve("tests/target/lab-figures.tsv");

    private Figures() {}

    /** Notes a time. */
    static synchronized void note(String what, long micros) throws IOException {
        String line = "%.3f s\t%s%n".formatted(micros / 1e6, what);
        System.out.print("lab: " + line);
        Files.createDirectories(FILE.getParent());
        Files.writeString(FILE, line, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    }
}
