package org.relock.state.access;

import java.net.InetAddress;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Consumer;
import org.relock.state.names.NumericAddress;

/**
 * Reads {@code daemons : clients [: option ...]}, a rule a line, and keeps those about one daemon.
 * What is not supported (netgroups, user names, commands) is reported and matches nobody, or is
 * left undone.
 */
final class RuleParser {

    /** More rules than this are not read. */
    private static final int MAX_RULES = 4096;

    private final String daemon;
    private final String file;
    private final boolean allows;
    private final Consumer<String> warn;
    private final List<Rule> rules = new ArrayList<>();
    private int number;

    private RuleParser(String daemon, String file, boolean allows, Consumer<String> warn) {
        this.daemon = daemon;
        this.file = file;
        this.allows = allows;
        this.warn = warn;
    }

    /**
     * Returns the rules of one file that are about {@code daemon}, in order.
     *
     * @param file its name, for warnings
     * @param allows whether it is hosts.allow
     */
    static List<Rule> parse(
            String daemon, String file, boolean allows, String text, Consumer<String> warn) {
        RuleParser parser = new RuleParser(daemon, file, allows, warn);
        parser.lines(text);
        return List.copyOf(parser.rules);
    }

    private void lines(String text) {
        String[] lines = text.split("\n", -1);
        for (int i = 0; i < lines.length; i++) {
            number = i + 1;
            StringBuilder line = new StringBuilder();
            while (lines[i].endsWith("\\") && i + 1 < lines.length) {
                line.append(lines[i], 0, lines[i].length() - 1);
                i++;
            }
            String whole = line.append(lines[i]).toString().strip();
            if (whole.isEmpty() || whole.charAt(0) == '#') {
                continue;
            }
            if (rules.size() == MAX_RULES) {
                complain("more than " + MAX_RULES + " rules; the rest is ignored");
                return;
            }
            line(whole);
        }
    }

    private void line(String line) {
        List<String> fields = fields(line);
        if (fields.size() < 2) {
            complain("no rule: " + printable(line));
            return;
        }
        if (!isForUs(words(fields.get(0)))) {
            return;
        }
        ClientList clients = clients(words(fields.get(1)));
        rules.add(new Rule(clients, verdict(fields.subList(2, fields.size()))));
    }

    /** Splits at the colons that are neither in brackets nor behind a backslash. */
    private static List<String> fields(String line) {
        List<String> fields = new ArrayList<>();
        StringBuilder field = new StringBuilder();
        boolean bracket = false;
        for (int i = 0; i < line.length(); i++) {
            char c = line.charAt(i);
            if (c == '\\' && i + 1 < line.length() && line.charAt(i + 1) == ':') {
                field.append(':');
                i++;
            } else if (c == ':' && !bracket) {
                fields.add(field.toString().strip());
                field.setLength(0);
            } else {
                bracket = c == '[' || (bracket && c != ']');
                field.append(c);
            }
        }
        fields.add(field.toString().strip());
        return fields;
    }

    private static List<String> words(String field) {
        List<String> words = new ArrayList<>();
        for (String word : field.split("[ \t\r,]+", -1)) {
            if (!word.isEmpty()) {
                words.add(word);
            }
        }
        return words;
    }

    private boolean isForUs(List<String> words) {
        int except = indexOfExcept(words);
        boolean any = false;
        for (String word : words.subList(0, except)) {
            String name = word.toLowerCase(Locale.ROOT);
            any |= name.equals("all") || name.equals("known") || Glob.matches(name, daemon);
        }
        return any && (except == words.size() || !isForUs(words.subList(except + 1, words.size())));
    }

    private static int indexOfExcept(List<String> words) {
        for (int i = 0; i < words.size(); i++) {
            if (words.get(i).equalsIgnoreCase("EXCEPT")) {
                return i;
            }
        }
        return words.size();
    }

    private ClientList clients(List<String> words) {
        // Of several EXCEPTs the last binds first, so the lists are built from the end.
        Optional<ClientList> except = Optional.empty();
        List<ClientPattern> patterns = new ArrayList<>();
        for (int i = words.size() - 1; i >= 0; i--) {
            if (words.get(i).equalsIgnoreCase("EXCEPT")) {
                except = Optional.of(new ClientList(patterns, except));
                patterns = new ArrayList<>();
            } else {
                patterns.add(pattern(words.get(i)));
            }
        }
        return new ClientList(patterns, except);
    }

