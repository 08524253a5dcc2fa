package org.relock.state.notify;

import java.io.IOException;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.relock.state.names.NumericAddress;

/**
 * What the last run of sm-notify told, and as whom: the file {@code relock/announced} of the state
 * directory. Whoever goes on telling must say the same, and nothing after the next reboot.
 *
 * <pre>
 * 1 BOOT-TOKEN
 * STATE PORT
 * NAME ADDRESS...       a line for each source; - for no name
 * </pre>
 *
 * @param boot the boot it was made in, see {@link org.relock.state.os.BootToken}
 * @param state the state number told
 * @param port the port told from, 0 for any reserved one
 * @param sources what was told from
 */
public record Announcement(String boot, int state, int port, List<SourceSpec> sources) {

    private static final String FILE = "relock/announced";
    private static final String TEMPORARY = "relock/.announced.new";
    private static final String VERSION = "1 ";
    private static final String NO_NAME = "-";
    private static final int FIRST_SOURCE = 2;

    /** A file with more lines is none of ours. */
    private static final int MAX_SOURCES = 1024;

    /** Copies the sources. */
    public Announcement {
        sources = List.copyOf(sources);
    }

    /** Writes it. A power cut may lose it, and the next boot ignores it anyway. */
    public void write(Path stateDirectory) throws IOException {
        StringBuilder text = new StringBuilder();
        text.append(VERSION).append(boot).append('\n');
        text.append(state).append(' ').append(port).append('\n');
        for (SourceSpec source : sources) {
            text.append(source.name().orElse(NO_NAME));
            for (InetAddress address : source.addresses()) {
                text.append(' ').append(address.getHostAddress());
            }
            text.append('\n');
        }
        Path temporary = stateDirectory.resolve(TEMPORARY);
        Files.deleteIfExists(temporary);
        Files.writeString(temporary, text, StandardCharsets.US_ASCII);
        Files.move(
                temporary,
                stateDirectory.resolve(FILE),
                StandardCopyOption.ATOMIC_MOVE,
                StandardCopyOption.REPLACE_EXISTING);
    }

    /** Reads it; empty if there is none, or it makes no sense. */
    static Optional<Announcement> read(Path stateDirectory) throws IOException {
        try {
            Path file = stateDirectory.resolve(FILE);
            return parse(Files.readAllLines(file, StandardCharsets.ISO_8859_1));
        } catch (NoSuchFileException e) {
            return Optional.empty();
        }
    }

    private static Optional<Announcement> parse(List<String> lines) {
        if (lines.size() <= FIRST_SOURCE
                || lines.size() > FIRST_SOURCE + MAX_SOURCES
                || !lines.get(0).startsWith(VERSION)) {
            return Optional.empty();
        }
        String numbers = lines.get(1);
        int blank = Math.max(numbers.indexOf(' '), 0);
        List<SourceSpec> sources = new ArrayList<>();
        try {
            for (String line : lines.subList(FIRST_SOURCE, lines.size())) {
                sources.add(source(line));
            }
            return Optional.of(
                    new Announcement(
                            lines.get(0).substring(VERSION.length()),
                            Integer.parseInt(numbers.substring(0, blank)),
                            Integer.parseInt(numbers.substring(blank).strip()),
                            sources));
        } catch (IllegalArgumentException e) {
            // Not a number, or not a source: not written by us, so nothing to go by.
            return Optional.empty();
        }
    }

    private static SourceSpec source(String line) {
        String[] words = line.split(" ", -1);
        List<InetAddress> addresses = new ArrayList<>();
        for (int i = 1; i < words.length; i++) {
            addresses.add(
                    NumericAddress.parse(words[i])
                            .orElseThrow(() -> new IllegalArgumentException("no address")));
        }
        Optional<String> name = Optional.of(words[0]).filter(word -> !word.equals(NO_NAME));
        return new SourceSpec(name, addresses);
    }
}
