package org.relock.lockd.nfs3;

import org.relock.lockd.vfs.FileException;
import org.relock.lockd.vfs.FileSystem;
import org.relock.state.rpc.Caller;

/** REMOVE and RMDIR (RFC 1813, 3.3.12 and 3.3.13), which differ in what they may remove. */
final class RemoveCall implements Procedure<Named> {

    private final Reception reception;
    private final boolean directories;

    /**
     * Makes one of the two.
     *
     * @param directories whether it is RMDIR
     */
    RemoveCall(Reception reception, boolean directories) {
        this.reception = reception;
        this.directories = directories;
    }

    @Override
    public Reply on(Caller caller, Named arguments) throws FileException {
        Place directory = reception.open(caller, arguments.directory());
        return Change.of(directory, () -> remove(directory, arguments), (done, wcc) -> wcc);
    }

    private boolean remove(Place directory, Named arguments) throws FileException {
        FileSystem files = directory.files();
        if (directories) {
            files.removeDirectory(directory.actor(), directory.file(), arguments.name());
        } else {
            files.remove(directory.actor(), directory.file(), arguments.name());
        }
        return true;
    }

    @Override
    public int attributesOfFailure() {
        return 2;
    }
}
