package org.relock.lockd.nfs3;

import java.nio.ByteBuffer;
import java.util.Optional;
import org.relock.state.xdr.MalformedXdrException;
import org.relock.state.xdr.XdrReader;

/**
 * A WRITE whose data outlives the call's buffer.
 *
 * @param arguments of which the data must not be used
 * @param data a copy of the data; empty if too much waits already
 */
record WriteJob(WriteArgs arguments, Optional<ByteBuffer> data) {

    static WriteJob decode(XdrReader xdr, Payloads payloads) throws MalformedXdrException {
        WriteArgs arguments = WriteArgs.decode(xdr);
        Optional<ByteBuffer> copy = payloads.take(arguments.data().remaining());
        if (copy.isPresent()) {
            copy.get().put(arguments.data()).flip();
        }
        return new WriteJob(arguments, copy);
    }
}
