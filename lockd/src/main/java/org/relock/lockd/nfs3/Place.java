package org.relock.lockd.nfs3;

import java.util.Optional;
import org.relock.lockd.export.Export;
import org.relock.lockd.export.ExportRights;
import org.relock.lockd.export.Exports;
import org.relock.lockd.export.FileHandle;
import org.relock.lockd.vfs.Actor;
import org.relock.lockd.vfs.Attributes;
import org.relock.lockd.vfs.FileException;
import org.relock.lockd.vfs.FileId;
import org.relock.lockd.vfs.FileStatus;
import org.relock.lockd.vfs.FileSystem;
import org.relock.state.xdr.Opaque;

/**
 * A file that a caller has shown the handle of, and how he may use it.
 *
 * @param actor with whose rights he does it
 */
public record Place(
        Exports exports,
        Changes changes,
        Export export,
        ExportRights rights,
        Actor actor,
        FileId file) {

    /** Returns the files of its export. */
    public FileSystem files() {
        return export.files();
    }

    /** Returns the attributes of now, unless they cannot be had. */
    public Optional<Attributes> attributes() {
        try {
            return Optional.of(files().attributes(file));
        } catch (FileException e) {
            // They are an addition to an answer, which has its own status.
            return Optional.empty();
        }
    }

    /**
     * Checks that the export is not read-only.
     *
     * @throws FileException ROFS if it is
     */
    public void mayChange() throws FileException {
        if (rights.readOnly()) {
            throw new FileException(FileStatus.ROFS);
        }
    }

    /**
     * Checks that something can be both here and there.
     *
     * @throws FileException XDEV if the exports are two
     */
    void isBeside(Place other) throws FileException {
        if (!isWith(other)) {
            throw new FileException(FileStatus.XDEV);
        }
    }

    /** Returns whether that is the same file, shown as one of the same export. */
    boolean isSameAs(Place other) {
        return isWith(other) && file.equals(other.file());
    }

    /** A number that a reload gives to another directory between two handles is not the same. */
    private boolean isWith(Place other) {
        return export.id() == other.export().id() && export.rootMark() == other.export().rootMark();
    }

    /** Returns another file of this export, for the same caller. */
    Place with(FileId other) {
        return new Place(exports, changes, export, rights, actor, other);
    }

    /** Returns the handle of another file of this export. */
    Opaque handle(FileId other) {
        return exports.seal(FileHandle.in(export, other));
    }

    /** Takes the attributes of before a change. */
    Change change() {
        return changes.begin(this);
    }
}
