package org.relock.lockd.nfs3;

import java.util.Optional;
import org.relock.lockd.vfs.Attributes;
import org.relock.lockd.vfs.FileException;
import org.relock.state.rpc.Caller;

/** ACCESS (RFC 1813, 3.3.4). */
final class AccessCall implements Procedure<AccessArgs> {

    private static final int READ = 1;
    private static final int LOOKUP = 2;
    private static final int MODIFY = 4;
    private static final int EXTEND = 8;
    private static final int DELETE = 16;
    private static final int EXECUTE = 32;

    private final Reception reception;

    AccessCall(Reception reception) {
        this.reception = reception;
    }

    @Override
    public Reply on(Caller caller, AccessArgs arguments) throws FileException {
        Place place = reception.open(caller, arguments.file());
        int possible = READ | LOOKUP | EXECUTE;
        if (!place.rights().readOnly()) {
            possible |= MODIFY | EXTEND | DELETE;
        }
        int wanted = arguments.wanted() & possible;
        try {
            int granted = place.files().access(place.actor(), place.file(), wanted) & wanted;
            Optional<Attributes> after = place.attributes();
            return Reply.ok(
                    xdr -> {
                        Fattr3.postOp(after, xdr);
                        xdr.i32(granted);
                    });
        } catch (FileException e) {
            return Reply.failed(e.status(), place.attributes());
        }
    }

    @Override
    public int attributesOfFailure() {
        return 1;
    }
}
