package org.relock.lockd.nfs3;

import java.util.Optional;
import org.relock.lockd.vfs.FileException;
import org.relock.state.rpc.Caller;

/**
 * What a procedure does, on a thread that may wait.
 *
 * @param <A> the arguments
 */
public interface Procedure<A> {

    /**
     * Answers one call.
     *
     * @throws FileException if nothing can be said but the status: no attributes are known, since
     *     the caller may not know them, or has shown no handle of ours
     */
    Reply on(Caller caller, A arguments) throws FileException;

    /**
     * Answers one call without waiting, on the thread that serves.
     *
     * @return empty if that cannot be; nothing has happened then
     * @throws FileException as {@link #on}
     */
    default Optional<Reply> now(Caller caller, A arguments) throws FileException {
        return Optional.empty();
    }

    /**
     * Returns how many attributes the results of a failure may have; each is then left out: one for
     * a {@code post_op_attr}, two for a {@code wcc_data}.
     */
    int attributesOfFailure();

    /** Takes leave of arguments for which there was no worker. */
    default void refused(A arguments) {}
}
