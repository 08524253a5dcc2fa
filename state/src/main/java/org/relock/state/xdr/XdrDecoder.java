package org.relock.state.xdr;

/**
 * Reads one value.
 *
 * @param <T> the type read
 */
@FunctionalInterface
public interface XdrDecoder<T> {

    /**
     * Reads a value from where {@code xdr} stands.
     *
     * @throws MalformedXdrException if the bytes are not such a value, or not all there
     */
    T decode(XdrReader xdr) throws MalformedXdrException;
}
