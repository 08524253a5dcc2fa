package org.relock.lockd.nfs3;

import java.util.Optional;
import org.relock.lockd.export.Export;
import org.relock.lockd.export.ExportRights;
import org.relock.lockd.export.Exports;
import org.relock.lockd.export.FileHandle;
import org.relock.lockd.vfs.FileException;
import org.relock.lockd.vfs.FileId;
import org.relock.lockd.vfs.FileStatus;
import org.relock.state.rpc.Caller;
import org.relock.state.rpc.Credential;
import org.relock.state.xdr.Opaque;

/** Looks at what a caller shows, and lets in whoever may use that export. */
public final class Reception {

    private static final int AUTH_NONE = 0;
    private static final int AUTH_SYS = 1;

    /** The length of a handle of version 2 (RFC 2055, section 5.1). */
    private static final int VERSION_2_BYTES = 32;

    private static final Opaque VERSION_2_PUBLIC = Opaque.copyOf(new byte[VERSION_2_BYTES]);

    private final Exports exports;
    private final Changes changes = new Changes();

    /** Makes one. */
    public Reception(Exports exports) {
        this.exports = exports;
    }

    /**
     * Opens a handle; whether the file is still there shows when it is used.
     *
     * @throws FileException BADHANDLE if it is none of ours, nor the public one; STALE if what it
     *     was for is exported no more, whatever has its number now; ACCES if it is not to this
     *     caller, or not from such a port or with such a credential
     */
    public Place open(Caller caller, Opaque handle) throws FileException {
        Optional<FileHandle> opened = exports.open(handle);
        if (opened.isEmpty()) {
            return openPublic(caller, handle);
        }
        Optional<Export> export = exports.of(opened.get());
        if (export.isEmpty()) {
            throw new FileException(FileStatus.STALE);
        }
        return enter(caller, export.get(), opened.get().file());
    }

    /** Whether it is the public file handle: no bytes, or, as of version 2, zeros. */
    static boolean isPublic(Opaque handle) {
        return handle.length() == 0
                || (handle.length() == VERSION_2_BYTES && handle.equals(VERSION_2_PUBLIC));
    }

    private Place openPublic(Caller caller, Opaque handle) throws FileException {
        Optional<Export> export = isPublic(handle) ? exports.publicExport() : Optional.empty();
        if (export.isEmpty()) {
            throw new FileException(FileStatus.BADHANDLE);
        }
        return enter(caller, export.get(), export.get().files().root());
    }

    /**
     * Lets a caller into an export.
     *
     * @throws FileException ACCES if it is not exported to this caller, or not from such a port or
     *     with such a credential
     */
    Place enter(Caller caller, Export export, FileId file) throws FileException {
        Optional<ExportRights> rights = export.rights(caller.remote().getAddress());
        if (rights.isEmpty()
                || (rights.get().reservedPort() && !caller.fromPrivilegedPort())
                || !rights.get().flavors().contains(flavor(caller.credential()))) {
            throw new FileException(FileStatus.ACCES);
        }
        return new Place(
                exports,
                changes,
                export,
                rights.get(),
                rights.get().actor(caller.credential()),
                file);
    }

    /**
     * Returns whether a handle of ours leads to a file system that never waits for a disk; of
     * others, the public one among them, that is not said.
     */
    boolean isPrompt(Opaque handle) {
        Optional<FileHandle> opened = exports.open(handle);
        return opened.isPresent()
                && exports.of(opened.get()).map(export -> export.files().isPrompt()).orElse(false);
    }

    private static int flavor(Credential credential) {
        return credential instanceof Credential.Sys ? AUTH_SYS : AUTH_NONE;
    }
}
