package org.relock.lockd.export;

import java.util.List;
import java.util.Objects;
import java.util.OptionalInt;

/**
 * What stands in the brackets behind a client in exports(5).
 *
 * @param rights how the client may use the export
 * @param subtreeCheck {@code subtree_check}
 * @param localLocks {@code local_locks}: its locks and those of programs of this machine meet
 * @param isPublic {@code public}: found by the public file handle
 * @param id {@code fsid}: the number of the export, if the administrator chose it
 */
public record ExportOptions(
        ExportRights rights,
        boolean subtreeCheck,
        boolean localLocks,
        boolean isPublic,
        OptionalInt id) {

    /** {@code AUTH_SYS}. */
    static final int AUTH_SYS = 1;

    /** The nobody of most systems, and of exports(5). */
    private static final int NOBODY = 65_534;

    /** As if nothing was said: read-only, root squashed, reserved ports, {@code AUTH_SYS}. */
    public static final ExportOptions DEFAULT =
            new ExportOptions(
                    new ExportRights(
                            true,
                            true,
                            false,
                            NOBODY,
                            NOBODY,
                            true,
                            false,
                            false,
                            List.of(AUTH_SYS)),
                    false,
                    true,
                    false,
                    OptionalInt.empty());

    /** Checks that nothing is missing. */
    public ExportOptions {
        Objects.requireNonNull(rights, "rights");
        Objects.requireNonNull(id, "id");
    }
}
