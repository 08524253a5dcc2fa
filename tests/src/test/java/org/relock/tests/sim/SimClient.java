package org.relock.tests.sim;

import java.net.InetAddress;
import java.util.List;
import java.util.Optional;
import org.relock.state.rpc.Transport;
import org.relock.state.store.MemoryPeers;
import org.relock.state.xdr.Opaque;

/** A machine whose applications lock files of a server. */
final class SimClient {

    /** What becomes of a GRANTED there; whoever waits asks again now and then anyway. */
    enum Manners {
        GOOD,
        /** Nobody hears it. */
        DEAF,
        /** It is never wanted. */
        REFUSING,
        /** Half the time the client says that it is not ready. */
        UNREADY
    }

    /** How it mounts the server, and what it does there. */
    record Habits(
            InetAddress server,
            Transport transport,
            int version,
            List<Opaque> files,
            int apps,
            int openers,
            int operations,
            Manners manners,
            boolean messages,
            boolean unmonitored) {

        Habits {
            if (version == 1 && (openers > 0 || unmonitored)) {
                throw new IllegalArgumentException("version 1 has no such procedures");
            }
        }
    }

    private final SimNode node;
    private final Habits habits;
    private final Watcher watcher;
    private final SimNsmStore store;
    private final MemoryPeers memory = new MemoryPeers();
    private Optional<ClientKernel> kernel = Optional.empty();
    private Optional<SimProcess> statd = Optional.empty();
    private int svids = 100;
    private Manners manners;

    /** Hears of what should not happen to a client. */
    interface Watcher {
        /** A reclaim was refused: an {@link App}'s or an {@link Opener}'s, of what it held. */
        void lost(SimClient client, Object who, Object what, int stat);
    }

    SimClient(SimNode node, Habits habits, Watcher watcher) {
        this.node = node;
        this.habits = habits;
        this.manners = habits.manners();
        this.watcher = watcher;
        store = new SimNsmStore(node.world(), node.name());
    }

    SimNode node() {
        return node;
    }

    Watcher watcher() {
        return watcher;
    }

    Manners manners() {
        return manners;
    }

    /** From now on it takes what it is granted. */
    void learnManners() {
        manners = Manners.GOOD;
    }

    /** Whether it uses the {@code _MSG} procedures. */
    boolean messages() {
        return habits.messages();
    }

    /** Whether it uses NM_LOCK too. */
    boolean unmonitored() {
        return habits.unmonitored();
    }

    InetAddress serverAddress() {
        return habits.server();
    }

    Optional<ClientKernel> kernel() {
        return kernel;
    }

    void boot() {
        node.boot();
        Machine.announce(node, store);
        statd = Optional.of(SimStatd.start(node, store, memory));
        ClientKernel started = new ClientKernel(this, habits.transport(), habits.version());
        kernel = Optional.of(started);
        for (int i = 0; i < habits.apps(); i++) {
            Opaque file = node.world().random().pick(habits.files());
            // What an owner had before a crash is not what one has after it.
            started.run(new App(started, file, ++svids, habits.operations()));
        }
        for (int i = 0; i < habits.openers(); i++) {
            Opaque file = node.world().random().pick(habits.files());
            started.run(new Opener(started, file, ++svids, habits.operations()));
        }
    }

    void crash() {
        kernel = Optional.empty();
        node.cutPower();
        store.powerCut();
    }

    void restartStatd() {
        statd.ifPresent(SimProcess::end);
        statd = Optional.of(SimStatd.start(node, store, memory));
    }

    /** Returns the machine's state number as its disk has it. */
    int state() {
        return store.state();
    }

    boolean done() {
        return kernel.isPresent()
                && kernel.get().apps().stream().allMatch(App::done)
                && kernel.get().openers().stream().allMatch(Opener::done);
    }
}
