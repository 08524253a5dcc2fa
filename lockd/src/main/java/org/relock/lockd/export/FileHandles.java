package org.relock.lockd.export;

import java.util.concurrent.CompletableFuture;
import org.relock.state.rpc.Caller;
import org.relock.state.xdr.Opaque;

/** Finds the file that a handle stands for. */
public interface FileHandles {

    /**
     * Finds the file. The future is complete already unless the disk had to be asked; it never
     * completes exceptionally.
     *
     * @param caller who shows the handle: its address and credential count
     * @param handle 0 to 64 bytes that may be anything (NLM v1 and v3: always 32)
     * @param purpose what for; with {@link Purpose#RELEASE} a handle that we could have given out
     *     is found without a look at its file, and whatever the caller may do with it
     */
    CompletableFuture<Resolution> resolve(Caller caller, Opaque handle, Purpose purpose);
}
