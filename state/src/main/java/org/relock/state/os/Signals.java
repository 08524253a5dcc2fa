package org.relock.state.os;

import java.util.EnumMap;
import java.util.Map;

/**
 * Signals that a daemon acts on.
 *
 * <p>They come by way of the launcher, whose handler only writes the number into a pipe. Without
 * the launcher the Java machine keeps its own ways: HUP, INT and TERM run the shutdown hooks, and
 * every method here answers false.
 */
public final class Signals {

    /** The signals that may be asked for, each with its number on Linux. */
    public enum Kind {
        /** The terminal is gone; daemons end. */
        HUP(1),
        /** Ctrl-C. */
        INT(2),
        /** The program's own. */
        USR1(10),
        /** The program's own. */
        USR2(12),
        /** End in good order. */
        TERM(15);

        private final int number;

        Kind(int number) {
            this.number = number;
        }
    }

    private static final Map<Kind, Runnable> ACTIONS = new EnumMap<>(Kind.class);

    private static Thread waiter;

    private Signals() {}

    /**
     * Runs {@code action} on the one thread for signals whenever {@code kind} comes. An action may
     * call {@link System#exit}.
     *
     * @return whether it will
     */
    public static synchronized boolean on(Kind kind, Runnable action) {
        if (!LauncherCalls.ARE_BOUND) {
            return false;
        }
        ACTIONS.put(kind, action);
        // The first watch makes the pipe that the waiter reads.
        boolean watched = LauncherCalls.watch(kind.number) == 0;
        if (watched && waiter == null) {
            waiter = new Waiter();
            waiter.setDaemon(true);
            waiter.start();
        }
        return watched;
    }

    /** Ignores {@code kind}; returns whether that was possible. */
    public static boolean ignore(Kind kind) {
        return LauncherCalls.ARE_BOUND && LauncherCalls.ignore(kind.number) == 0;
    }

    private static synchronized Runnable actionFor(int number) {
        for (Map.Entry<Kind, Runnable> action : ACTIONS.entrySet()) {
            if (action.getKey().number == number) {
                return action.getValue();
            }
        }
        throw new IllegalStateException("a signal nobody watches: " + number);
    }

    private static final class Waiter extends Thread {
        Waiter() {
            super("signals");
        }

        @Override
        public void run() {
            while (true) {
                int number = LauncherCalls.nextSignal();
                if (number < 0) {
                    throw new IllegalStateException("the launcher's signal pipe ended");
                }
                actionFor(number).run();
            }
        }
    }
}
