package org.relock.tests.man;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/** A manual page in mdoc(7), as far as its lists go. */
final class ManPage {

    private final List<String> lines;

    private ManPage(List<String> lines) {
        this.lines = lines;
    }

    static ManPage read(Path file) throws IOException {
        return new ManPage(Files.readAllLines(file));
    }

    static ManPage of(String text) {
        return new ManPage(text.lines().toList());
    }

    /** Returns one section alone. */
    ManPage section(String name) {
        int start = lines.indexOf(".Sh " + name);
        List<String> rest = lines.subList(start + 1, lines.size());
        return new ManPage(rest.stream().takeWhile(line -> !line.startsWith(".Sh ")).toList());
    }

    /** Returns every option that has an entry of its own, as it is typed. */
    Set<String> options() {
        Set<String> options = new TreeSet<>();
        items("Fl").forEach(item -> addOptions(item, options));
        return options;
    }

    /** Returns the words that entries of their own list under a macro, such as {@code Cm}. */
    Set<String> entries(String macro) {
        Set<String> words = new TreeSet<>();
        items(macro).forEach(item -> words.add(item.split(" ", -1)[0]));
        return words;
    }

    private Stream<String> items(String macro) {
        String start = ".It " + macro + " ";
        return lines.stream()
                .filter(line -> line.startsWith(start))
                .map(line -> line.substring(start.length()));
    }

    /** Reads {@code H Ar program , Fl -ha-callout Ns = Ns Ar program} as -H and --ha-callout. */
    private static void addOptions(String item, Set<String> options) {
        boolean isFlag = true;
        for (String word : item.split(" ", -1)) {
            switch (word) {
                case "," -> {
                    // What follows a comma goes on as what stood before it.
                }
                case "Fl" -> isFlag = true;
                case "Ar", "Cm", "Ns", "Oo", "Oc" -> isFlag = false;
                default -> {
                    if (isFlag) {
                        options.add("-" + word.replace("\\&", ""));
                    }
                }
            }
        }
    }
}
