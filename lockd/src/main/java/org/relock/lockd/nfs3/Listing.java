package org.relock.lockd.nfs3;

import java.util.Optional;
import org.relock.lockd.vfs.DirectoryReader;
import org.relock.lockd.vfs.Entry;
import org.relock.state.xdr.Opaque;
import org.relock.state.xdr.XdrWriter;

/**
 * {@code dirlist3} and {@code dirlistplus3} (RFC 1813, 3.3.16 and 3.3.17), entry by entry until
 * there is no more room.
 */
final class Listing implements DirectoryReader {

    /** {@code cookieverf3}: cookies never lose their meaning, so there is but one. */
    static final long VERIFIER = 0;

    /** What the results have around the entries: attributes, verifier, end of list, eof. */
    private static final int AROUND = Fattr3.POST_OP_BYTES + 8 + 4 + 4;

    /** Room for a small directory, in bytes. */
    private static final int USUAL_BYTES = 2_048;

    private final Optional<Place> plus;
    private final int most;
    private final long mostNames;
    private final XdrWriter entries = new XdrWriter(USUAL_BYTES);
    private long names;
    private boolean full;

    private Listing(Optional<Place> plus, long bytes, long mostNames) {
        this.plus = plus;
        this.most = (int) Math.max(0, bytes - AROUND);
        this.mostNames = mostNames;
    }

    /**
     * Makes one for READDIR.
     *
     * @param bytes for all results
     */
    static Listing plain(long bytes) {
        return new Listing(Optional.empty(), bytes, bytes);
    }

    /**
     * Makes one for READDIRPLUS.
     *
     * @param place makes handles
     * @param bytes for all results
     * @param mostNames for file ids, names and cookies; the first entry may need more
     */
    static Listing plus(Place place, long bytes, long mostNames) {
        return new Listing(Optional.of(place), bytes, mostNames);
    }

    @Override
    public boolean entry(long fileId, Opaque name, long cookie, Optional<Entry> entry) {
        int start = entries.size();
        entries.bool(true).i64(fileId).opaque(name).i64(cookie);
        // The mark that an entry follows is not the directory's.
        long named = names + entries.size() - start - 4;
        if (plus.isPresent()) {
            Fattr3.postOp(entry.map(Entry::attributes), entries);
            entries.bool(entry.isPresent());
            if (entry.isPresent()) {
                entries.opaque(plus.get().handle(entry.get().file()));
            }
        }
        if (entries.size() > most || (start > 0 && named > mostNames)) {
            entries.truncate(start);
            full = true;
            return false;
        }
        names = named;
        return true;
    }

    /** Returns whether there was an entry, but not room for a single one. */
    boolean isTooSmall() {
        return full && entries.size() == 0;
    }

    /** Writes what there is, after the attributes. */
    void encode(boolean eof, XdrWriter xdr) {
        xdr.i64(VERIFIER).raw(entries.written()).bool(false).bool(eof);
    }
}
