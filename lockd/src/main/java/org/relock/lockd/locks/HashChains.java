package org.relock.lockd.locks;

import java.util.ArrayList;
import java.util.List;

/**
 * A hash table whose elements are their own links, since a table of many small things is paid for
 * by the byte. Who looks something up walks the chain of its hash.
 *
 * @param <T> the kind of element
 */
final class HashChains<T extends HashChains.Link<T>> {

    /**
     * An element.
     *
     * @param <T> the kind of element
     */
    abstract static class Link<T extends Link<T>> {
        /** The next element in the same chain. */
        T chain;

        abstract int hash();
    }

    private static final int FEWEST_CHAINS = 16;

    private List<T> heads = chains(FEWEST_CHAINS);
    private int size;

    /** Returns the first element whose hash may be {@code hash}; null if there is none. */
    T chain(int hash) {
        return heads.get(hash & (heads.size() - 1));
    }

    /** Returns how many chains there are. */
    int chains() {
        return heads.size();
    }

    /** Returns the first element of a chain by its place; null if there is none. */
    T at(int place) {
        return heads.get(place);
    }

    void add(T element) {
        if (size == heads.size()) {
            resize(heads.size() * 2);
        }
        put(element);
        size++;
    }

    /** Takes an element out; returns false if it is not there. */
    boolean remove(T element) {
        int at = element.hash() & (heads.size() - 1);
        T before = null;
        T here = heads.get(at);
        while (here != element) {
            if (here == null) {
                return false;
            }
            before = here;
            here = here.chain;
        }
        if (before == null) {
            heads.set(at, element.chain);
        } else {
            before.chain = element.chain;
        }
        element.chain = null;
        size--;
        if (size < heads.size() / 8 && heads.size() > FEWEST_CHAINS) {
            resize(heads.size() / 2);
        }
        return true;
    }

    private void put(T element) {
        int at = element.hash() & (heads.size() - 1);
        element.chain = heads.get(at);
        heads.set(at, element);
    }

    private void resize(int chains) {
        List<T> old = heads;
        heads = chains(chains);
        for (T head : old) {
            T element = head;
            while (element != null) {
                T next = element.chain;
                put(element);
                element = next;
            }
        }
    }

    private static <T> List<T> chains(int count) {
        List<T> chains = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            chains.add(null);
        }
        return chains;
    }
}
