package org.relock.lockd.export;

import java.net.InetAddress;
import java.util.List;
import java.util.Optional;
import org.relock.lockd.vfs.FileSystem;

/** A directory that clients may mount, and how. */
public interface Export {

    /** Returns its number, the same after a restart; also the engine's {@code fileSystem}. */
    int id();

    /**
     * Returns what tells its root from those of other exports that get its number, the same after a
     * restart and wherever the root is mounted.
     */
    default long rootMark() {
        return 0;
    }

    /** Returns its path, as MOUNT spells it: bytes as Latin-1 characters. */
    String path();

    /** Returns its files. */
    FileSystem files();

    /** Returns how {@code client} may use it: the most specific rule; empty if not at all. */
    Optional<ExportRights> rights(InetAddress client);

    /** Whether its locks and those of programs of this machine meet ({@code local_locks}). */
    default boolean localLocks() {
        return false;
    }

    /** Returns its clients as they are written in exports(5), those that bind first first. */
    default List<String> clients() {
        return List.of();
    }

    /** Returns the {@code groups} of MOUNT's EXPORT; none is everybody (RFC 1813, 5.2.5). */
    default List<String> groups() {
        return clients();
    }

    /**
     * Returns, for each of {@link #clients}, all options that hold for it, as exports(5) writes
     * them.
     */
    default List<String> options() {
        return List.of();
    }
}
