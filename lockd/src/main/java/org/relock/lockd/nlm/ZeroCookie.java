package org.relock.lockd.nlm;

import java.nio.ByteBuffer;
import org.relock.state.xdr.MalformedXdrException;
import org.relock.state.xdr.Opaque;
import org.relock.state.xdr.XdrReader;

/**
 * A cookie of no bytes, read as one of four zeros: some clients, HP-UX's among them, send the
 * former and know an answer only by the latter.
 */
final class ZeroCookie {

    private static final int COOKIE_WORDS = 8;

    private ZeroCookie() {}

    /** Returns the arguments, which begin with the cookie, as they are to be read. */
    static XdrReader filled(XdrReader arguments) throws MalformedXdrException {
        int length = arguments.remaining();
        boolean empty = length >= Integer.BYTES && arguments.copyOfRest().i32() == 0;
        if (!empty || length % Integer.BYTES != 0) {
            return arguments;
        }
        Opaque all = arguments.fixedOpaque(length);
        ByteBuffer filled = ByteBuffer.allocate(Integer.BYTES + length).putInt(0, Integer.BYTES);
        return new XdrReader(
                filled.put(COOKIE_WORDS, all.toBytes(), Integer.BYTES, length - Integer.BYTES));
    }
}
