package org.relock.lockd.export;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.relock.lockd.locks.FileKey;
import org.relock.state.rpc.Caller;
import org.relock.state.xdr.Opaque;

/**
 * Handles of a server that is not ours: names of files, of which we know nothing but the {@link
 * HandleShape}. Any handle is a file that may be locked by any client of the allow-list, since only
 * that server could say whether it is one; a handle without a byte other than zero is none.
 */
public final class OpaqueHandles implements FileHandles {

    private static final CompletableFuture<Resolution> STALE =
            CompletableFuture.completedFuture(Resolution.Stale.INSTANCE);

    private static final CompletableFuture<Resolution> REFUSED =
            CompletableFuture.completedFuture(Resolution.Refused.INSTANCE);

    private final HandleShape shape;
    private final List<Network> clients;

    /**
     * Makes it.
     *
     * @param clients who may lock; none: everyone
     */
    public OpaqueHandles(HandleShape shape, List<Network> clients) {
        this.shape = shape;
        this.clients = List.copyOf(clients);
    }

    @Override
    public CompletableFuture<Resolution> resolve(Caller caller, Opaque handle, Purpose purpose) {
        if (purpose != Purpose.RELEASE && !isAllowed(caller)) {
            return REFUSED;
        }
        if (handle.length() > HandleShape.LONGEST_HANDLE) {
            return STALE;
        }
        byte[] bytes = handle.toBytes();
        Opaque file = shape.fileOf(bytes);
        return file.length() == 0
                ? STALE
                : CompletableFuture.completedFuture(
                        new Resolution.Found(new FileKey(shape.fileSystemOf(bytes), file)));
    }

    private boolean isAllowed(Caller caller) {
        if (clients.isEmpty()) {
            return true;
        }
        for (Network network : clients) {
            if (network.contains(caller.remote().getAddress())) {
                return true;
            }
        }
        return false;
    }
}
