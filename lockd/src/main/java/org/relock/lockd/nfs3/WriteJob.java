package org.relock.lockd.nfs3;

import java.nio.ByteBuffer;
import java.util.Optional;
import org.relock.state.xdr.MalformedXdrException;
import org.relock.state.xdr.Opaque;
import org.relock.state.xdr.XdrReader;

/**
 * A WRITE, whose data may outlive the call's buffer.
 *
 * @param arguments of which the data must not be used if there is a copy
 * @param copy of the data, in a buffer that is lent to us
 */
record WriteJob(WriteArgs arguments, Optional<ByteBuffer> copy) {

    static WriteJob decode(XdrReader xdr) throws MalformedXdrException {
        return new WriteJob(WriteArgs.decode(xdr), Optional.empty());
    }

    Opaque file() {
        return arguments.file();
    }

    /** Returns the same with the data in a buffer of its own; empty if too much waits already. */
    Optional<WriteJob> copied(Payloads payloads) {
        Optional<ByteBuffer> room = payloads.take(arguments.data().remaining());
        room.ifPresent(into -> into.put(arguments.data().duplicate()).flip());
        return room.map(filled -> new WriteJob(arguments, room));
    }

    /** Returns the data. */
    ByteBuffer data() {
        return copy.orElse(arguments.data());
    }
}
