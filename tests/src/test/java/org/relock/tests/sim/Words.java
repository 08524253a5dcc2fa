package org.relock.tests.sim;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;

/** The words of one line of a script, taken one after the other. */
final class Words {

    private final String line;
    private final Deque<String> words;

    Words(String line) {
        this.line = line;
        this.words = new ArrayDeque<>(List.of(line.strip().split(" +")));
    }

    String next() {
        if (words.isEmpty()) {
            throw unclear();
        }
        return words.removeFirst();
    }

    int number() {
        return Integer.parseInt(next());
    }

    boolean isEmpty() {
        return words.isEmpty();
    }

    /** Takes the next word if it is this one. */
    boolean take(String word) {
        if (word.equals(words.peekFirst())) {
            words.removeFirst();
            return true;
        }
        return false;
    }

    /** Takes {@code word} and the one after it, wherever they stand. */
    Optional<String> option(String word) {
        List<String> all = List.copyOf(words);
        int at = all.indexOf(word);
        if (at < 0 || at + 1 == all.size()) {
            return Optional.empty();
        }
        words.clear();
        words.addAll(all.subList(0, at));
        words.addAll(all.subList(at + 2, all.size()));
        return Optional.of(all.get(at + 1));
    }

    /** Takes {@code word}, wherever it stands. */
    boolean flag(String word) {
        return words.remove(word);
    }

    IllegalArgumentException unclear() {
        return new IllegalArgumentException("what does this mean: " + line);
    }
}
