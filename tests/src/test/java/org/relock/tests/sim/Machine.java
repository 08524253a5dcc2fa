package org.relock.tests.sim;

import java.io.IOException;

/** What every machine does when it boots. */
final class Machine {

    private Machine() {}

    /** Counts the boot and tells everybody who was watched before it. */
    static int announce(SimNode node, SimNsmStore store) {
        try {
            store.retire();
            int state = node.boots() == 1 ? store.state() : store.advanceState();
            SimNotifier.start(node, store, state);
            return state;
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }
}
