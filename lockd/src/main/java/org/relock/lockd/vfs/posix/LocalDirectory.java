package org.relock.lockd.vfs.posix;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.Optional;
import org.relock.lockd.vfs.Actor;
import org.relock.lockd.vfs.Attributes;
import org.relock.lockd.vfs.CreateMode;
import org.relock.lockd.vfs.DirectoryReader;
import org.relock.lockd.vfs.Entry;
import org.relock.lockd.vfs.FileException;
import org.relock.lockd.vfs.FileId;
import org.relock.lockd.vfs.FileSystem;
import org.relock.lockd.vfs.FileSystemNumbers;
import org.relock.lockd.vfs.FileTime;
import org.relock.lockd.vfs.LockFile;
import org.relock.lockd.vfs.NewNode;
import org.relock.lockd.vfs.ReadNow;
import org.relock.lockd.vfs.SetAttributes;
import org.relock.lockd.vfs.Stability;
import org.relock.state.xdr.Opaque;

/**
 * A directory of this machine (Linux 5.8 or later), without what is mounted below it.
 *
 * <p>Started as root, each call is made with the actor's user and groups, so that the kernel
 * decides as it does for a local process; else all is done as the user that the process runs as.
 * Use it from threads of the platform, best from {@link org.relock.lockd.vfs.FileThread}s.
 */
public final class LocalDirectory implements FileSystem {

    private final Tree tree;
    private final Looking looking;
    private final Contents contents;
    private final Creation creation;
    private final Naming naming;
    private final Changes changes;
    private final Listing listing;
    private final Acls acls;

    /** Whether closing this closes the tree. */
    private final boolean owns;

    private LocalDirectory(Tree tree, boolean synchronous, boolean owns) {
        Forcing forcing = new Forcing(tree, synchronous);
        this.tree = tree;
        this.owns = owns;
        looking = new Looking(tree);
        contents = new Contents(tree);
        changes = new Changes(tree, forcing);
        creation = new Creation(tree, changes, forcing);
        naming = new Naming(tree, changes, forcing);
        listing = new Listing(tree);
        acls = new Acls(tree, forcing);
    }

    /**
     * Opens a directory. It cannot be unmounted until it is closed.
     *
     * @param path of the directory; symbolic links in it are followed now and never again
     * @throws IOException if it is no directory, may not be entered, or this machine lacks what is
     *     needed
     */
    public static LocalDirectory open(Path path, LocalOptions options) throws IOException {
        return new LocalDirectory(Opening.of(path, options), options.synchronous(), true);
    }

    /**
     * Returns the same directory for clients that do not want to wait until names and attributes
     * are on the disk ({@code async}), whatever the options say. It ends when this one is closed.
     */
    public LocalDirectory asynchronous() {
        return new LocalDirectory(tree, false, false);
    }

    @Override
    public boolean isPrompt() {
        return tree.isPrompt();
    }

    @Override
    public FileId root() {
        return tree.root;
    }

    /** Returns how many descriptors are open for files. */
    public int descriptors() {
        return tree.files.descriptors();
    }

    @Override
    public Attributes attributes(FileId file) throws FileException {
        return looking.attributes(file);
    }

    @Override
    public Optional<Attributes> attributesNow(FileId file) throws FileException {
        return looking.attributesNow(file);
    }

    @Override
    public Attributes change(Actor actor, FileId file, SetAttributes to, Optional<FileTime> guard)
            throws FileException {
        return changes.change(actor, file, to, guard);
    }

    @Override
    public Entry lookup(Actor actor, FileId directory, Opaque name) throws FileException {
        return looking.lookup(actor, directory, name);
    }

    @Override
    public int access(Actor actor, FileId file, int wanted) throws FileException {
        return looking.access(actor, file, wanted);
    }

    @Override
    public Opaque readLink(Actor actor, FileId link) throws FileException {
        return looking.readLink(actor, link);
    }

    @Override
    public boolean read(Actor actor, FileId file, long offset, ByteBuffer into)
            throws FileException {
        return contents.read(actor, file, offset, into);
    }

    @Override
    public ReadNow readNow(Actor actor, FileId file, long offset, ByteBuffer into)
            throws FileException {
        return contents.readNow(actor, file, offset, into);
    }

    @Override
    public int write(Actor actor, FileId file, long offset, ByteBuffer from, Stability stability)
            throws FileException {
        return contents.write(actor, file, offset, from, stability);
    }

    @Override
    public void commit(Actor actor, FileId file, long offset, long count) throws FileException {
        contents.commit(actor, file);
    }

    @Override
    public Entry create(Actor actor, FileId directory, Opaque name, CreateMode how)
            throws FileException {
        return creation.create(actor, directory, name, how);
    }

    @Override
    public Entry make(Actor actor, FileId directory, Opaque name, NewNode what)
            throws FileException {
        return naming.make(actor, directory, name, what);
    }

    @Override
    public void remove(Actor actor, FileId directory, Opaque name) throws FileException {
        naming.remove(actor, directory, name);
    }

    @Override
    public void removeDirectory(Actor actor, FileId directory, Opaque name) throws FileException {
        naming.removeDirectory(actor, directory, name);
    }

    @Override
    public void rename(Actor actor, FileId from, Opaque name, FileId to, Opaque newName)
            throws FileException {
        naming.rename(actor, from, name, to, newName);
    }

    @Override
    public void link(Actor actor, FileId file, FileId directory, Opaque name) throws FileException {
        naming.link(actor, file, directory, name);
    }

    @Override
    public boolean readDirectory(
            Actor actor, FileId directory, long cookie, boolean withEntries, DirectoryReader reader)
            throws FileException {
        return listing.read(actor, directory, cookie, withEntries, reader);
    }

    @Override
    public FileSystemNumbers numbers(FileId file) throws FileException {
        return looking.numbers(file);
    }

    @Override
    public long writeVerifier() {
        return tree.verifier();
    }

    @Override
    public Optional<Opaque> acl(Actor actor, FileId file, boolean ofDefault) throws FileException {
        return acls.read(actor, file, ofDefault);
    }

    @Override
    public void setAcl(Actor actor, FileId file, boolean ofDefault, Optional<Opaque> acl)
            throws FileException {
        acls.set(actor, file, ofDefault, acl);
    }

    @Override
    public boolean mayLock(Actor actor, FileId file) throws FileException {
        return looking.mayLock(actor, file);
    }

    @Override
    public void retire() {
        tree.files.close();
    }

    @Override
    public Optional<LockFile> openForLocks(FileId file) throws FileException {
        return LockDescriptor.open(tree, file);
    }

    @Override
    public void close() {
        if (owns) {
            tree.close();
        }
    }
}
