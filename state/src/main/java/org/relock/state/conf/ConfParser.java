package org.relock.state.conf;

import java.nio.file.Path;

/**
 * Reads the lines of a file and of those it includes:
 *
 * <pre>
 * # comment, or ; comment
 * [section]            or [section "argument"]
 * key = value          # comment
 * key = "value # 1"    or 'value'
 * key = a long \
 *       value
 * include = [-]path    without an error if it is missing, with the hyphen
 * </pre>
 *
 * An included file is read as if its lines stood in the place of the line that includes it.
 */
final class ConfParser {

    private final Settings settings;
    private final ConfFiles files;
    private String section = "";
    private String argument = "";

    ConfParser(Settings settings, ConfFiles files) {
        this.settings = settings;
        this.files = files;
    }

    /** Reads a file's text; the last line need not have a newline. */
    void parse(Path file, String text, int depth) {
        int number = 1;
        int from = 0;
        while (from < text.length()) {
            int first = number;
            int end = text.indexOf('\n', from);
            StringBuilder line = null;
            while (end > from && text.charAt(end - 1) == '\\') {
                // The backslash and the newline are two blanks.
                line = line == null ? new StringBuilder() : line;
                line.append(text, from, end - 1).append("  ");
                from = end + 1;
                end = text.indexOf('\n', from);
                number++;
            }
            int to = end < 0 ? text.length() : end;
            String last = text.substring(from, to);
            line(file, first, line == null ? last : line.append(last).toString(), depth);
            from = to + 1;
            number++;
        }
    }

    private void line(Path file, int number, String text, int depth) {
        String line = text.strip();
        if (line.isEmpty() || line.charAt(0) == '#' || line.charAt(0) == ';') {
            return;
        }
        if (line.charAt(0) == '[') {
            section(file, number, line);
            return;
        }
        int equals = line.indexOf('=');
        if (equals <= 0) {
            warn(file, number, "neither a section nor an assignment");
            return;
        }
        String key = line.substring(0, equals).strip();
        String value = value(file, number, line.substring(equals + 1).strip());
        if (key.equalsIgnoreCase("include")) {
            files.include(this, file, number, value, depth);
        } else if (section.isEmpty()) {
            warn(file, number, "an assignment before the first section");
        } else {
            settings.set(section, argument, key, new Setting(value, file, number));
        }
    }

    /** Enters a section; what follows one that cannot be read belongs to none. */
    private void section(Path file, int number, String line) {
        section = "";
        argument = "";
        String inside = line.substring(1).strip();
        int nameEnd = ConfText.find(inside, 0, "]\" \t");
        String name = inside.substring(0, nameEnd);
        String rest = inside.substring(nameEnd).strip();
        String quoted = "";
        if (rest.startsWith("\"")) {
            int close = rest.indexOf('"', 1);
            if (close < 0) {
                warn(file, number, "a section's argument without closing quote");
                return;
            }
            quoted = rest.substring(1, close);
            rest = rest.substring(close + 1).strip();
        }
        if (name.isEmpty() || !rest.startsWith("]")) {
            warn(file, number, "not a section: " + ConfText.printable(line));
            return;
        }
        String after = rest.substring(1).strip();
        if (!after.isEmpty() && after.charAt(0) != '#' && after.charAt(0) != ';') {
            warn(file, number, "ignored after the section: " + ConfText.printable(after));
        }
        section = name;
        argument = quoted;
    }

    private String value(Path file, int number, String text) {
        if (text.isEmpty() || (text.charAt(0) != '"' && text.charAt(0) != '\'')) {
            return text.substring(0, ConfText.find(text, 0, "#;")).strip();
        }
        int close = text.indexOf(text.charAt(0), 1);
        if (close < 0) {
            warn(file, number, "a value without closing quote");
            return text.substring(1);
        }
        String after = text.substring(close + 1).strip();
        if (!after.isEmpty() && after.charAt(0) != '#' && after.charAt(0) != ';') {
            warn(file, number, "ignored after the value: " + ConfText.printable(after));
        }
        return text.substring(1, close);
    }

    private void warn(Path file, int number, String what) {
        settings.warn(file + ":" + number, what);
    }
}
