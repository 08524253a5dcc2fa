package org.relock.state.store;

import java.util.Objects;
import org.relock.state.nsm.MonId;
import org.relock.state.nsm.MyId;
import org.relock.state.nsm.Sm;
import org.relock.state.xdr.Opaque;

/**
 * One line of the monitor list: who is watched, for whom, and what the watcher wants back.
 *
 * @param fileName the name of the file that holds the line: the watched host's canonical name
 * @param monId who is watched and for whom, exactly as it was asked for (blanks in {@code myName}
 *     have become {@code _})
 * @param priv the watcher's 16 bytes
 */
public record MonitorRecord(String fileName, MonId monId, Opaque priv) {

    /** Checks that nothing is missing; whether it can be stored is the store's question. */
    public MonitorRecord {
        Objects.requireNonNull(fileName, "fileName");
        Objects.requireNonNull(monId, "monId");
        if (priv.length() != Sm.PRIV_BYTES) {
            throw new IllegalArgumentException("priv is " + priv.length() + " bytes");
        }
    }

    /** Returns the watched host as the watcher calls it. */
    public String monName() {
        return monId.monName();
    }

    /** Returns who wants to be told. */
    public MyId myId() {
        return monId.myId();
    }
}
