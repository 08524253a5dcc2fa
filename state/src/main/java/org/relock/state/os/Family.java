package org.relock.state.os;

import java.util.LinkedHashSet;
import java.util.Set;

/** A process of ours with its children, and theirs. */
final class Family {

    private static final int SIGSTOP = 19;

    /** How often its members are looked for; each time, those found before can fork no more. */
    private static final int MOST_LOOKS = 100;

    private Family() {}

    /**
     * Kills {@code parent} and all that descends from it. They are stopped first, because of a
     * process that dies while its child is not yet known nobody can tell any more whose it was.
     */
    static void kill(ProcessHandle parent) {
        Set<ProcessHandle> known = new LinkedHashSet<>();
        for (int look = 0; look < MOST_LOOKS && stopNew(parent, known); look++) {
            // Those who were not stopped yet may have had children meanwhile.
        }
        for (ProcessHandle member : known) {
            member.destroyForcibly();
        }
    }

    /** Stops the members that are not known yet; returns whether there were any. */
    private static boolean stopNew(ProcessHandle parent, Set<ProcessHandle> known) {
        int before = known.size();
        stop(parent, known);
        parent.descendants().forEach(member -> stop(member, known));
        return known.size() > before;
    }

    private static void stop(ProcessHandle member, Set<ProcessHandle> known) {
        if (known.add(member) && member.isAlive()) {
            Libc.kill((int) member.pid(), SIGSTOP);
        }
    }
}
