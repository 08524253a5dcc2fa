package org.relock.lockd.locks;

import static java.lang.Long.compareUnsigned;

import java.util.function.Predicate;

/**
 * Spans in the order of their first bytes, which may overlap: a treap whose nodes know the highest
 * last byte below them. To add, to remove and to find the first of those in the way takes
 * logarithmic time.
 *
 * @param <T> the kind of span
 */
final class SpanTree<T extends Span<T>> {

    private T root;

    boolean isEmpty() {
        return root == null;
    }

    T root() {
        return root;
    }

    void add(T span) {
        root = insert(root, span);
    }

    void remove(T span) {
        root = without(root, span);
    }

    /**
     * Returns the span with the lowest first byte that overlaps {@code from} to {@code to} and is
     * not {@code owner}'s; null if there is none.
     */
    T firstOfAnother(Owner owner, long from, long to) {
        return firstOfAnother(root, owner, from, to);
    }

    /**
     * Shows the spans that overlap {@code from} to {@code to} in order, until {@code wantsMore} is
     * false.
     */
    void visit(long from, long to, Predicate<? super T> wantsMore) {
        visit(root, from, to, wantsMore);
    }

    /**
     * Shows the spans that come after the one with that first byte and serial, in order, until
     * {@code wantsMore} is false; serials are above 0, so that 0 and 0 show all.
     *
     * @return whether all were shown and more were wanted after each
     */
    boolean visitAfter(long first, long serial, Predicate<? super T> wantsMore) {
        return visitAfter(root, first, serial, wantsMore);
    }

    private boolean visitAfter(T tree, long first, long serial, Predicate<? super T> wantsMore) {
        T at = tree;
        while (at != null) {
            boolean isAfter =
                    at.first == first ? at.serial > serial : compareUnsigned(at.first, first) > 0;
            if (isAfter && !(visitAfter(at.left, first, serial, wantsMore) && wantsMore.test(at))) {
                return false;
            }
            at = at.right;
        }
        return true;
    }

    private T firstOfAnother(T tree, Owner owner, long from, long to) {
        T at = tree;
        while (at != null && compareUnsigned(at.maxLast, from) >= 0) {
            T found = firstOfAnother(at.left, owner, from, to);
            if (found != null) {
                return found;
            }
            if (compareUnsigned(at.first, to) > 0) {
                return null;
            }
            if (compareUnsigned(at.last, from) >= 0 && at.owner() != owner) {
                return at;
            }
            at = at.right;
        }
        return null;
    }

    private boolean visit(T tree, long from, long to, Predicate<? super T> wantsMore) {
        T at = tree;
        while (at != null && compareUnsigned(at.maxLast, from) >= 0) {
            if (!visit(at.left, from, to, wantsMore)) {
                return false;
            }
            if (compareUnsigned(at.first, to) > 0) {
                return true;
            }
            if (compareUnsigned(at.last, from) >= 0 && !wantsMore.test(at)) {
                return false;
            }
            at = at.right;
        }
        return true;
    }

    private T insert(T tree, T span) {
        if (tree == null) {
            span.refresh();
            return span;
        }
        if (span.rank() > tree.rank()) {
            split(tree, span);
            span.refresh();
            return span;
        }
        if (span.isBefore(tree)) {
            tree.left = insert(tree.left, span);
        } else {
            tree.right = insert(tree.right, span);
        }
        tree.refresh();
        return tree;
    }

    /** Hangs what comes before {@code span} to its left, and the rest to its right. */
    private void split(T tree, T span) {
        if (tree == null) {
            span.left = null;
            span.right = null;
        } else if (tree.isBefore(span)) {
            split(tree.right, span);
            tree.right = span.left;
            tree.refresh();
            span.left = tree;
        } else {
            split(tree.left, span);
            tree.left = span.right;
            tree.refresh();
            span.right = tree;
        }
    }

    private T without(T tree, T span) {
        if (tree == null) {
            throw new IllegalStateException("a span that is not in the tree");
        }
        if (tree == span) {
            T rest = merge(span.left, span.right);
            span.left = null;
            span.right = null;
            return rest;
        }
        if (span.isBefore(tree)) {
            tree.left = without(tree.left, span);
        } else {
            tree.right = without(tree.right, span);
        }
        tree.refresh();
        return tree;
    }

    private T merge(T before, T after) {
        if (before == null) {
            return after;
        }
        if (after == null) {
            return before;
        }
        if (before.rank() > after.rank()) {
            before.right = merge(before.right, after);
            before.refresh();
            return before;
        }
        after.left = merge(before, after.left);
        after.refresh();
        return after;
    }
}
