package org.relock.lockd;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executor;
import org.relock.lockd.accesslog.AccessLog;
import org.relock.lockd.control.Sharing;
import org.relock.lockd.export.ClientNames;
import org.relock.lockd.export.ExportSources;
import org.relock.lockd.export.ExportTable;
import org.relock.lockd.export.ExportedHandles;
import org.relock.lockd.export.FileHandles;
import org.relock.lockd.export.GetentNetgroups;
import org.relock.lockd.export.LocalLockFiles;
import org.relock.lockd.export.SignedHandles;
import org.relock.lockd.export.SmallFiles;
import org.relock.lockd.metrics.FileSources;
import org.relock.lockd.mount.MountList;
import org.relock.lockd.mount.MountProgram;
import org.relock.lockd.nfs3.Nfs3Counters;
import org.relock.lockd.nfs3.Nfs3Program;
import org.relock.lockd.nfsacl.NfsAclProgram;
import org.relock.lockd.vfs.posix.LocalDirectory;
import org.relock.lockd.vfs.posix.LocalOptions;
import org.relock.state.names.Names;
import org.relock.state.rpc.Program;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The files we serve ourselves, by MOUNT and NFSv3, and what their handles mean to the lock
 * manager.
 *
 * @param sources where it is written what to export
 * @param exports what is exported
 * @param mounts who says to have mounted what
 * @param counters what NFS clients did
 * @param accesses who did what; empty if that is not logged
 * @param mount the versions of MOUNT
 * @param nfs NFS, and what is served beside it
 * @param handles which files are locked
 * @param localLocks how programs of this machine meet the locks
 * @param netgroups who is in which
 */
record FileService(
        ExportSources sources,
        ExportTable exports,
        MountList mounts,
        Nfs3Counters counters,
        Optional<AccessLog> accesses,
        List<Program> mount,
        List<Program> nfs,
        FileHandles handles,
        LocalLockFiles localLocks,
        GetentNetgroups netgroups)
        implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(FileService.class);

    /** Opens what is exported now; lines that make no sense are logged and left out. */
    static FileService open(FileServing serving, Path state, World world, Names names)
            throws IOException {
        SmallFiles files = SmallFiles.below(state);
        GetentNetgroups netgroups = new GetentNetgroups(world.timer());
        ExportTable exports =
                new ExportTable(
                        SignedHandles.open(files),
                        (path, id, synchronous, subtreeCheck) ->
                                LocalDirectory.open(
                                        path(path),
                                        new LocalOptions(
                                                synchronous,
                                                subtreeCheck,
                                                LocalOptions.DESCRIPTORS,
                                                Optional.of(
                                                        files.path(
                                                                "handles-"
                                                                        + Integer.toHexString(
                                                                                id))))),
                        new ClientNames(names, netgroups, world.ticker()),
                        world.timer());
        for (String complaint : exports.load(serving.exports().read()).complaints()) {
            LOG.warn("{}", complaint);
        }
        MountList mounts = MountList.open(files, world.workers());
        Nfs3Counters counters = new Nfs3Counters();
        Optional<AccessLog> accesses = Optional.empty();
        if (serving.accessLog().isPresent()) {
            accesses = Optional.of(AccessLog.open(serving.accessLog().get(), world.clock()));
        }
        Executor workers = world.workers();
        LocalLockFiles local = new LocalLockFiles(exports, workers, world.timer(), world.ticker());
        return new FileService(
                serving.exports(),
                exports,
                mounts,
                counters,
                accesses,
                MountProgram.of(exports, mounts, workers),
                List.of(
                        Nfs3Program.of(exports, workers, counters, world.ticker(), accesses),
                        NfsAclProgram.of(exports, workers, counters, world.ticker())),
                new ExportedHandles(exports, local, workers),
                local,
                netgroups);
    }

    /** Returns all that is answered. */
    List<Program> programs() {
        List<Program> programs = new ArrayList<>(mount);
        programs.addAll(nfs);
        return programs;
    }

    /** Returns what an administrator may ask about the files. */
    Sharing sharing(Reload reload) {
        return new Sharing(exports, mounts, counters, reload::now);
    }

    /** Returns what is counted of the files. */
    FileSources counted() {
        return new FileSources(
                counters,
                () -> exports.all().size(),
                () -> mounts.all().size(),
                () -> accesses.map(AccessLog::dropped).orElse(0L));
    }

    /** Bytes that are no UTF-8 cannot be had as a path in Java, and are not found then. */
    private static Path path(String bytes) {
        return Path.of(new String(bytes.getBytes(ISO_8859_1), UTF_8));
    }

    @Override
    public void close() {
        localLocks.close();
        netgroups.close();
        accesses.ifPresent(AccessLog::close);
        exports.close();
    }
}
