package org.relock.lockd.mount;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import org.relock.lockd.export.Export;
import org.relock.lockd.export.ExportPaths;
import org.relock.lockd.export.ExportRights;
import org.relock.lockd.export.Exports;
import org.relock.lockd.export.FileHandle;
import org.relock.lockd.export.PathText;
import org.relock.lockd.vfs.Actor;
import org.relock.lockd.vfs.Entry;
import org.relock.lockd.vfs.FileException;
import org.relock.lockd.vfs.FileId;
import org.relock.lockd.vfs.FileStatus;
import org.relock.lockd.vfs.FileType;
import org.relock.state.names.Addresses;
import org.relock.state.rpc.Answer;
import org.relock.state.rpc.Caller;
import org.relock.state.rpc.Handler;
import org.relock.state.service.Seldom;
import org.relock.state.time.Ticker;
import org.relock.state.xdr.Opaque;
import org.relock.state.xdr.XdrEncodable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * {@code MOUNTPROC3_MNT} (RFC 1813, 5.2.1): the handle of an export's root, or of what lies below
 * it and the caller can reach. A symbolic link is not followed: it might lead anywhere.
 */
final class MntCall implements Handler<String> {

    private static final Logger LOG = LoggerFactory.getLogger(MntCall.class);

    private final Exports exports;
    private final MountList mounts;
    private final Executor disk;
    private final Seldom refusals = new Seldom(Ticker.SYSTEM, MountLimits.REFUSAL_PAUSE);

    MntCall(Exports exports, MountList mounts, Executor disk) {
        this.exports = exports;
        this.mounts = mounts;
        this.disk = disk;
    }

    @Override
    public Answer answer(Caller caller, String asked) {
        Optional<String> path = ExportPaths.plain(asked);
        Optional<Export> export = path.flatMap(exports::containing);
        Optional<ExportRights> rights =
                export.flatMap(found -> found.rights(caller.remote().getAddress()));
        if (rights.isEmpty()) {
            return refused(caller, asked, "it is not exported to that client");
        }
        if (rights.get().reservedPort() && !caller.fromPrivilegedPort()) {
            return refused(caller, asked, "the port is not a reserved one");
        }
        CompletableFuture<XdrEncodable> answer = new CompletableFuture<>();
        try {
            disk.execute(
                    () -> answer.complete(mount(caller, path.get(), export.get(), rights.get())));
        } catch (RejectedExecutionException e) {
            LOG.debug("Too much waits for the disk already; a mount is refused");
            return Answer.now(MountStat.SERVERFAULT);
        }
        return Answer.later(answer);
    }

    private Answer refused(Caller caller, String asked, String why) {
        if (refusals.now()) {
            LOG.info(
                    "Refused {} to mount {}: {}",
                    Addresses.text(caller.remote().getAddress()),
                    PathText.escape(asked),
                    why);
        }
        return Answer.now(MountStat.ACCES);
    }

    private XdrEncodable mount(Caller caller, String path, Export export, ExportRights rights) {
        try {
            FileId file = find(path, export, rights.actor(caller.credential()));
            mounts.add(caller.remote().getAddress(), path);
            LOG.debug(
                    "{} mounts {}",
                    Addresses.text(caller.remote().getAddress()),
                    PathText.escape(path));
            return new MountRes(exports.seal(FileHandle.in(export, file)), rights.flavors());
        } catch (FileException e) {
            return MountStat.of(e.status());
        } catch (RuntimeException e) {
            LOG.error("{} cannot be mounted", PathText.escape(path), e);
            return MountStat.SERVERFAULT;
        }
    }

    /** Walks down from the export's root, with the caller's rights. */
    private static FileId find(String path, Export export, Actor actor) throws FileException {
        FileId file = export.files().root();
        FileType type = export.files().attributes(file).type();
        int at = export.path().length();
        while (at < path.length()) {
            int start = path.charAt(at) == '/' ? at + 1 : at;
            int slash = path.indexOf('/', start);
            int end = slash < 0 ? path.length() : slash;
            Opaque name = Opaque.copyOf(path.substring(start, end).getBytes(ISO_8859_1));
            Entry entry = export.files().lookup(actor, file, name);
            file = entry.file();
            type = entry.attributes().type();
            at = end;
        }
        if (type != FileType.DIRECTORY && type != FileType.REGULAR) {
            throw new FileException(FileStatus.NOTDIR);
        }
        return file;
    }
}
