package org.relock.lockd.nfs3;

import org.relock.lockd.vfs.FileException;
import org.relock.state.rpc.Caller;

/** COMMIT (RFC 1813, 3.3.21). */
final class CommitCall implements Procedure<ReadArgs> {

    private final Reception reception;

    CommitCall(Reception reception) {
        this.reception = reception;
    }

    @Override
    public Reply on(Caller caller, ReadArgs arguments) throws FileException {
        Place place = reception.open(caller, arguments.file());
        return Change.of(
                place,
                () -> commit(place, arguments),
                (verifier, wcc) -> xdr -> xdr.value(wcc).i64(verifier));
    }

    /** Returns the verifier of after: if something was lost just now, the client hears of it. */
    private static long commit(Place place, ReadArgs arguments) throws FileException {
        if (!place.rights().async()) {
            long offset = arguments.offset();
            long count = Integer.toUnsignedLong(arguments.count());
            if (offset < 0 || offset > Long.MAX_VALUE - count) {
                // There is nothing out there. To force all of the file is never wrong.
                offset = 0;
                count = 0;
            }
            place.files().commit(place.actor(), place.file(), offset, count);
        }
        return place.files().writeVerifier();
    }

    @Override
    public int attributesOfFailure() {
        return 2;
    }
}