    private ClientPattern pattern(String word) {
        String lower = word.toLowerCase(Locale.ROOT);
        int at = lower.lastIndexOf('@');
        if (at > 0) {
            String user = lower.substring(0, at);
            if (user.equals("all") || user.equals("unknown")) {
                return pattern(word.substring(at + 1)); // No caller's user name is ever known.
            }
        }
        Optional<ClientPattern> keyword =
                switch (lower) {
                    case "all" -> Optional.of(new ClientPattern.All());
                    case "local" -> Optional.of(new ClientPattern.Local());
                    case "known" -> named(Client.Standing.KNOWN);
                    case "unknown" -> named(Client.Standing.UNKNOWN);
                    case "paranoid" -> named(Client.Standing.PARANOID);
                    default -> Optional.empty();
                };
        return keyword.isPresent() ? keyword.get() : hosts(word, lower, at);
    }

    private static Optional<ClientPattern> named(Client.Standing standing) {
        return Optional.of(new ClientPattern.Named(standing));
    }

    private ClientPattern hosts(String word, String lower, int at) {
        if (at >= 0 || lower.startsWith("/")) {
            return nobody(word);
        }
        if (lower.startsWith(".")) {
            return new ClientPattern.Domain(lower);
        }
        if (lower.indexOf('/') >= 0 || lower.startsWith("[")) {
            return network(word);
        }
        if (lower.indexOf('*') >= 0 || lower.indexOf('?') >= 0) {
            return new ClientPattern.Wildcard(lower);
        }
        if (lower.endsWith(".")) {
            return Glob.isNumeric(lower)
                    ? new ClientPattern.AddressPrefix(lower)
                    : new ClientPattern.Wildcard(lower + "*");
        }
        Optional<InetAddress> address = NumericAddress.parse(lower);
        if (address.isPresent()) {
            return network(address.get(), 8 * address.get().getAddress().length);
        }
        return new ClientPattern.HostName(lower);
    }

    private ClientPattern network(String word) {
        int slash = word.lastIndexOf('/');
        String net = slash < 0 ? word : word.substring(0, slash);
        String size = slash < 0 ? "" : word.substring(slash + 1);
        if (net.startsWith("[") && net.endsWith("]")) {
            net = net.substring(1, net.length() - 1);
        }
        Optional<InetAddress> address = NumericAddress.parse(net);
        if (address.isEmpty()) {
            return nobody(word);
        }
        int bits = 8 * address.get().getAddress().length;
        if (slash < 0) {
            return network(address.get(), bits);
        }
        Optional<InetAddress> mask = NumericAddress.parse(size);
        if (mask.isPresent() && mask.get().getAddress().length * 8 == bits) {
            String hex = HexFormat.of().formatHex(mask.get().getAddress());
            return new ClientPattern.Network(address.get(), hex, true);
        }
        try {
            int length = Integer.parseInt(size);
            return length >= 0 && length <= bits ? network(address.get(), length) : nobody(word);
        } catch (NumberFormatException e) {
            return nobody(word);
        }
    }

    private static ClientPattern network(InetAddress address, int length) {
        byte[] mask = new byte[address.getAddress().length];
        Arrays.fill(mask, 0, length / 8, (byte) 0xff);
        if (length % 8 > 0) {
            mask[length / 8] = (byte) (0xff00 >> (length % 8));
        }
        return new ClientPattern.Network(address, HexFormat.of().formatHex(mask), mask.length == 4);
    }

    private ClientPattern nobody(String word) {
        complain("matches nobody, as it is not supported: " + printable(word));
        return new ClientPattern.Nobody();
    }

    /** Returns what a rule does with those it is about: the file's way unless it says otherwise. */
    private boolean verdict(List<String> options) {
        boolean verdict = allows;
        for (String option : options) {
            String keyword = option.split("[ \t=]", 2)[0].toLowerCase(Locale.ROOT);
            switch (keyword) {
                case "allow" -> verdict = true;
                case "deny" -> verdict = false;
                case "twist", "aclexec" -> {
                    // The command would decide; it is not run, so nobody is let in by it.
                    verdict = false;
                    complain("denies, as " + keyword + " is not supported");
                }
                case "" -> {} // Nothing between two colons.
                default -> complain("not done: " + printable(option));
            }
        }
        return verdict;
    }

    private void complain(String what) {
        warn.accept(file + ":" + number + ": " + what);
    }

    private static String printable(String text) {
        StringBuilder safe = new StringBuilder();
        for (int i = 0; i < text.length() && i < 80; i++) {
            char c = text.charAt(i);
            safe.append(c >= ' ' && c < 0x7f ? c : '?');
        }
        return safe.toString();
    }
}
