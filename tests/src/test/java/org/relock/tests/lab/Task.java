package org.relock.tests.lab;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.BooleanSupplier;

/** A command that runs in a guest: what it has said so far, and when, and how it ended. */
final class Task {

    private final String what;
    private final long begun = System.nanoTime();
    private final List<Line> lines = new ArrayList<>();
    private OptionalInt status = OptionalInt.empty();
    private boolean lost;

    /**
     * A line, and when it was heard here. The clocks of the guests are of no use: on a busy machine
     * two of them differ by tenths of a second.
     */
    private record Line(String text, long nanos) {}

    /** Makes one; {@code what} names it for those who read that it failed. */
    Task(String what) {
        this.what = what;
    }

    /**
     * When the guest was told to begin, on the clock of {@link #await}. What a busy guest says of
     * its own start comes late, so times that count from here err against the programs, if at all.
     */
    long begun() {
        return begun;
    }

    synchronized void said(String text) {
        lines.add(new Line(text, System.nanoTime()));
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

    /**
     * Waits for a line.
     *
     * @return when it was heard; only differences mean anything, across tasks and guests too
     */
    synchronized long await(String text, Duration limit) throws InterruptedException {
        await(() -> find(text).isPresent() || status.isPresent(), "say \"" + text + "\"", limit);
        return find(text)
                .orElseThrow(
                        () ->
                                new AssertionError(
                                        what + " ended without \"" + text + "\": " + output()))
                .nanos();
    }

    /** Returns all that was said so far. */
    synchronized String output() {
        return String.join("\n", lines.stream().map(Line::text).toList());
    }

    private Optional<Line> find(String text) {
        return lines.stream().filter(line -> line.text().equals(text)).findFirst();
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
