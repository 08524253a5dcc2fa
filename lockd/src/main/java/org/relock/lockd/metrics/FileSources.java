package org.relock.lockd.metrics;

import java.util.function.IntSupplier;
import java.util.function.LongSupplier;
import org.relock.lockd.nfs3.Nfs3Counters;

/**
 * What is counted of the files we serve.
 *
 * @param nfs what NFS clients did
 * @param exports how many directories are exported
 * @param mounts how many mounts clients have told of
 * @param unlogged how many accesses were left out of the access log
 */
public record FileSources(
        Nfs3Counters nfs, IntSupplier exports, IntSupplier mounts, LongSupplier unlogged) {}
