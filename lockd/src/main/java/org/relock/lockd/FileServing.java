package org.relock.lockd;

import java.util.Optional;
import java.util.OptionalInt;
import org.relock.lockd.accesslog.AccessLogOptions;
import org.relock.lockd.export.ExportSources;

/**
 * How files are served.
 *
 * @param exports where it is written what to export
 * @param nfsPort the UDP and TCP port of NFS
 * @param mountdPort the UDP and TCP port of MOUNT; empty for that of the lock manager
 * @param manageGids ask this machine for the groups of users, in place of what clients say
 * @param accessLog how accesses are logged; empty if they are not
 */
public record FileServing(
        ExportSources exports,
        int nfsPort,
        OptionalInt mountdPort,
        boolean manageGids,
        Optional<AccessLogOptions> accessLog) {}
