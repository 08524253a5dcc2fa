package org.relock.lockd;

import java.util.concurrent.CompletableFuture;
import org.relock.lockd.export.FileHandles;
import org.relock.lockd.export.Purpose;
import org.relock.lockd.export.Resolution;
import org.relock.state.rpc.Caller;
import org.relock.state.xdr.Opaque;

/** No file is any business of a caller from a port above 1023 (NLM check 10). */
record PrivilegedCallers(FileHandles files) implements FileHandles {

    @Override
    public CompletableFuture<Resolution> resolve(Caller caller, Opaque handle, Purpose purpose) {
        return caller.fromPrivilegedPort()
                ? files.resolve(caller, handle, purpose)
                : CompletableFuture.completedFuture(Resolution.Refused.INSTANCE);
    }
}
