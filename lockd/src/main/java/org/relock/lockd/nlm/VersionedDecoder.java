package org.relock.lockd.nlm;

import org.relock.state.xdr.MalformedXdrException;
import org.relock.state.xdr.XdrReader;

/**
 * Reads a value as a version of the protocol spells it.
 *
 * @param <T> the type read
 */
@FunctionalInterface
interface VersionedDecoder<T> {

    /** Reads a value from where {@code xdr} stands. */
    T decode(NlmVersion version, XdrReader xdr) throws MalformedXdrException;
}
