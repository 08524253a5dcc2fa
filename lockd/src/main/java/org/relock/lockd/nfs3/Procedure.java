package org.relock.lockd.nfs3;

import java.util.Optional;
import org.relock.lockd.vfs.FileException;
import org.relock.state.rpc.Caller;
import org.relock.state.xdr.XdrWriter;

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
     * Answers one call without waiting, on the thread that serves, by writing the status and what
     * follows it; for payloads, which are made where they are sent from.
     *
     * @return false if that cannot be; what was written does not count then
     * @throws FileException if it fails; it will fail again where it may wait
     */
    default boolean direct(Caller caller, A arguments, XdrWriter out) throws FileException {
        return false;
    }

    /** Returns whether {@link #direct} is worth trying. */
    default boolean isDirect() {
        return false;
    }

    /**
     * Returns arguments that stay good when the buffer of the call is read into again; empty if
     * there is no room for them, so that the client has to try again later.
     */
    default Optional<A> kept(A arguments) {
        return Optional.of(arguments);
    }

    /**
     * Returns how many attributes the results of a failure may have; each is then left out: one for
     * a {@code post_op_attr}, two for a {@code wcc_data}.
     */
    int attributesOfFailure();

    /** Takes leave of arguments for which there was no worker. */
    default void refused(A arguments) {}
}
