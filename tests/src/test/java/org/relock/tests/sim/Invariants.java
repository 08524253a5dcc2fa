package org.relock.tests.sim;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.relock.lockd.locks.GraceScope;
import org.relock.lockd.locks.LockOwner;
import org.relock.lockd.locks.LockService;
import org.relock.lockd.locks.RecordedState;

/** What must be true of a server and its clients at any moment. */
final class Invariants implements SimClient.Watcher {

    /** So near the end of a grace, a refusal may have been on its way. */
    private static final Duration NEAR_THE_END = Duration.ofSeconds(6);

    /** How often the daemon looks whether grace is over. */
    private static final Duration A_LOOK = Duration.ofSeconds(1);

    private final SimLockServer server;
    private final List<SimClient> clients;

    /** What was held at a power cut and may be reclaimed. */
    private Table before = new Table();

    private final Openings openings = new Openings();
    private boolean graceWasOn;
    private Optional<RecordedState> lastSeen = Optional.empty();
    private Table table = new Table();

    Invariants(SimLockServer server, List<SimClient> clients) {
        this.server = server;
        this.clients = clients;
    }

    /** The server is about to lose its power. */
    void powerCut() {
        look();
        openings.powerCut(graceWasOn);
        if (graceWasOn) {
            before.add(table);
        } else {
            before = table;
        }
        lastSeen = Optional.empty();
    }

    /**
     * The daemon is about to be killed. If grace has just ended, the next one may not know that
     * yet, and begins it again for what has been granted since.
     */
    void kill() {
        if (look()) {
            before.add(table);
            openings.kill();
        }
    }

    /** Looks at everything. */
    void check() {
        if (!look()) {
            return;
        }
        Optional<String> conflict = table.conflict();
        if (conflict.isPresent()) {
            throw new Violation("conflict: " + conflict.get() + "\n" + table);
        }
        if (graceWasOn) {
            Optional<String> anew = table.newSince(before, this::isBelieved);
            if (anew.isPresent()) {
                throw new Violation("in grace: " + anew.get() + "\n" + before + "then\n" + table);
            }
        }
        openings.check(graceWasOn && server.recordIsExact());
        if (graceWasOn && server.graceFor().compareTo(server.grace().plus(A_LOOK)) > 0) {
            throw new Violation("grace has lasted for " + server.graceFor());
        }
        for (SimClient client : clients) {
            client.kernel().ifPresent(this::beliefs);
        }
    }

    /**
     * Whether a client reclaims what it held before an earlier reboot of which it never heard.
     * Without an exact record nobody can tell that others may have had it since.
     */
    private boolean isBelieved(String file, LockOwner owner, int slot, int mode) {
        if (server.recordIsExact()) {
            return false;
        }
        for (SimClient client : clients) {
            for (App app : client.kernel().map(ClientKernel::apps).orElse(List.of())) {
                if (Table.nameOf(app.file()).equals(file)
                        && Table.text(owner).startsWith(app + " ")
                        && app.belief().mode(slot) >= mode) {
                    return true;
                }
            }
        }
        return false;
    }

    /** Reads the table; false if there is no server. */
    private boolean look() {
        Optional<LockService> locks = server.locks();
        if (locks.isEmpty()) {
            return false;
        }
        RecordedState state = locks.get().snapshot();
        if (lastSeen.isEmpty() || !lastSeen.get().equals(state)) {
            lastSeen = Optional.of(state);
            table = Table.of(state);
            openings.look(state);
        }
        graceWasOn =
                locks.get().grace().stream()
                        .anyMatch(grace -> grace.scope() instanceof GraceScope.Everyone);
        return true;
    }

    private void beliefs(ClientKernel kernel) {
        // SHARE brings no state, so that a late notice of a client's own reboot may cost it a
        // share.
        if (kernel.process().node().boots() == 1) {
            for (Opener opener : kernel.openers()) {
                openings.believed(opener, server.node().boots());
            }
        }
        for (App app : kernel.apps()) {
            for (int i = 0; i < Span.SLOTS; i++) {
                int believed = app.belief().mode(i);
                if (believed != Belief.NONE
                        && app.belief().boot(i) == server.node().boots()
                        && table.held(app.file(), app.toString(), i) < believed) {
                    throw new Violation(
                            app + " thinks it holds byte " + i + " and does not:\n" + table);
                }
            }
        }
    }

    @Override
    public void lost(SimClient client, Object who, Object what, int stat) {
        Duration up = server.upFor();
        client.node()
                .world()
                .trace()
                .say(who + " loses " + what + ", answer " + stat + ", server up for " + up);
        boolean maybeReleased = who instanceof Opener && client.node().boots() > 1;
        if (!maybeReleased && up.compareTo(server.grace().minus(NEAR_THE_END)) < 0) {
            throw new Violation(
                    who
                            + " was refused what it held before, "
                            + what
                            + ", by "
                            + stat
                            + " "
                            + up.toSeconds()
                            + " s after the boot\n"
                            + before
                            + "then\n"
                            + table);
        }
    }

    /** Nothing is left when everybody has given up everything. */
    void nothingIsLeft() {
        RecordedState state = server.locks().orElseThrow().snapshot();
        if (!state.locks().isEmpty() || !state.wishes().isEmpty() || !state.shares().isEmpty()) {
            throw new Violation("something is left that nobody holds: " + state);
        }
    }
}
