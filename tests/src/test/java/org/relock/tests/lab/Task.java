package org.relock.tests.lab;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.function.BooleanSupplier;

/** A command that runs in a guest: what it has printed so far, and how it ended. */
final class Task {

    private final String what;
    private final List<String> lines = new ArrayList<>();
    private OptionalInt status = OptionalInt.empty();
    private boolean lost;

    /**
     * @param what names the task for those who read that it failed
     */
    Task(String what) {
        this.what = what;
    }

    synchronized void printed(String line) {
        lines.add(line);
        notifyAll();
    }

    synchronized void ended(int exitStatus) {
        status = OptionalInt.of(exitStatus);
        notifyAll();
    }

    /** The guest is gone; nothing more will be heard. */
    synchronized void lost() {
        lost = true;
        notifyAll();
    }

    /** Waits for the end; returns the exit status. */
    synchronized int awaitStatus(Duration limit) throws InterruptedException {
        await(() -> status.isPresent(), "end", limit);
        return status.getAsInt();
    }

    /** Waits for a line whose first word is {@code word}; returns what follows it. */
    synchronized String awaitWord(String word, Duration limit) throws InterruptedException {
        await(() -> find(word) != null || status.isPresent(), "say \"" + word + "\"", limit);
        String found = find(word);
        if (found == null) {
            throw new AssertionError(what + " ended without \"" + word + "\": " + output());
        }
        return found;
    }

    /** Waits until the task has said {@code word}; for those whose words tell all. */
    void await(String word) throws InterruptedException {
        var unused = awaitWord(word, Guest.COMMAND);
    }

    /** Waits until the task has said {@code word} and a time; returns that, in microseconds. */
    long awaitMicros(String word) throws InterruptedException {
        return Long.parseLong(awaitWord(word, Guest.COMMAND));
    }

    /** Whether there is a line whose first word is {@code word}. */
    synchronized boolean hasSaid(String word) {
        return find(word) != null;
    }

    /** Returns all that was printed so far. */
    synchronized String output() {
        return String.join("\n", lines);
    }

    private String find(String word) {
        for (String line : lines) {
            if (line.equals(word) || line.startsWith(word + " ")) {
                return line.substring(word.length()).strip();
            }
        }
        return null;
    }

    private void await(BooleanSupplier condition, String deed, Duration limit)
            throws InterruptedException {
        long end = System.nanoTime() + limit.toNanos();
        while (!condition.getAsBoolean()) {
            long left = (end - System.nanoTime()) / 1_000_000;
            if (lost || left <= 0) {
                throw new AssertionError(
                        what
                                + (lost ? " is lost with its guest" : " did not " + deed)
                                + " within "
                                + limit.toSeconds()
                                + " s; it said: "
                                + output());
            }
            wait(left);
        }
    }
}
