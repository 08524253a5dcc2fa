package org.relock.state.rpc;

/**
 * Answers one procedure's calls. It runs on a selector thread and must not wait for anything: what
 * has to wait is done elsewhere and answered with {@link Answer#later}.
 *
 * @param <A> the arguments
 */
@FunctionalInterface
public interface Handler<A> {

    /** Decides what becomes of one call. */
    Answer answer(Caller caller, A arguments);
}
