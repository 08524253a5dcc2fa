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

    /** What a reply has before the data: status, attributes, count, eof, length; in bytes. */
    private static final int BEFORE_DATA = 4 + Fattr3.POST_OP_BYTES + 12;

    private final Reception reception;
    private final Payloads payloads;
    private final Nfs3Counters counters;

    ReadCall(Reception reception, Payloads payloads, Nfs3Counters counters) {
        this.reception = reception;
        this.payloads = payloads;
        this.counters = counters;
    }

    @Override
    public boolean isDirect() {
        return true;
    }

    /** Reads to where the reply is sent from, if the file's system can do that at once. */
    @Override
    public boolean direct(Caller caller, ReadArgs arguments, XdrWriter out) throws FileException {
        Place place = reception.open(caller, arguments.file());
        ByteBuffer there = out.ahead(BEFORE_DATA, length(caller, arguments));
        // Files are read to what has an address, and on the heap there is none.
        Optional<ByteBuffer> lent =
                there.isDirect() ? Optional.empty() : payloads.take(there.remaining());
        ByteBuffer payload = lent.orElse(there);
        try {
            return payload.isDirect() && direct(place, offset(arguments), payload, there, out);
        } finally {
            lent.ifPresent(payloads::give);
        }
    }

    /** Reads to {@code payload}, and writes the reply around {@code there}. */
    private boolean direct(
            Place place, long offset, ByteBuffer payload, ByteBuffer there, XdrWriter out)
            throws FileException {
        ReadNow read = place.files().readNow(place.actor(), place.file(), offset, payload);
        if (read == ReadNow.WOULD_WAIT) {
            return false;
        }
        // Without them a thread that may wait does all of it again.
        Optional<Attributes> after = place.files().attributesNow(place.file());
        if (after.isEmpty()) {
            return false;
        }
        int count = payload.position();
        if (!there.isDirect()) {
            there.put(payload.flip());
        }
        counters.read(count);
        out.i32(Reply.NFS3_OK);
        Fattr3.postOp(after, out);
        out.i32(count).bool(read == ReadNow.READ_TO_END).i32(count).fixedInPlace(count);
        return true;
    }

    @Override
    public Reply on(Caller caller, ReadArgs arguments) throws FileException {
        Place place = reception.open(caller, arguments.file());
        try {
            return read(place, arguments, length(caller, arguments));
        } catch (FileException e) {
            return Reply.failed(e.status(), place.attributes());
        }
    }

    /** Past the largest offset there is no file, so what is asked for there is its end. */
    private static long offset(ReadArgs arguments) {
        return arguments.offset() < 0 ? Long.MAX_VALUE : arguments.offset();
    }

    private static int length(Caller caller, ReadArgs arguments) {
        long most = Nfs3Limits.transfer(caller.transport());
        long count = Math.min(Integer.toUnsignedLong(arguments.count()), most);
        return (int) Math.min(count, Long.MAX_VALUE - offset(arguments));
    }

    private Reply read(Place place, ReadArgs arguments, int length) throws FileException {
        ByteBuffer payload =
                payloads.take(length).orElseThrow(() -> new FileException(FileStatus.JUKEBOX));
        boolean filled = false;
        try {
            long offset = offset(arguments);
            boolean eof = place.files().read(place.actor(), place.file(), offset, payload);
            counters.read(payload.position());
            Reply reply = Reply.ok(new Results(place.attributes(), eof, payload.flip(), payloads));
            filled = true;
            return reply;
        } finally {
            if (!filled) {
                payloads.give(payload);
            }
        }
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
