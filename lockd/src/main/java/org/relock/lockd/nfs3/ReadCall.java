package org.relock.lockd.nfs3;

import java.nio.ByteBuffer;
import java.util.Optional;
import org.relock.lockd.vfs.Attributes;
import org.relock.lockd.vfs.FileException;
import org.relock.lockd.vfs.FileStatus;
import org.relock.lockd.vfs.ReadNow;
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

    /** Fills a buffer from a file; empty if it cannot. */
    private interface Filling {
        Optional<Reply> fill(Place place, long offset, ByteBuffer into) throws FileException;
    }

    @Override
    public Optional<Reply> now(Caller caller, ReadArgs arguments) throws FileException {
        Place place = reception.open(caller, arguments.file());
        try {
            return read(place, caller, arguments, this::fillNow);
        } catch (FileException e) {
            // It will fail again on a thread that may wait for the attributes that go with it.
            return Optional.empty();
        }
    }

    @Override
    public Reply on(Caller caller, ReadArgs arguments) throws FileException {
        Place place = reception.open(caller, arguments.file());
        try {
            return read(place, caller, arguments, this::fill)
                    .orElseThrow(() -> new FileException(FileStatus.JUKEBOX));
        } catch (FileException e) {
            return Reply.failed(e.status(), place.attributes());
        }
    }

    /** Reads; empty if there is no buffer to be had, or it cannot be filled. */
    private Optional<Reply> read(Place place, Caller caller, ReadArgs arguments, Filling filling)
            throws FileException {
        // Past the largest offset there is no file, so what is asked for there is its end.
        long offset = arguments.offset() < 0 ? Long.MAX_VALUE : arguments.offset();
        long most = Nfs3Limits.transfer(caller.transport());
        long count = Math.min(Integer.toUnsignedLong(arguments.count()), most);
        int length = (int) Math.min(count, Long.MAX_VALUE - offset);
        ByteBuffer payload = payloads.take(length).orElse(null);
        if (payload == null) {
            return Optional.empty();
        }
        boolean filled = false;
        try {
            Optional<Reply> reply = filling.fill(place, offset, payload);
            filled = reply.isPresent();
            return reply;
        } finally {
            if (!filled) {
                payloads.give(payload);
            }
        }
    }

    private Optional<Reply> fill(Place place, long offset, ByteBuffer into) throws FileException {
        boolean eof = place.files().read(place.actor(), place.file(), offset, into);
        return Optional.of(filled(place.attributes(), eof, into));
    }

    private Optional<Reply> fillNow(Place place, long offset, ByteBuffer into)
            throws FileException {
        ReadNow read = place.files().readNow(place.actor(), place.file(), offset, into);
        if (read == ReadNow.WOULD_WAIT) {
            return Optional.empty();
        }
        Optional<Attributes> after = place.files().attributesNow(place.file());
        // Without them a thread that may wait does all of it again.
        return after.map(known -> filled(after, read == ReadNow.READ_TO_END, into));
    }

    private Reply filled(Optional<Attributes> after, boolean eof, ByteBuffer data) {
        counters.read(data.position());
        return Reply.ok(new Results(after, eof, data.flip(), payloads));
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
