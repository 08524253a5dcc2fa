package org.relock.lockd.vfs;

import java.util.Optional;
import org.relock.state.xdr.Opaque;

/** Takes a directory's entries one by one. */
public interface DirectoryReader {

    /**
     * Takes one entry.
     *
     * @param fileId its {@link Attributes#fileId}
     * @param name its name
     * @param cookie where to go on after it; never 0
     * @param entry the file itself, if that was asked for and it was still there
     * @return false if it did not fit any more, which ends the reading before this entry
     */
    boolean entry(long fileId, Opaque name, long cookie, Optional<Entry> entry);
}
