package org.relock.lockd.nfs3;

import java.util.Optional;
import org.relock.lockd.export.Export;
import org.relock.lockd.export.ExportRights;
import org.relock.lockd.export.Exports;
import org.relock.lockd.export.FileHandle;
import org.relock.lockd.vfs.FileException;
import org.relock.lockd.vfs.FileStatus;
import org.relock.state.rpc.Caller;
import org.relock.state.rpc.Credential;
import org.relock.state.xdr.Opaque;

/** Looks at what a caller shows, and lets in whoever may use that export. */
final class Reception {

    private static final int AUTH_NONE = 0;
    private static final int AUTH_SYS = 1;

    private final Exports exports;
    private final Changes changes = new Changes();

    Reception(Exports exports) {
        this.exports = exports;
    }

    /**
     * Opens a handle; whether the file is still there shows when it is used.
     *
     * @throws FileException BADHANDLE if it is none of ours; STALE if what it was for is exported
     *     no more; ACCES if it is not to this caller, or not from such a port or with such a
     *     credential
     */
    Place open(Caller caller, Opaque handle) throws FileException {
        Optional<FileHandle> opened = exports.open(handle);
        if (opened.isEmpty()) {
            throw new FileException(FileStatus.BADHANDLE);
        }
        Optional<Export> export = exports.byId(opened.get().export());
        if (export.isEmpty()) {
            throw new FileException(FileStatus.STALE);
        }
        Optional<ExportRights> rights = export.get().rights(caller.remote().getAddress());
        if (rights.isEmpty()
                || (rights.get().reservedPort() && !caller.fromPrivilegedPort())
                || !rights.get().flavors().contains(flavor(caller.credential()))) {
            throw new FileException(FileStatus.ACCES);
        }
        return new Place(
                exports,
                changes,
                export.get(),
                rights.get(),
                rights.get().actor(caller.credential()),
                opened.get().file());
    }

    private static int flavor(Credential credential) {
        return credential instanceof Credential.Sys ? AUTH_SYS : AUTH_NONE;
    }
}
