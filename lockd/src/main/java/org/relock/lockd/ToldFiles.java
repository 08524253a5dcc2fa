package org.relock.lockd;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import org.relock.lockd.accesslog.AccessLogOptions;
import org.relock.lockd.export.ExportPaths;
import org.relock.lockd.export.ExportSources;

/** What we have been told so far about serving files. */
final class ToldFiles {

    private static final int MAX_PORT = 65535;

    /** The versions of NFS that there are. */
    private static final int OLDEST = 2;

    private static final int LATEST = 4;

    /** The one that is served. */
    private static final int SERVED = 3;

    private static final long BYTES_PER_MEBIBYTE = 1 << 20;

    private final List<String> exports = new ArrayList<>();
    private int nfsPort = LockdLimits.NFS_PORT;
    private OptionalInt mountdPort = OptionalInt.empty();
    private int leastVersion = OLDEST;
    private int mostVersion = LATEST;
    private boolean manageGids;
    private Optional<String> accessLog = Optional.empty();
    private int accessLogMebibytes = LockdLimits.ACCESS_LOG_MEBIBYTES;
    private int accessLogFiles = LockdLimits.ACCESS_LOG_FILES;
    private final Set<String> accessLogExports = new HashSet<>();

    /** Takes an option with a value; returns whether it is one of these. */
    boolean take(String name, String value) throws Told.NonsenseException {
        switch (name) {
            case "export" -> exports.add(value);
            case "nfs-port" -> nfsPort = Told.number(name, value, 1, MAX_PORT);
            case "mountd-port" ->
                    mountdPort = OptionalInt.of(Told.number(name, value, 1, MAX_PORT));
            case "nfs-min-version" -> leastVersion = Told.number(name, value, OLDEST, LATEST);
            case "nfs-max-version" -> mostVersion = Told.number(name, value, OLDEST, LATEST);
            case "access-log" -> accessLog = Optional.of(value);
            case "access-log-size" ->
                    accessLogMebibytes =
                            Told.number(name, value, 1, LockdLimits.MOST_LOG_MEBIBYTES);
            case "access-log-files" ->
                    accessLogFiles = Told.number(name, value, 1, LockdLimits.MOST_LOG_FILES);
            case "access-log-export" ->
                    accessLogExports.add(
                            ExportPaths.plain(value)
                                    .orElseThrow(
                                            () ->
                                                    new Told.NonsenseException(
                                                            name + " is an absolute path")));
            default -> {
                return false;
            }
        }
        return true;
    }

    /** Takes {@code --manage-gids}. */
    void manageGids() {
        manageGids = true;
    }

    /** Whether the command line exports something. */
    boolean hasExports() {
        return !exports.isEmpty();
    }

    /** Returns where it is written what to export; {@code root} stands for {@code /}. */
    ExportSources sources(Path root) {
        return new ExportSources(root.resolve("etc"), exports);
    }

    /** Returns the sum of it; {@code state} is what a log's path is seen from. */
    FileServing serving(Path root, Path state) throws Told.NonsenseException {
        if (leastVersion > SERVED || mostVersion < SERVED) {
            throw new Told.NonsenseException(
                    "NFS version "
                            + SERVED
                            + " is the only one that is served, and not from "
                            + leastVersion
                            + " to "
                            + mostVersion);
        }
        if (mountdPort.isPresent() && mountdPort.getAsInt() == nfsPort) {
            throw new Told.NonsenseException("nfs-port and mountd-port are two");
        }
        return new FileServing(
                sources(root),
                nfsPort,
                mountdPort,
                manageGids,
                accessLog.map(
                        file ->
                                new AccessLogOptions(
                                        state.resolve(file),
                                        accessLogMebibytes * BYTES_PER_MEBIBYTE,
                                        accessLogFiles,
                                        accessLogExports)));
    }
}
