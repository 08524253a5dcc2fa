package org.relock.lockd.vfs;

import java.nio.ByteBuffer;
import java.util.Optional;
import org.relock.state.xdr.Opaque;

/**
 * A tree of files below one directory of the server, and nothing outside it. Every method may wait
 * for the disk, may be called by many threads at once, and does what it does with the rights of the
 * {@link Actor}.
 *
 * <p>Names are bytes: 1 to 255 of them, no NUL, no slash, which is checked in here; "." and ".."
 * are looked up (".." of the root is the root) and never made or removed.
 */
public interface FileSystem extends AutoCloseable {

    /**
     * Returns whether all of it is in memory, so that no method ever waits for a disk: then any
     * thread may call them.
     */
    default boolean isPrompt() {
        return false;
    }

    /** Returns the top directory. */
    FileId root();

    /** GETATTR: returns the attributes. */
    Attributes attributes(FileId file) throws FileException;

    /**
     * As {@link #attributes}, if that is possible without waiting for a disk: returns empty if a
     * thread that may wait has to ask.
     */
    Optional<Attributes> attributesNow(FileId file) throws FileException;

    /**
     * SETATTR.
     *
     * @param guard if there, the file must last have been changed then, else NOT_SYNC
     */
    Attributes change(Actor actor, FileId file, SetAttributes to, Optional<FileTime> guard)
            throws FileException;

    /** LOOKUP: finds a name in a directory. */
    Entry lookup(Actor actor, FileId directory, Opaque name) throws FileException;

    /**
     * ACCESS: returns which of the bits {@code wanted} (RFC 1813, 3.3.4: READ 1, LOOKUP 2, MODIFY
     * 4, EXTEND 8, DELETE 16, EXECUTE 32) the actor has.
     */
    int access(Actor actor, FileId file, int wanted) throws FileException;

    /** READLINK: returns what a symbolic link says. */
    Opaque readLink(Actor actor, FileId link) throws FileException;

    /**
     * READ: fills {@code into}, a direct buffer, as far as the file reaches from {@code offset}.
     * The owner may read whatever the mode says, since the client has opened the file long ago; and
     * so may who may execute it (RFC 1813, 4.4).
     *
     * @return whether the end was reached
     */
    boolean read(Actor actor, FileId file, long offset, ByteBuffer into) throws FileException;

    /**
     * As {@link #read}, if that is possible without waiting for a disk; else the buffer is as it
     * was.
     */
    ReadNow readNow(Actor actor, FileId file, long offset, ByteBuffer into) throws FileException;

    /**
     * WRITE: writes all of {@code from}, a direct buffer, and makes it as safe as asked. The owner
     * may write whatever the mode says.
     *
     * @return how many bytes, which may be fewer only when the disk is full
     */
    int write(Actor actor, FileId file, long offset, ByteBuffer from, Stability stability)
            throws FileException;

    /** COMMIT: forces what was written; a count of 0 means to the end. */
    void commit(Actor actor, FileId file, long offset, long count) throws FileException;

    /** CREATE: makes a regular file. */
    Entry create(Actor actor, FileId directory, Opaque name, CreateMode how) throws FileException;

    /** MKDIR, SYMLINK, MKNOD: makes anything else. */
    Entry make(Actor actor, FileId directory, Opaque name, NewNode what) throws FileException;

    /** REMOVE: takes a name that is not a directory's. */
    void remove(Actor actor, FileId directory, Opaque name) throws FileException;

    /** RMDIR: removes an empty directory. */
    void removeDirectory(Actor actor, FileId directory, Opaque name) throws FileException;

    /** RENAME, over what is there if it may. */
    void rename(Actor actor, FileId from, Opaque name, FileId to, Opaque newName)
            throws FileException;

    /** LINK: gives a file one more name. */
    void link(Actor actor, FileId file, FileId directory, Opaque name) throws FileException;

    /**
     * READDIR and READDIRPLUS: hands out entries from behind {@code cookie} until the reader has
     * enough. Cookies stay good while the directory changes: what is not added or removed meanwhile
     * is seen once.
     *
     * @param cookie 0 to begin, else that of the last entry seen
     * @param withEntries whether files and attributes are wanted
     * @return whether the end was reached
     */
    boolean readDirectory(
            Actor actor, FileId directory, long cookie, boolean withEntries, DirectoryReader reader)
            throws FileException;

    /** FSSTAT, FSINFO, PATHCONF: returns the numbers. */
    FileSystemNumbers numbers(FileId file) throws FileException;

    /**
     * Returns eight bytes that change exactly when unstable writes may have been lost since
     * (restart, or a force that failed).
     */
    long writeVerifier();

    /** Reads a POSIX ACL as the kernel stores it ({@code system.posix_acl_*}); empty: none. */
    Optional<Opaque> acl(Actor actor, FileId file, boolean ofDefault) throws FileException;

    /** Sets or, if empty, removes a POSIX ACL. */
    void setAcl(Actor actor, FileId file, boolean ofDefault, Optional<Opaque> acl)
            throws FileException;

    /** Whether the file may be locked by the actor: it may read it or owns it (NLM check 59). */
    boolean mayLock(Actor actor, FileId file) throws FileException;

    /**
     * Closes the files that are open as soon as nobody uses them: no more calls will begin. Those
     * under way go on.
     */
    default void retire() {}

    /**
     * Opens a regular file for locks that programs of this machine meet, with the process's rights.
     *
     * @return empty if there are no such programs, or if to lock might mean to wait
     */
    default Optional<LockFile> openForLocks(FileId file) throws FileException {
        return Optional.empty();
    }

    /** Closes whatever is open; nothing is called any more. */
    @Override
    void close();
}
