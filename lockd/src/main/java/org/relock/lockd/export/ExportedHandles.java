package org.relock.lockd.export;

import java.net.InetAddress;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import org.relock.lockd.locks.FileKey;
import org.relock.lockd.vfs.FileException;
import org.relock.lockd.vfs.FileType;
import org.relock.state.rpc.Caller;
import org.relock.state.rpc.Credential;
import org.relock.state.xdr.Opaque;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Handles that we gave out ourselves, of files that are exported: whoever may read a regular file,
 * or owns it, may lock it (NLM check 59), and exclusively only where the export may be written. The
 * file is asked for on the executor, everything else is known at once.
 */
public final class ExportedHandles implements FileHandles {

    private static final Logger LOG = LoggerFactory.getLogger(ExportedHandles.class);

    private static final CompletableFuture<Resolution> STALE =
            CompletableFuture.completedFuture(Resolution.Stale.INSTANCE);
    private static final CompletableFuture<Resolution> READ_ONLY =
            CompletableFuture.completedFuture(Resolution.ReadOnly.INSTANCE);
    private static final CompletableFuture<Resolution> REFUSED =
            CompletableFuture.completedFuture(Resolution.Refused.INSTANCE);

    private final Exports exports;
    private final LocalLockFiles local;
    private final Executor disk;

    /**
     * Makes one; {@code disk} runs what may wait, such as to open what {@code local} is to lock.
     */
    public ExportedHandles(Exports exports, LocalLockFiles local, Executor disk) {
        this.exports = exports;
        this.local = local;
        this.disk = disk;
    }

    @Override
    public CompletableFuture<Resolution> resolve(Caller caller, Opaque handle, Purpose purpose) {
        Optional<FileHandle> opened = exports.open(handle);
        Optional<Export> export = opened.flatMap(exports::of);
        InetAddress client = caller.remote().getAddress();
        Optional<ExportRights> rights = export.flatMap(found -> found.rights(client));
        if (purpose == Purpose.RELEASE && opened.isPresent()) {
            return mayRelease(caller, rights) ? known(opened.get()) : REFUSED;
        }
        if (export.isEmpty()) {
            return STALE;
        }
        if (rights.isEmpty() || !mayCall(caller, rights.get())) {
            return REFUSED;
        }
        if (purpose == Purpose.EXCLUSIVE && rights.get().readOnly()) {
            return READ_ONLY;
        }
        CompletableFuture<Resolution> answer = new CompletableFuture<>();
        try {
            disk.execute(
                    () -> answer.complete(ask(export.get(), rights.get(), opened.get(), caller)));
        } catch (RejectedExecutionException e) {
            LOG.debug("Too much waits for the disk already; a lock of {} is refused", client);
            return REFUSED;
        }
        return answer;
    }

    /** A program on the client's host is not the client, unless the export takes it for that. */
    private static boolean mayRelease(Caller caller, Optional<ExportRights> rights) {
        return rights.isEmpty() || !rights.get().reservedPort() || caller.fromPrivilegedPort();
    }

    private static CompletableFuture<Resolution> known(FileHandle file) {
        return CompletableFuture.completedFuture(
                new Resolution.Found(new FileKey(file.export(), file.file().bytes())));
    }

    /** Without {@code insecure_locks} somebody must say who it is, if the export asks for that. */
    private static boolean mayCall(Caller caller, ExportRights rights) {
        if (rights.reservedPort() && !caller.fromPrivilegedPort()) {
            return false;
        }
        int flavor = caller.credential() instanceof Credential.Sys ? ExportOptions.AUTH_SYS : 0;
        return rights.locksWithoutCredential() || rights.flavors().contains(flavor);
    }

    private Resolution ask(Export export, ExportRights rights, FileHandle file, Caller caller) {
        try {
            if (export.files().attributes(file.file()).type() != FileType.REGULAR) {
                return Resolution.Refused.INSTANCE;
            }
            if (!rights.locksWithoutCredential()
                    && !export.files().mayLock(rights.actor(caller.credential()), file.file())) {
                return Resolution.Refused.INSTANCE;
            }
            local.prepare(export, file.file());
            return new Resolution.Found(new FileKey(export.id(), file.file().bytes()));
        } catch (FileException e) {
            return switch (e.status()) {
                case STALE, BADHANDLE, NOENT -> Resolution.Stale.INSTANCE;
                case JUKEBOX -> Resolution.NoRoom.INSTANCE;
                case ROFS -> Resolution.ReadOnly.INSTANCE;
                default -> Resolution.Refused.INSTANCE;
            };
        } catch (RuntimeException e) {
            LOG.error("A file of {} cannot be asked for", PathText.escape(export.path()), e);
            return Resolution.Refused.INSTANCE;
        }
    }
}
