package org.relock.lockd.nlm;

import org.relock.state.xdr.XdrEncodable;

/**
 * What a procedure answers.
 *
 * @param stat in the words of version 4, for counters and logs
 * @param results as the version of the call spells them
 * @param afterwards what may be done once they are on their way
 */
record Reply(NlmStat stat, XdrEncodable results, Runnable afterwards) {

    /** Nothing is left to do. */
    static final Runnable NOTHING = () -> {};

    static Reply of(NlmVersion version, NlmRes res, Runnable afterwards) {
        return new Reply(res.stat(), res.in(version), afterwards);
    }
}
