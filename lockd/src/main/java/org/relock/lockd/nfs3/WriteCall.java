package org.relock.lockd.nfs3;

import java.nio.ByteBuffer;
import java.util.Optional;
import org.relock.lockd.vfs.FileException;
import org.relock.lockd.vfs.FileStatus;
import org.relock.lockd.vfs.Stability;
import org.relock.state.rpc.Caller;
import org.relock.state.xdr.XdrEncodable;

/** WRITE (RFC 1813, 3.3.7). */
final class WriteCall implements Procedure<WriteJob> {

    private final Reception reception;
    private final Payloads payloads;
    private final Nfs3Counters counters;

    WriteCall(Reception reception, Payloads payloads, Nfs3Counters counters) {
        this.reception = reception;
        this.payloads = payloads;
        this.counters = counters;
    }

    /**
     * What has become of a WRITE.
     *
     * @param verifier that of before: what it was lost to changes it later
     */
    private record Written(int count, long verifier) {}

    @Override
    public Reply on(Caller caller, WriteJob job) throws FileException {
        // What files are written from has an address; what was gathered in parts may have none.
        Optional<WriteJob> ready = job.data().isDirect() ? Optional.of(job) : kept(job);
        if (ready.isEmpty()) {
            throw new FileException(FileStatus.JUKEBOX);
        }
        try {
            Place place = reception.open(caller, job.file());
            return Change.of(
                    place,
                    () -> write(place, ready.get()),
                    (written, wcc) -> results(job.arguments(), written, wcc));
        } finally {
            refused(ready.get());
        }
    }

    @Override
    public Optional<WriteJob> kept(WriteJob job) {
        return job.copied(payloads);
    }

    private Written write(Place place, WriteJob job) throws FileException {
        WriteArgs arguments = job.arguments();
        ByteBuffer data = job.data();
        if (Integer.toUnsignedLong(arguments.count()) > data.remaining()) {
            throw new FileException(FileStatus.INVAL);
        }
        long offset = arguments.offset();
        if (offset < 0 || offset > Long.MAX_VALUE - arguments.count()) {
            throw new FileException(FileStatus.FBIG);
        }
        data.limit(arguments.count());
        // As with other servers, an export that is async says it is safe whatever it is.
        Stability stability = place.rights().async() ? Stability.UNSTABLE : arguments.stability();
        long verifier = place.files().writeVerifier();
        int count = place.files().write(place.actor(), place.file(), offset, data, stability);
        counters.written(count);
        return new Written(count, verifier);
    }

    private static XdrEncodable results(WriteArgs arguments, Written written, WccData wcc) {
        int committed = WriteArgs.number(arguments.stability());
        return xdr -> xdr.value(wcc).i32(written.count()).i32(committed).i64(written.verifier());
    }

    @Override
    public int attributesOfFailure() {
        return 2;
    }

    @Override
    public void refused(WriteJob job) {
        job.copy().ifPresent(payloads::give);
    }
}
