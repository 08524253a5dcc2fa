package org.relock.lockd.hosts;

import java.util.Objects;
import org.relock.state.xdr.Opaque;

/**
 * What must be known of a client after a restart or a reboot of ours.
 *
 * @param client who
 * @param monName the name statd was asked to watch it under; empty if it is not watched
 * @param priv the 16 bytes statd gives back with a notice about it
 */
public record ClientRecord(Client client, String monName, Opaque priv) {

    /** The length of {@link #priv}, in bytes ({@code SM_PRIV_SIZE}). */
    public static final int PRIV_BYTES = 16;

    /** Checks the length. */
    public ClientRecord {
        Objects.requireNonNull(client, "client");
        Objects.requireNonNull(monName, "monName");
        if (priv.length() != PRIV_BYTES) {
            throw new IllegalArgumentException("priv of " + priv.length() + " bytes");
        }
    }
}
