package org.relock.lockd.export;

import java.util.List;
import java.util.Optional;
import org.relock.state.xdr.Opaque;

/** The exports of this moment, and the handles given out for their files. Nothing here waits. */
public interface Exports {

    /** Returns all, in the order of their paths. */
    List<Export> all();

    /** Returns the export of that number. */
    Optional<Export> byId(int id);

    /**
     * Returns the export that a handle was given out for; empty if it is there no more, even if
     * another has its number: that one's root is not above the file, or need not be.
     */
    default Optional<Export> of(FileHandle file) {
        Optional<Export> export = byId(file.export());
        return export.isPresent() && export.get().rootMark() == file.root()
                ? export
                : Optional.empty();
    }

    /** Returns the export of that path or, of those above it, the nearest. */
    Optional<Export> containing(String path);

    /** Returns the export that the public file handle stands for (RFC 2055, section 5). */
    default Optional<Export> publicExport() {
        return Optional.empty();
    }

    /** Reads a handle; empty if it was not signed by us: BADHANDLE. */
    Optional<FileHandle> open(Opaque handle);

    /** Makes the handle, at most 64 bytes, that stands for a file. */
    Opaque seal(FileHandle file);
}
