package org.relock.state.conf;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Reads a command line as getopt_long(3) does: clustered letters, arguments joined or apart, long
 * names shortened as long as they are unambiguous, options and other words in any order, {@code --}
 * to end the options.
 *
 * <p>A long name of our own, which has no letter, gives way to nfs-utils' names: what those names
 * could be shortened to before, they still can.
 *
 * <p>A library that does the same was measured: it costs 45 ms of each start, a quarter of what the
 * whole daemon may take. This costs less than one.
 */
public final class Getopt {

    private final List<Option> options;

    /** Understands {@code options}. */
    public Getopt(List<Option> options) {
        this.options = List.copyOf(options);
    }

    /**
     * An option.
     *
     * @param letter its letter; 0 if it has none
     * @param name its long name; empty if it has none
     * @param takesArgument whether a word belongs to it
     */
    public record Option(char letter, String name, boolean takesArgument) {}

    /** What was found on the command line, in its order. */
    public sealed interface Word {

        /**
         * An option.
         *
         * @param option which
         * @param argument its argument; empty if it takes none
         */
        record Given(Option option, String argument) implements Word {}

        /**
         * What is no option of ours, or one without its argument.
         *
         * @param complaint what the C library would say, without the program's name
         */
        record Wrong(String complaint) implements Word {}

        /** A word that is no option. */
        record Other(String word) implements Word {}
    }

    /** Reads all of {@code arguments}. */
    public List<Word> read(String... arguments) {
        List<Word> words = new ArrayList<>();
        int next = 0;
        while (next < arguments.length) {
            String argument = arguments[next++];
            Optional<String> following =
                    next < arguments.length ? Optional.of(arguments[next]) : Optional.empty();
            if (argument.equals("--")) {
                while (next < arguments.length) {
                    words.add(new Word.Other(arguments[next++]));
                }
            } else if (argument.startsWith("--")) {
                next += readLong(argument.substring(2), following, words);
            } else if (argument.length() > 1 && argument.charAt(0) == '-') {
                next += readLetters(argument, following, words);
            } else {
                words.add(new Word.Other(argument));
            }
        }
        return words;
    }

    /** Returns how many of the following words were used up: one or none. */
    private int readLong(String text, Optional<String> following, List<Word> words) {
        int equals = text.indexOf('=');
        String name = equals < 0 ? text : text.substring(0, equals);
        List<Option> meant = meantBy(name);
        if (meant.size() != 1) {
            words.add(
                    new Word.Wrong(
                            meant.isEmpty()
                                    ? "unrecognized option '--" + name + "'"
                                    : "option '--" + name + "' is ambiguous"));
            return 0;
        }
        Option option = meant.get(0);
        if (!option.takesArgument()) {
            words.add(
                    equals < 0
                            ? new Word.Given(option, "")
                            : new Word.Wrong(
                                    "option '--" + option.name() + "' doesn't allow an argument"));
            return 0;
        }
        if (equals >= 0) {
            words.add(new Word.Given(option, text.substring(equals + 1)));
            return 0;
        }
        if (following.isEmpty()) {
            words.add(new Word.Wrong("option '--" + option.name() + "' requires an argument"));
            return 0;
        }
        words.add(new Word.Given(option, following.get()));
        return 1;
    }

    private List<Option> meantBy(String name) {
        List<Option> theirs = new ArrayList<>();
        List<Option> ours = new ArrayList<>();
        for (Option option : options) {
            if (option.name().equals(name)) {
                return List.of(option);
            }
            if (!name.isEmpty() && option.name().startsWith(name)) {
                (option.letter() == 0 ? ours : theirs).add(option);
            }
        }
        return theirs.isEmpty() ? ours : theirs;
    }

    /** Returns how many of the following words were used up: one or none. */
    private int readLetters(String letters, Optional<String> following, List<Word> words) {
        for (int i = 1; i < letters.length(); i++) {
            char letter = letters.charAt(i);
            Optional<Option> found = withLetter(letter);
            if (found.isEmpty()) {
                words.add(new Word.Wrong("invalid option -- '" + letter + "'"));
                continue;
            }
            Option option = found.get();
            if (!option.takesArgument()) {
                words.add(new Word.Given(option, ""));
                continue;
            }
            if (i + 1 < letters.length()) {
                words.add(new Word.Given(option, letters.substring(i + 1)));
                return 0;
            }
            if (following.isEmpty()) {
                words.add(new Word.Wrong("option requires an argument -- '" + letter + "'"));
                return 0;
            }
            words.add(new Word.Given(option, following.get()));
            return 1;
        }
        return 0;
    }

    private Optional<Option> withLetter(char letter) {
        for (Option option : options) {
            if (option.letter() == letter && letter != 0) {
                return Optional.of(option);
            }
        }
        return Optional.empty();
    }
}
