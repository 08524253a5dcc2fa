package org.relock.lockd.metrics;

import java.util.function.IntSupplier;
import org.relock.lockd.nfs3.Nfs3Counters;

/**
 * What is counted of the files we serve.
 *
 * @param nfs what NFS clients did
 * @param exports how many directories are exported
 * @param mounts how many mounts clients have told of
 */
public record FileSources(Nfs3Counters nfs, IntSupplier exports, IntSupplier mounts) {}
