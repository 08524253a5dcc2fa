package org.relock.lockd.locks;

import java.util.SplittableRandom;

/** The owners that have something, by name. */
final class Owners {

    /** Owners' names come from strangers, who must not be able to choose the chain. */
    private static final long SEED = new SplittableRandom().nextLong();

    private final HashChains<Owner> owners = new HashChains<>();
    private final Accounts accounts;

    Owners(Accounts accounts) {
        this.accounts = accounts;
    }

    /** Returns the owner of that name, or null if it has nothing. */
    Owner find(LockOwner name) {
        return find(name, hash(name));
    }

    /** Returns the owner of that name; who gives it nothing says {@link #leave}. */
    Owner of(LockOwner name) {
        int hash = hash(name);
        Owner owner = find(name, hash);
        if (owner == null) {
            owner = new Owner(name, accounts.of(name.client()), hash);
            owners.add(owner);
        }
        return owner;
    }

    /** Forgets an owner if it has nothing; may be said more than once. */
    void leave(Owner owner) {
        if (owner.hasNothing() && owners.remove(owner)) {
            accounts.leave(owner.account);
        }
    }

    private Owner find(LockOwner name, int hash) {
        Owner owner = owners.chain(hash);
        while (owner != null && !(owner.hash() == hash && same(owner.name, name))) {
            owner = owner.chain;
        }
        return owner;
    }

    private static boolean same(LockOwner a, LockOwner b) {
        return a.client().number() == b.client().number() && a.name().equals(b.name());
    }

    private static int hash(LockOwner name) {
        return name.name().hash(SEED ^ name.client().number());
    }
}
