package org.relock.state.store;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.util.Optional;
import java.util.zip.CRC32;

/**
 * One line of the peer memory: a checksum, a blank, and what happened.
 *
 * <pre>
 * 1c291ca3 seen 5 peer.example.test
 * 8d21f0aa owed 5 peer.example.test 0100007f 000186b5 ... (the record's line)
 * 03e5a9b1 paid 5 peer.example.test 0100007f 000186b5 ...
 * </pre>
 *
 * Blanks, control bytes and {@code %} in a peer's name are {@code %XX}.
 */
sealed interface PeerLine {

    /** A peer came with this state number. */
    record Seen(String peer, int state) implements PeerLine {
        @Override
        public String body() {
            return "seen " + state + ' ' + escape(peer);
        }
    }

    /** A callback is owed. */
    record Owed(OwedCallback callback) implements PeerLine {
        @Override
        public String body() {
            return "owed " + text(callback);
        }
    }

    /** A callback is owed no longer. */
    record Paid(OwedCallback callback) implements PeerLine {
        @Override
        public String body() {
            return "paid " + text(callback);
        }
    }

    /** Returns what happened, in one line. */
    String body();

    /** Returns the whole line, with its newline. */
    default String format() {
        String body = body();
        return checksum(body) + ' ' + body + '\n';
    }

    /** Reads a line without its newline; empty if it is torn, altered or unknown. */
    static Optional<PeerLine> parse(String line) {
        int digits = 8;
        if (line.length() <= digits || !line.startsWith(checksum(line.substring(digits + 1)))) {
            return Optional.empty();
        }
        String[] words = line.substring(digits + 1).split(" ", 4);
        try {
            int state = Integer.parseInt(words[1]);
            String name = unescape(words[2]);
            return switch (words[0]) {
                case "seen" -> Optional.of(new Seen(name, state));
                case "owed" -> callback(name, state, words[3]).map(Owed::new);
                case "paid" -> callback(name, state, words[3]).map(Paid::new);
                default -> Optional.empty();
            };
        } catch (IndexOutOfBoundsException | NumberFormatException e) {
            return Optional.empty(); // The checksum is right, so another program wrote it.
        }
    }

    private static Optional<OwedCallback> callback(String fileName, int state, String line) {
        return RecordLine.parse(fileName, line).map(record -> new OwedCallback(record, state));
    }

    private static String text(OwedCallback callback) {
        MonitorRecord record = callback.record();
        String line = RecordLine.text(record);
        return callback.state() + " " + escape(record.fileName()) + ' ' + line;
    }

    private static String checksum(String body) {
        CRC32 crc = new CRC32();
        crc.update(body.getBytes(ISO_8859_1));
        StringBuilder hex = new StringBuilder(8);
        for (int shift = 28; shift >= 0; shift -= 4) {
            hex.append(Character.forDigit((int) (crc.getValue() >>> shift) & 0xf, 16));
        }
        return hex.toString();
    }

    private static String escape(String name) {
        StringBuilder escaped = new StringBuilder(name.length());
        for (int i = 0; i < name.length(); i++) {
            char c = name.charAt(i);
            if (c > ' ' && c < 0x7f && c != '%') {
                escaped.append(c);
            } else {
                escaped.append('%')
                        .append(Character.forDigit(c >>> 4 & 0xf, 16))
                        .append(Character.forDigit(c & 0xf, 16));
            }
        }
        return escaped.toString();
    }

    private static String unescape(String escaped) {
        StringBuilder name = new StringBuilder(escaped.length());
        for (int i = 0; i < escaped.length(); i++) {
            if (escaped.charAt(i) == '%') {
                name.append((char) Integer.parseInt(escaped, i + 1, i + 3, 16));
                i += 2;
            } else {
                name.append(escaped.charAt(i));
            }
        }
        return name.toString();
    }
}
