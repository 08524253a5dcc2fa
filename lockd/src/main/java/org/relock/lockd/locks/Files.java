package org.relock.lockd.locks;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;

/** The files on which there is something, by key and by file system. */
final class Files {

    /** Names of files come from strangers, who must not be able to choose the chain. */
    private static final long SEED = new SplittableRandom().nextLong();

    private final HashChains<LockedFile> files = new HashChains<>();
    private final Map<Integer, Ends> fileSystems = new HashMap<>();

    /** The files of a file system, in the order they came; kept when it is empty. */
    private static final class Ends {
        LockedFile first;
        LockedFile last;
    }

    /** Returns the file, or null if there is nothing on it. */
    LockedFile find(FileKey key) {
        return find(key, hash(key));
    }

    /** Returns the file; who puts nothing on it says {@link #leave}. */
    LockedFile of(FileKey key) {
        int hash = hash(key);
        LockedFile file = find(key, hash);
        if (file == null) {
            file = new LockedFile(key, hash);
            files.add(file);
            append(file, fileSystems.computeIfAbsent(key.fileSystem(), number -> new Ends()));
        }
        return file;
    }

    /** Forgets a file if there is nothing on it; may be said more than once. */
    void leave(LockedFile file) {
        if (file.hasNothing() && files.remove(file)) {
            remove(file, fileSystems.get(file.key.fileSystem()));
        }
    }

    List<LockedFile> all() {
        List<LockedFile> all = new ArrayList<>();
        fileSystems.values().forEach(ends -> collect(ends, all));
        return all;
    }

    /** Returns how many chains the files hang in. */
    int chains() {
        return files.chains();
    }

    /** Adds the files of one chain to {@code into}. */
    void collect(int chain, Collection<LockedFile> into) {
        for (LockedFile file = files.at(chain); file != null; file = file.chain) {
            into.add(file);
        }
    }

    List<LockedFile> on(int fileSystem) {
        List<LockedFile> all = new ArrayList<>();
        collect(fileSystems.getOrDefault(fileSystem, new Ends()), all);
        return all;
    }

    private static void collect(Ends ends, List<LockedFile> into) {
        for (LockedFile file = ends.first; file != null; file = file.next) {
            into.add(file);
        }
    }

    private static void append(LockedFile file, Ends ends) {
        file.previous = ends.last;
        if (ends.last == null) {
            ends.first = file;
        } else {
            ends.last.next = file;
        }
        ends.last = file;
    }

    private static void remove(LockedFile file, Ends ends) {
        if (file.previous == null) {
            ends.first = file.next;
        } else {
            file.previous.next = file.next;
        }
        if (file.next == null) {
            ends.last = file.previous;
        } else {
            file.next.previous = file.previous;
        }
        file.previous = null;
        file.next = null;
    }

    private LockedFile find(FileKey key, int hash) {
        LockedFile file = files.chain(hash);
        while (file != null && !(file.hash() == hash && same(file.key, key))) {
            file = file.chain;
        }
        return file;
    }

    private static boolean same(FileKey a, FileKey b) {
        return a.fileSystem() == b.fileSystem() && a.name().equals(b.name());
    }

    private static int hash(FileKey key) {
        return key.name().hash(SEED + key.fileSystem());
    }
}
