package org.relock.lockd.nfs3;

import org.relock.lockd.vfs.FileException;
import org.relock.state.rpc.Caller;

/** SETATTR (RFC 1813, 3.3.2). */
final class SetattrCall implements Procedure<SetattrArgs> {

    private final Reception reception;

    SetattrCall(Reception reception) {
        this.reception = reception;
    }

    @Override
    public Reply on(Caller caller, SetattrArgs arguments) throws FileException {
        Place place = reception.open(caller, arguments.file());
        return Change.of(
                place,
                () ->
                        place.files()
                                .change(
                                        place.actor(),
                                        place.file(),
                                        Sattr3.checked(arguments.to()),
                                        arguments.guard()),
                (attributes, wcc) -> wcc);
    }

    @Override
    public int attributesOfFailure() {
        return 2;
    }
}
