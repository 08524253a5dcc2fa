package org.relock.lockd;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.relock.lockd.control.Sharing;
import org.relock.lockd.export.ClientNames;
import org.relock.lockd.export.ExportSources;
import org.relock.lockd.export.ExportTable;
import org.relock.lockd.export.ExportedHandles;
import org.relock.lockd.export.FileHandles;
import org.relock.lockd.export.LocalLockFiles;
import org.relock.lockd.export.SignedHandles;
import org.relock.lockd.export.SmallFiles;
import org.relock.lockd.metrics.FileSources;
import org.relock.lockd.mount.MountList;
import org.relock.lockd.mount.MountProgram;
import org.relock.lockd.nfs3.Nfs3Counters;
import org.relock.lockd.nfs3.Nfs3Program;
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
 * @param programs what answers
 * @param handles which files are locked
 * @param localLocks how programs of this machine meet the locks
 */
record FileService(
        ExportSources sources,
        ExportTable exports,
        MountList mounts,
        Nfs3Counters counters,
        List<Program> programs,
        FileHandles handles,
        LocalLockFiles localLocks)
        implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(FileService.class);

    /** Opens what is exported now; lines that make no sense are logged and left out. */
    static FileService open(ExportSources sources, Path state, World world, Names names)
            throws IOException {
        SmallFiles files = SmallFiles.below(state);
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
                        new ClientNames(names, world.ticker()),
                        world.timer());
        for (String complaint : exports.load(sources.read()).complaints()) {
            LOG.warn("{}", complaint);
        }
        MountList mounts = MountList.open(files, world.workers());
        Nfs3Counters counters = new Nfs3Counters();
        List<Program> programs = new ArrayList<>(MountProgram.of(exports, mounts, world.workers()));
        programs.add(Nfs3Program.of(exports, world.workers(), counters, world.ticker()));
        LocalLockFiles local =
                new LocalLockFiles(exports, world.workers(), world.timer(), world.ticker());
        return new FileService(
                sources,
                exports,
                mounts,
                counters,
                programs,
                new ExportedHandles(exports, local, world.workers()),
                local);
    }

    /** Returns what an administrator may ask about the files. */
    Sharing sharing(Reload reload) {
        return new Sharing(exports, mounts, counters, reload::now);
    }

    /** Returns what is counted of the files. */
    FileSources counted() {
        return new FileSources(counters, () -> exports.all().size(), () -> mounts.all().size());
    }

    /** Bytes that are no UTF-8 cannot be had as a path in Java, and are not found then. */
    private static Path path(String bytes) {
        return Path.of(new String(bytes.getBytes(ISO_8859_1), UTF_8));
    }

    @Override
    public void close() {
        localLocks.close();
        exports.close();
    }
}
