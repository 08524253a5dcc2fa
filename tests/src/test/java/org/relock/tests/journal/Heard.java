package org.relock.tests.journal;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.relock.lockd.locks.ByteRange;
import org.relock.lockd.locks.FileKey;
import org.relock.lockd.locks.Lock;
import org.relock.lockd.locks.LockJournal;
import org.relock.lockd.locks.LockMode;
import org.relock.lockd.locks.LockOwner;
import org.relock.lockd.locks.RecordedState;
import org.relock.lockd.locks.ShareReservation;
import org.relock.lockd.locks.Wish;

/** One file as a table of bytes, kept by what a journal is told; each change is a new picture. */
final class Heard implements LockJournal {

    /** More bytes than {@link LockScript} locks; the last stands for the end of the file. */
    private static final int BYTES = 64;

    private final Map<String, char[]> bytes = new TreeMap<>();
    private final Map<String, String> shares = new TreeMap<>();
    private final TreeMap<Long, Wish> wishes = new TreeMap<>();
    private final List<String> pictures = new ArrayList<>();

    /** Begins with one file of a table. */
    Heard(RecordedState state, FileKey file) {
        state.locks().getOrDefault(file, List.of()).forEach(lock -> locked(file, lock));
        state.shares().getOrDefault(file, List.of()).forEach(share -> shared(file, share));
        for (Wish wish : state.wishes()) {
            if (wish.request().file().equals(file)) {
                waits(wish);
            }
        }
        pictures.clear();
        changed();
    }

    /** Returns how it looked, from the beginning on. */
    List<String> pictures() {
        return pictures;
    }

    /** Returns how it looks now. */
    String picture() {
        return pictures.get(pictures.size() - 1);
    }

    private void changed() {
        StringBuilder picture = new StringBuilder();
        bytes.forEach(
                (owner, cells) -> {
                    String row = new String(cells);
                    if (!row.isBlank()) {
                        picture.append(owner).append(' ').append(row).append('\n');
                    }
                });
        shares.forEach((owner, share) -> picture.append(owner).append(share).append('\n'));
        for (Wish wish : wishes.values()) { // In their order; their ids are each process's own.
            picture.append(wish.request().owner()).append(wish.request().mode());
            picture.append(wish.request().range()).append(wish.state()).append('\n');
        }
        pictures.add(picture.toString());
    }

    private void fill(LockOwner owner, ByteRange range, char with) {
        char[] cells =
                bytes.computeIfAbsent(
                        owner.toString(),
                        key -> {
                            char[] blank = new char[BYTES];
                            Arrays.fill(blank, ' ');
                            return blank;
                        });
        int last = range.toEnd() ? BYTES - 1 : Math.toIntExact(range.last());
        Arrays.fill(cells, Math.toIntExact(range.first()), last + 1, with);
    }

    @Override
    public void locked(FileKey file, Lock lock) {
        fill(lock.owner(), lock.range(), lock.mode() == LockMode.WRITE ? 'W' : 'r');
        changed();
    }

    @Override
    public void unlocked(FileKey file, LockOwner owner, ByteRange range) {
        fill(owner, range, ' ');
        changed();
    }

    @Override
    public void waits(Wish wish) {
        wishes.put(wish.id(), wish);
        changed();
    }

    @Override
    public void gone(long wish) {
        wishes.remove(wish);
        changed();
    }

    @Override
    public void shared(FileKey file, ShareReservation share) {
        shares.put(share.owner().toString(), " " + share.access() + " " + share.deny());
        changed();
    }

    @Override
    public void unshared(FileKey file, LockOwner owner) {
        shares.remove(owner.toString());
        changed();
    }
}
