package org.relock.tests.hosts;

import java.nio.file.Path;
import org.relock.tests.Needs;

/** Whose programs a host runs under the names in {@code /usr/sbin}. */
enum Make {
    OURS(Needs.top().resolve("target/dist/bin")),
    /** Where {@code two-hosts.sh} keeps what Debian has installed. */
    NFS_UTILS(Path.of("/run/sbin"));

    private final Path programs;

    Make(Path programs) {
        this.programs = programs;
    }

    Path program(String name) {
        return programs.resolve(name);
    }

    Make other() {
        return this == OURS ? NFS_UTILS : OURS;
    }
}
