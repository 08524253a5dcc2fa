package org.relock.lockd.export;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Reads text in the syntax of exports(5). A line that is wrong, or asks for what is not supported,
 * is left out as a whole and complained of: without one of its clients, another rule might let in
 * that client with more than was meant.
 */
final class ExportsReader {

    /** More lines than any server exports directories; what follows is left out. */
    private static final int MAX_ENTRIES = 10_000;

    private final List<ExportEntry> entries = new ArrayList<>();
    private final List<String> complaints = new ArrayList<>();
    private boolean faulty;

    /** Reads a file's text. */
    void file(String name, String text) {
        int number = 0;
        int start = 0;
        while (start < text.length()) {
            StringBuilder line = new StringBuilder();
            int first = ++number;
            while (true) {
                int newline = text.indexOf('\n', start);
                int end = newline < 0 ? text.length() : newline;
                boolean continued = newline > start && text.charAt(end - 1) == '\\';
                line.append(text, start, continued ? end - 1 : end);
                start = end + 1;
                if (!continued) {
                    break;
                }
                number++;
            }
            line(name + ":" + first, line.toString());
        }
    }

    /** Reads one line of exports(5) that came from {@code where}. */
    void line(String where, String line) {
        try {
            List<String> words = words(line);
            if (!words.isEmpty()) {
                entry(where, words.get(0), words.subList(1, words.size()));
            }
        } catch (MalformedExportException e) {
            complain(where, e.getMessage() + "; the line is left out");
        }
    }

    /** Reads {@code DIRECTORY} or {@code DIRECTORY:clients}. */
    void option(String where, String value, ExportOptions usual) {
        int colon = value.indexOf(':');
        try {
            List<ClientRule> rules =
                    colon < 0
                            ? List.of(new ClientRule(new ClientPattern.Anyone(), usual))
                            : rules(where, words(value.substring(colon + 1)));
            add(where, colon < 0 ? value : value.substring(0, colon), rules);
        } catch (MalformedExportException e) {
            complain(where, e.getMessage() + "; it is left out");
        }
    }

    /** Takes note of something that is wrong, and is left out. */
    void complain(String where, String what) {
        remark(where, what);
        faulty = true;
    }

    /** Takes note of something that is valid, and may not be what was meant. */
    private void remark(String where, String what) {
        complaints.add(where + ": " + what);
    }

    /** Returns all that was read. */
    ExportList list() {
        return new ExportList(entries, complaints, faulty);
    }

    /** Splits at blanks outside of quotes; a word that begins with # begins a comment. */
    private static List<String> words(String line) throws MalformedExportException {
        List<String> words = new ArrayList<>();
        int at = 0;
        while (true) {
            while (at < line.length() && isBlank(line.charAt(at))) {
                at++;
            }
            if (at == line.length() || line.charAt(at) == '#') {
                return words;
            }
            StringBuilder word = new StringBuilder();
            boolean quoted = false;
            while (at < line.length() && (quoted || !isBlank(line.charAt(at)))) {
                Optional<Character> octal = PathText.octal(line, at);
                if (octal.isPresent()) {
                    word.append(octal.get());
                    at += 4;
                } else if (line.charAt(at) == '"') {
                    quoted = !quoted;
                    at++;
                } else {
                    word.append(line.charAt(at++));
                }
            }
            if (quoted) {
                throw new MalformedExportException("a quotation mark is not closed");
            }
            words.add(word.toString());
        }
    }

    private static boolean isBlank(char c) {
        return c == ' ' || c == '\t' || c == '\r';
    }

    private void entry(String where, String path, List<String> words)
            throws MalformedExportException {
        add(where, path, rules(where, words));
    }

    private void add(String where, String path, List<ClientRule> rules)
            throws MalformedExportException {
        if (entries.size() == MAX_ENTRIES) {
            throw new MalformedExportException("more than " + MAX_ENTRIES + " lines");
        }
        entries.add(new ExportEntry(plain(path), rules, where));
    }

    private List<ClientRule> rules(String where, List<String> words)
            throws MalformedExportException {
        List<ClientRule> rules = new ArrayList<>();
        ExportOptions usual = ExportOptions.DEFAULT;
        for (String word : words) {
            if (word.charAt(0) == '-') {
                usual = OptionWords.read(word.substring(1), usual);
            } else {
                rules.add(rule(where, word, usual));
            }
        }
        if (rules.isEmpty()) {
            rules.add(new ClientRule(new ClientPattern.Anyone(), usual));
        }
        return rules;
    }

    private ClientRule rule(String where, String word, ExportOptions usual)
            throws MalformedExportException {
        int open = word.indexOf('(');
        if (open < 0) {
            return new ClientRule(ClientPattern.of(word), usual);
        }
        if (word.indexOf(')') != word.length() - 1 || word.indexOf('(', open + 1) >= 0) {
            throw new MalformedExportException(
                    "options are written client(option,option) without blanks: "
                            + PathText.escape(word));
        }
        if (open == 0) {
            remark(where, "no client before " + PathText.escape(word) + ": it means everybody");
        }
        return new ClientRule(
                ClientPattern.of(word.substring(0, open)),
                OptionWords.read(word.substring(open + 1, word.length() - 1), usual));
    }

    /** Returns an absolute path without empty parts. */
    private static String plain(String path) throws MalformedExportException {
        Optional<String> plain = ExportPaths.plain(path);
        if (plain.isEmpty()) {
            throw new MalformedExportException(
                    "not an absolute path without . and ..: " + PathText.escape(path));
        }
        return plain.get();
    }
}
