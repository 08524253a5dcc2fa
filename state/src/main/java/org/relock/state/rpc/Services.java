package org.relock.state.rpc;

import java.nio.file.Path;
import java.util.BitSet;
import java.util.OptionalInt;
import java.util.function.Consumer;

/**
 * The ports of services by name, as {@code /etc/services} lists them (services(5)). A missing file
 * lists none, a line that makes no sense is stepped over.
 */
public final class Services {

    private static final Path FILE = Path.of("/etc/services");
    private static final int LAST_PORT = 65535;

    private final String text;

    private Services(String text) {
        this.text = text;
    }

    /** Reads the host's own file. */
    public static Services ofThisHost() {
        return of(FILE);
    }

    /** Reads {@code file}, at most its first megabyte. */
    public static Services of(Path file) {
        return new Services(BoundedFile.read(file));
    }

    /**
     * Returns the port of the service that has {@code name} as its name or an alias.
     *
     * @param protocol {@code "udp"} or {@code "tcp"}
     */
    public OptionalInt port(String name, String protocol) {
        int[] found = {-1};
        Line.each(
                text,
                line -> {
                    boolean named = line.word().equals(name);
                    int port = line.port(protocol);
                    for (String alias = line.word(); !alias.isEmpty(); alias = line.word()) {
                        named |= alias.equals(name);
                    }
                    if (named && port > 0 && found[0] < 0) {
                        found[0] = port;
                    }
                });
        return found[0] < 0 ? OptionalInt.empty() : OptionalInt.of(found[0]);
    }

    /** Returns every port that is listed for udp or for tcp, as a set of its own. */
    public BitSet ports() {
        BitSet ports = new BitSet(LAST_PORT + 1);
        Line.each(
                text,
                line -> {
                    line.word();
                    String port = line.word();
                    int slash = port.indexOf('/');
                    int number = slash < 0 ? -1 : number(port.substring(0, slash));
                    if (number > 0 && (port.endsWith("/udp") || port.endsWith("/tcp"))) {
                        ports.set(number);
                    }
                });
        return ports;
    }

    /** Returns the port that {@code digits} spell, or -1 if they do not. */
    static int number(String digits) {
        if (digits.isEmpty() || digits.length() > 5) {
            return -1;
        }
        int number = 0;
        for (int i = 0; i < digits.length(); i++) {
            char digit = digits.charAt(i);
            if (digit < '0' || digit > '9') {
                return -1;
            }
            number = number * 10 + digit - '0';
        }
        return number > LAST_PORT ? -1 : number;
    }

    /** One line without its comment, read word by word. */
    static final class Line {
        private final String text;
        private int position;
        private final int end;

        private Line(String text, int start, int end) {
            this.text = text;
            this.position = start;
            this.end = end;
        }

        /** Gives every line of {@code text} that has a word to {@code reader}. */
        static void each(String text, Consumer<Line> reader) {
            for (int start = 0; start < text.length(); ) {
                int newline = text.indexOf('\n', start);
                int next = newline < 0 ? text.length() : newline;
                int hash = text.indexOf('#', start);
                int end = hash < 0 ? next : Math.min(hash, next);
                Line line = new Line(text, start, end);
                line.skipBlanks();
                if (line.position < end) {
                    reader.accept(line);
                }
                start = next + 1;
            }
        }

        /** Returns the next word, empty at the end. */
        String word() {
            skipBlanks();
            int start = position;
            while (position < end && text.charAt(position) > ' ') {
                position++;
            }
            return text.substring(start, position);
        }

        /** Reads {@code port/protocol}; returns -1 if it is of another protocol or malformed. */
        private int port(String protocol) {
            String word = word();
            int slash = word.indexOf('/');
            return slash >= 0 && word.substring(slash + 1).equals(protocol)
                    ? number(word.substring(0, slash))
                    : -1;
        }

        private void skipBlanks() {
            while (position < end && text.charAt(position) <= ' ') {
                position++;
            }
        }
    }
}
