package org.relock.tests.sim;

import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.relock.lockd.locks.LockRequest;
import org.relock.lockd.locks.RecordedState;
import org.relock.lockd.locks.Taken;

/** Compares tables, but not since when something is held: that is for people to look at. */
final class Snapshots {

    private Snapshots() {}

    /** Returns what one of them has and the other has not; nothing if there is no such thing. */
    static Set<String> differences(RecordedState one, RecordedState other) {
        Set<String> ones = words(one);
        Set<String> others = words(other);
        Set<String> all = new TreeSet<>(ones);
        all.addAll(others);
        all.removeIf(word -> ones.contains(word) && others.contains(word));
        return all;
    }

    private static Set<String> words(RecordedState state) {
        Set<String> words = new HashSet<>();
        words.add("last wish " + state.lastWish());
        state.wishes()
                .forEach(
                        wish -> {
                            LockRequest asked = wish.request();
                            words.add(
                                    "wish "
                                            + List.of(
                                                    wish.id(),
                                                    wish.state(),
                                                    wish.memo(),
                                                    asked.file(),
                                                    asked.owner(),
                                                    asked.mode(),
                                                    asked.range())
                                            + how(asked.taken()));
                        });
        add(words, state.locks());
        add(words, state.shares());
        return words;
    }

    private static <T> void add(Set<String> words, Map<?, List<T>> files) {
        files.forEach(
                (file, list) -> {
                    for (T item : list) {
                        words.add(file + " " + item.toString().replaceAll("sinceMillis=\\d+", ""));
                    }
                });
    }

    private static String how(Taken taken) {
        return taken.server() + " " + taken.clientState() + " " + taken.monitored();
    }
}
