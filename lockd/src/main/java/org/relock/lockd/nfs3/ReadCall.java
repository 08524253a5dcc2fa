package org.relock.lockd.nfs3;

import java.nio.ByteBuffer;
import java.util.Optional;
import org.relock.lockd.vfs.Attributes;
import org.relock.lockd.vfs.FileException;
import org.relock.lockd.vfs.FileStatus;
import org.relock.state.rpc.Caller;
import org.relock.state.xdr.XdrEncodable;
import org.relock.state.xdr.XdrWriter;

/** READ (RFC 1813, 3.3.6). */
final class ReadCall implements Procedure<ReadArgs> {

    private final Reception reception;
    private final Payloads payloads;
    private final Nfs3Counters counters;

    ReadCall(Reception reception, Payloads payloads, Nfs3Counters counters) {
        this.reception = reception;
        this.payloads = payloads;
        this.counters = counters;
    }

    @Override
    public Reply on(Caller caller, ReadArgs arguments) throws FileException {
        Place place = reception.open(caller, arguments.file());
        // Past the largest offset there is no file, so what is asked for there is its end.
        long offset = arguments.offset() < 0 ? Long.MAX_VALUE : arguments.offset();
        long most = Nfs3Limits.transfer(caller.transport());
        long count = Math.min(Integer.toUnsignedLong(arguments.count()), most);
        int length = (int) Math.min(count, Long.MAX_VALUE - offset);
        Optional<ByteBuffer> payload = payloads.take(length);
        if (payload.isEmpty()) {
            return Reply.failed(FileStatus.JUKEBOX, place.attributes());
        }
        boolean done = false;
        try {
            Reply reply = read(place, offset, payload.get());
            done = true;
            return reply;
        } catch (FileException e) {
            return Reply.failed(e.status(), place.attributes());
        } finally {
            if (!done) {
                payloads.give(payload.get());
            }
        }
    }

    private Reply read(Place place, long offset, ByteBuffer payload) throws FileException {
        boolean eof = place.files().read(place.actor(), place.file(), offset, payload);
        Optional<Attributes> after = place.attributes();
        counters.read(payload.position());
        return Reply.ok(new Results(after, eof, payload.flip(), payloads));
    }

    @Override
    public int attributesOfFailure() {
        return 1;
    }

    /** {@code READ3resok}; written once, which gives the data's buffer back. */
    private record Results(
            Optional<Attributes> file, boolean eof, ByteBuffer data, Payloads payloads)
            implements XdrEncodable {

        @Override
        public void encode(XdrWriter xdr) {
            try {
                Fattr3.postOp(file, xdr);
                xdr.i32(data.remaining()).bool(eof).opaque(data);
            } finally {
                payloads.give(data);
            }
        }
    }
}
