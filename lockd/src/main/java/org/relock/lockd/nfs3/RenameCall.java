package org.relock.lockd.nfs3;

import org.relock.lockd.vfs.FileException;
import org.relock.state.rpc.Caller;

/** RENAME (RFC 1813, 3.3.14). */
final class RenameCall implements Procedure<RenameArgs> {

    private final Reception reception;

    RenameCall(Reception reception) {
        this.reception = reception;
    }

    @Override
    public Reply on(Caller caller, RenameArgs arguments) throws FileException {
        Place from = reception.open(caller, arguments.from().directory());
        Place to = reception.open(caller, arguments.to().directory());
        if (from.isSameAs(to)) {
            // One directory is changed once, and told twice.
            return twice(Change.of(from, () -> rename(from, from, arguments), (done, wcc) -> wcc));
        }
        try (Change left = from.change();
                Change entered = to.change()) {
            try {
                from.mayChange();
                to.mayChange();
                from.isBeside(to);
                rename(from, to, arguments);
            } catch (FileException e) {
                return both(Reply.failed(e.status(), left.end()), entered.end());
            }
            return both(Reply.ok(left.end()), entered.end());
        }
    }

    private static boolean rename(Place from, Place to, RenameArgs arguments) throws FileException {
        from.files()
                .rename(
                        from.actor(),
                        from.file(),
                        arguments.from().name(),
                        to.file(),
                        arguments.to().name());
        return true;
    }

    private static Reply twice(Reply reply) {
        return new Reply(reply.error(), xdr -> xdr.value(reply.rest()).value(reply.rest()));
    }

    private static Reply both(Reply reply, WccData second) {
        return new Reply(reply.error(), xdr -> xdr.value(reply.rest()).value(second));
    }

    @Override
    public int attributesOfFailure() {
        return 4;
    }
}
