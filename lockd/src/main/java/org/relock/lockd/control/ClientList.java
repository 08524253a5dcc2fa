package org.relock.lockd.control;

import java.util.List;
import java.util.Optional;
import org.relock.lockd.locks.ClientId;

/** The clients, as an administrator sees them. */
public interface ClientList {

    /** Returns all of them. */
    List<ClientView> all();

    /** Returns one of them. */
    Optional<ClientView> find(ClientId id);
}
