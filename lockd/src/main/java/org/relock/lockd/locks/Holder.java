package org.relock.lockd.locks;

import static java.lang.Long.compareUnsigned;

import java.util.ArrayList;
import java.util.List;

/**
 * One owner's locks on one file, which never overlap: a treap in their order, with the ranks of the
 * file's tree.
 */
final class Holder extends HashChains.Link<Holder> {

    final Owner owner;
    final LockedFile file;
    private Hold root;

    Holder(Owner owner, LockedFile file) {
        this.owner = owner;
        this.file = file;
    }

    static int hash(Owner owner, LockedFile file) {
        return owner.hash() * 31 + file.hash();
    }

    @Override
    int hash() {
        return hash(owner, file);
    }

    boolean hasNothing() {
        return root == null;
    }

    void add(Hold hold) {
        root = insert(root, hold);
    }

    void remove(Hold hold) {
        root = without(root, hold);
    }

    /** Adds the locks that overlap {@code from} to {@code to} to a list, in their order. */
    void collect(long from, long to, List<Hold> into) {
        collect(root, from, to, into);
    }

    /** Whether every byte is held, for writing if {@code write}. */
    boolean covers(long from, long to, boolean write) {
        long next = from;
        while (true) {
            Hold hold = at(next);
            if (hold == null || (write && !hold.isWrite())) {
                return false;
            }
            if (compareUnsigned(hold.last, to) >= 0) {
                return true;
            }
            next = hold.last + 1;
        }
    }

    /** Whether one of at most {@code most} locks keeps a wish waiting; true if there are more. */
    boolean mayKeepWaiting(int most) {
        FileQueue queue = file.queue;
        if (queue == null || root == null) {
            return false;
        }
        List<Hold> open = new ArrayList<>(List.of(root));
        for (int i = 0; i < open.size(); i++) {
            Hold hold = open.get(i);
            if (i >= most || queue.isWaitedFor(hold)) {
                return true;
            }
            if (hold.lower != null) {
                open.add(hold.lower);
            }
            if (hold.higher != null) {
                open.add(hold.higher);
            }
        }
        return false;
    }

    /** Whether a lock of this owner is in the way of somebody else who wants these bytes. */
    boolean isInTheWay(long from, long to, boolean write) {
        return isInTheWay(root, from, to, write);
    }

    private Hold at(long position) {
        Hold hold = root;
        while (hold != null && !hold.overlaps(position, position)) {
            hold = compareUnsigned(position, hold.first) < 0 ? hold.lower : hold.higher;
        }
        return hold;
    }

    private static boolean isInTheWay(Hold tree, long from, long to, boolean write) {
        return tree != null
                && ((tree.overlaps(from, to) && (write || tree.isWrite()))
                        || (compareUnsigned(tree.first, from) > 0
                                && isInTheWay(tree.lower, from, to, write))
                        || (compareUnsigned(tree.last, to) < 0
                                && isInTheWay(tree.higher, from, to, write)));
    }

    private static void collect(Hold tree, long from, long to, List<Hold> into) {
        if (tree == null) {
            return;
        }
        if (compareUnsigned(tree.first, from) > 0) {
            collect(tree.lower, from, to, into);
        }
        if (tree.overlaps(from, to)) {
            into.add(tree);
        }
        if (compareUnsigned(tree.last, to) < 0) {
            collect(tree.higher, from, to, into);
        }
    }

    private static Hold insert(Hold tree, Hold hold) {
        if (tree == null) {
            return hold;
        }
        if (hold.rank() > tree.rank()) {
            split(tree, hold);
            return hold;
        }
        if (hold.isBefore(tree)) {
            tree.lower = insert(tree.lower, hold);
        } else {
            tree.higher = insert(tree.higher, hold);
        }
        return tree;
    }

    private static void split(Hold tree, Hold hold) {
        if (tree == null) {
            hold.lower = null;
            hold.higher = null;
        } else if (tree.isBefore(hold)) {
            split(tree.higher, hold);
            tree.higher = hold.lower;
            hold.lower = tree;
        } else {
            split(tree.lower, hold);
            tree.lower = hold.higher;
            hold.higher = tree;
        }
    }

    private static Hold without(Hold tree, Hold hold) {
        if (tree == null) {
            throw new IllegalStateException("a lock that its owner does not have");
        }
        if (tree == hold) {
            Hold rest = merge(hold.lower, hold.higher);
            hold.lower = null;
            hold.higher = null;
            return rest;
        }
        if (hold.isBefore(tree)) {
            tree.lower = without(tree.lower, hold);
        } else {
            tree.higher = without(tree.higher, hold);
        }
        return tree;
    }

    private static Hold merge(Hold before, Hold after) {
        if (before == null) {
            return after;
        }
        if (after == null) {
            return before;
        }
        if (before.rank() > after.rank()) {
            before.higher = merge(before.higher, after);
            return before;
        }
        after.lower = merge(before, after.lower);
        return after;
    }
}
