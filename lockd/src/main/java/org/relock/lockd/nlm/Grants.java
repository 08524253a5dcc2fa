package org.relock.lockd.nlm;

import java.net.InetAddress;
import org.relock.state.xdr.Opaque;

/** The way of a GRANTED to its client, as the procedures see it. No method waits. */
public interface Grants {

    /**
     * The client has been told that its request waits; from now on, and not before, it may be told
     * that it was granted (NLM check 26). Said again for every repetition of the request.
     */
    void announced(long wish);

    /**
     * Somebody answers a GRANTED_MSG (GRANTED_RES). It counts only if {@code cookie} is one that
     * was sent to {@code from}; nobody is told whether it was.
     */
    void granted(InetAddress from, Opaque cookie, NlmStat stat);

    /**
     * Sends what has just been offered, from the calling thread, as far as that needs no waiting.
     * Whoever calls the engine to give bytes up (UNLOCK, CANCEL, a release) calls this next, once
     * its own reply is on its way; what nobody sends so is sent a few milliseconds later. Costs
     * next to nothing if there is nothing to send.
     */
    default void deliver() {}
}
