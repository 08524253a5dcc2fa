package org.relock.lockd.locks;

import java.util.ArrayList;
import java.util.List;

/** An owner that has something: one object for one name, so that equal means the same. */
final class Owner extends HashChains.Link<Owner> {

    final LockOwner name;
    final Account account;
    private final int hash;

    /** Its wishes; made when there is one. */
    private List<Waiting> wishes;

    /** How many files it holds locks on. */
    int files;

    int shares;

    Owner(LockOwner name, Account account, int hash) {
        this.name = name;
        this.account = account;
        this.hash = hash;
    }

    @Override
    int hash() {
        return hash;
    }

    List<Waiting> wishes() {
        return wishes == null ? List.of() : wishes;
    }

    void add(Waiting wish) {
        if (wishes == null) {
            wishes = new ArrayList<>(1);
        }
        wishes.add(wish);
    }

    void remove(Waiting wish) {
        wishes.remove(wish);
        if (wishes.isEmpty()) {
            wishes = null;
        }
    }

    boolean hasNothing() {
        return files == 0 && shares == 0 && wishes == null;
    }
}
