package org.relock.tests.man;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.relock.tests.Needs;

/** The keys of nfs.conf that a program asks for, read from its source. */
final class ConfKeys {

    /** As in {@code conf.flag(SECTION, "lift-grace", true)}. */
    private static final Pattern ASKED =
            Pattern.compile("\\bconf\\s*\\.\\s*\\w+\\(\\s*(?:\"[\\w-]+\"|\\w+),\\s*\"([\\w-]+)\"");

    private ConfKeys() {}

    /** Returns the keys that the sources in one directory ask for. */
    static Set<String> in(String directory) throws IOException {
        Set<String> keys = new TreeSet<>();
        try (Stream<Path> sources = Files.list(Needs.top().resolve(directory))) {
            for (Path source : sources.filter(Files::isRegularFile).toList()) {
                Matcher asked = ASKED.matcher(Files.readString(source));
                while (asked.find()) {
                    keys.add(asked.group(1));
                }
            }
        }
        return keys;
    }
}
