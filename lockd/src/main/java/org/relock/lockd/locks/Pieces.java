package org.relock.lockd.locks;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;

/**
 * A table copied piece by piece, so that nobody has to wait for all of it. What changes meanwhile
 * may be in the copy as it was or as it is; who keeps a journal of changes from before the first
 * piece on and hears them after the copy has the table as it is.
 */
final class Pieces {

    /** What one piece costs at most, in chains looked at and things copied. */
    private static final int PIECE = 256;

    private final LockTable table;
    private final ArrayDeque<LockedFile> files = new ArrayDeque<>();
    private final List<Runnable> piece = new ArrayList<>(PIECE);
    private List<Waiting> wishes = List.of();

    /** The next chain of files, of so many; and the next wish, once all chains are done. */
    private int chain;

    private int chains;
    private int wish = -1;

    /** Where in the first file we are: in which of its trees, and behind which lock. */
    private boolean writers;

    private long lastFirst;
    private long lastSerial;

    private int left;

    Pieces(LockTable table) {
        this.table = table;
    }

    /**
     * Copies a piece; with the table's monitor.
     *
     * @return whether there may be another
     */
    boolean copy(LockJournal to) {
        piece.clear();
        left = PIECE;
        while (left > 0 && wish < 0) {
            if (!files.isEmpty()) {
                copyFrom(files.peek(), to);
            } else if (!nextChain()) {
                wishes = table.wishes.all();
                wish = 0;
            }
        }
        while (left > 0 && wish < wishes.size()) {
            Waiting waiting = wishes.get(wish);
            if (table.wishes.find(waiting.serial) == waiting) {
                Wish copied = waiting.toWish();
                piece.add(() -> to.waits(copied));
            }
            wish++;
            left--;
        }
        return wish < wishes.size();
    }

    /** Tells the piece that was copied last; without the monitor. */
    void tell() {
        piece.forEach(Runnable::run);
    }

    /** Returns whether there was another chain of files. */
    private boolean nextChain() {
        int now = table.directory.files.chains();
        if (now < chains) {
            chain = 0; // The table has become smaller: what is left may be where we have been.
        }
        chains = now;
        if (chain == chains) {
            return false;
        }
        table.directory.files.collect(chain, files);
        chain++;
        left--;
        return true;
    }

    /** Copies as much of a file as fits; one that has left the table has nothing any more. */
    private void copyFrom(LockedFile file, LockJournal to) {
        SpanTree<Hold> holds = file.holds(writers);
        if (!holds.visitAfter(lastFirst, lastSerial, hold -> add(hold, file, to))) {
            return;
        }
        lastFirst = 0;
        lastSerial = 0;
        if (!writers) {
            writers = true;
            return;
        }
        writers = false;
        if (file.shares != null) {
            for (HeldShare share : file.shares.all()) {
                ShareReservation copied = share.share;
                piece.add(() -> to.shared(file.key, copied));
                left--;
            }
        }
        files.remove();
        left--;
    }

    private boolean add(Hold hold, LockedFile file, LockJournal to) {
        Lock copied = hold.toLock();
        piece.add(() -> to.locked(file.key, copied));
        lastFirst = hold.first;
        lastSerial = hold.serial;
        left--;
        return left > 0;
    }
}
