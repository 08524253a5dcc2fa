package org.relock.lockd.locks;

import java.util.LinkedHashSet;
import java.util.Set;

/** Clients, owners and files that something in a table belongs to. */
final class Directory {

    final Accounts accounts = new Accounts();
    final Owners owners = new Owners(accounts);
    final Files files = new Files();

    /** Those files that have a queue. */
    final Set<LockedFile> queued = new LinkedHashSet<>();

    /** Forgets an owner and a file if nothing belongs to them any more. */
    void leave(Owner owner, LockedFile file) {
        owners.leave(owner);
        files.leave(file);
    }
}
