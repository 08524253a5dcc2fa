package org.relock.lockd.accesslog;

import java.net.InetAddress;
import java.util.List;
import java.util.Optional;
import org.relock.state.xdr.Opaque;

/**
 * Something that a client did, or was not let do.
 *
 * @param millis when, of the wall clock
 * @param client who
 * @param uid as which user, before squashing; empty for nobody
 * @param export the path of the export
 * @param operation READ, WRITE, CREATE and the like
 * @param status OK, or as the protocol calls it
 * @param offset the first byte and
 * @param count how many, where there are bytes; else both negative
 * @param objects files and directories by their ids, and names as they came
 */
public record Access(
        long millis,
        InetAddress client,
        Optional<Integer> uid,
        String export,
        String operation,
        String status,
        long offset,
        long count,
        List<Named> objects) {

    /** Copies the list. */
    public Access {
        objects = List.copyOf(objects);
    }

    /**
     * A file, or a name in a directory.
     *
     * @param id the id of the file or directory, the same as long as it lives
     * @param name the name; empty for the file itself
     */
    public record Named(Opaque id, Optional<Opaque> name) {}
}
