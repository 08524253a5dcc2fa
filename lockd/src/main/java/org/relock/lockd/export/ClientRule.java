package org.relock.lockd.export;

import java.util.Objects;

/**
 * A client, or many, and how they may use an export.
 *
 * @param client who
 * @param options how
 */
record ClientRule(ClientPattern client, ExportOptions options) {

    /** Checks that nothing is missing. */
    ClientRule {
        Objects.requireNonNull(client, "client");
        Objects.requireNonNull(options, "options");
    }
}
