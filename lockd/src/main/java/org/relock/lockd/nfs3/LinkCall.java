package org.relock.lockd.nfs3;

import java.util.Optional;
import org.relock.lockd.vfs.Attributes;
import org.relock.lockd.vfs.FileException;
import org.relock.state.rpc.Caller;

/** LINK (RFC 1813, 3.3.15). */
final class LinkCall implements Procedure<LinkArgs> {

    private final Reception reception;

    LinkCall(Reception reception) {
        this.reception = reception;
    }

    @Override
    public Reply on(Caller caller, LinkArgs arguments) throws FileException {
        Place file = reception.open(caller, arguments.file());
        Place directory = reception.open(caller, arguments.link().directory());
        Reply linked =
                Change.of(
                        directory,
                        () -> link(file, directory, arguments.link()),
                        (done, wcc) -> wcc);
        Optional<Attributes> after = file.attributes();
        return new Reply(
                linked.error(),
                xdr -> {
                    Fattr3.postOp(after, xdr);
                    xdr.value(linked.rest());
                });
    }

    private static boolean link(Place file, Place directory, Named link) throws FileException {
        file.mayChange();
        file.isBeside(directory);
        file.files().link(file.actor(), file.file(), directory.file(), link.name());
        return true;
    }

    @Override
    public int attributesOfFailure() {
        return 3;
    }
}
