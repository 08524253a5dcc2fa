package org.relock.tests.sim;

import java.net.InetAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** One seed, and all that comes of it. */
final class SimWorld {

    private final long seed;
    private final SimRandom random;
    private final Scheduler scheduler;
    private final Trace trace;
    private final SimNetwork network;
    private final SimNames names = new SimNames();
    private final List<Runnable> afterEachStep = new ArrayList<>();
    private boolean locksMayChange;

    SimWorld(long seed) {
        this.seed = seed;
        Violation.forget();
        random = new SimRandom(seed);
        scheduler = new Scheduler(random);
        trace = new Trace(scheduler);
        network = new SimNetwork(this);
    }

    long seed() {
        return seed;
    }

    SimRandom random() {
        return random;
    }

    Scheduler scheduler() {
        return scheduler;
    }

    Trace trace() {
        return trace;
    }

    SimNetwork network() {
        return network;
    }

    SimNames names() {
        return names;
    }

    /** Builds a machine that has not been switched on yet. */
    SimNode node(String name, InetAddress... addresses) {
        SimNode node = new SimNode(this, name, List.of(addresses));
        network.attach(node);
        names.add(name, node.addresses());
        return node;
    }

    /** Adds what is looked at after each step that could change a lock, or a belief in one. */
    void afterEachStep(Runnable check) {
        afterEachStep.add(check);
    }

    /** A process does something. */
    void runs(SimProcess process) {
        locksMayChange |= process.isAboutLocks();
    }

    /** Lets things happen until nothing more does in {@code time}. */
    void run(Duration time) {
        long until = scheduler.now() + time.toNanos();
        while (step(until)) {
            // The step is all there is to do.
        }
    }

    /** Makes one step; false if there is none before {@code until}, which is then now. */
    boolean step(long until) {
        if (!scheduler.step(until)) {
            return false;
        }
        if (locksMayChange) {
            locksMayChange = false;
            afterEachStep.forEach(Runnable::run);
        }
        Violation.throwIfAny();
        return true;
    }
}
