package org.relock.lockd.control;

import java.util.function.Supplier;
import org.relock.lockd.export.Exports;
import org.relock.lockd.mount.MountList;
import org.relock.lockd.nfs3.Nfs3Counters;

/**
 * The files that are served, for the commands about them.
 *
 * @param exports what is exported
 * @param mounts who says to have mounted what
 * @param counters what NFS clients did
 * @param reload reads the exports files again; it waits for the disk
 */
public record Sharing(
        Exports exports, MountList mounts, Nfs3Counters counters, Supplier<Reloaded> reload) {}
