package org.relock.lockd.vfs.posix;

import java.util.Optional;
import org.relock.lockd.vfs.FileException;
import org.relock.lockd.vfs.FileId;
import org.relock.state.xdr.Opaque;

/** How files get ids that outlive restarts, and are found by them. */
interface Handles extends AutoCloseable {

    /** Returns the id of the top, from a descriptor of it. */
    FileId root(Scratch scratch, int fd) throws FileException;

    /**
     * Returns the id of a name in a directory if it can be told at once, with the rights of now.
     *
     * @param name the address of the name
     * @return empty if the file has to be opened first
     */
    Optional<FileId> quickly(Scratch scratch, int directory, long name) throws FileException;

    /**
     * Returns the id of an open file.
     *
     * @param parent where it was found
     * @param name as which
     */
    FileId of(Scratch scratch, int fd, FileId parent, Opaque name) throws FileException;

    /**
     * Opens a file to look at, with the process's rights.
     *
     * @return a descriptor or -errno; ESTALE for what is no id, or that of a file that is gone
     */
    int open(Scratch scratch, FileId id) throws FileException;

    /** Returns whether names matter, so that changes of them have to be told. */
    boolean keepNames();

    /** Learns that a file has got another name. */
    void renamed(Scratch scratch, FileId file, FileId parent, Opaque name) throws FileException;

    /** Learns that a name is gone; its file may have others. */
    void removed(Scratch scratch, FileId file, FileId parent, Opaque name) throws FileException;

    @Override
    void close();
}
