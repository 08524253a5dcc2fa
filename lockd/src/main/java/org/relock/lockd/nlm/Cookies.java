package org.relock.lockd.nlm;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.relock.state.rpc.Unguessable;
import org.relock.state.xdr.Opaque;

/**
 * The cookies of grants: a fresh one for each, that nobody can guess, and the grant that it stands
 * for when it comes back. Guarded by the postman, but for {@link #fresh}.
 */
final class Cookies {

    private final Unguessable random = new Unguessable();

    /** By the first half of the cookie; the whole of it is compared in constant time. */
    private final Map<Long, GrantedCallback> grants = new HashMap<>();

    /** Returns one that nobody knows. */
    Opaque fresh() {
        ByteBuffer bytes = ByteBuffer.allocate(PostmanLimits.COOKIE_BYTES);
        synchronized (random) {
            while (bytes.hasRemaining()) {
                bytes.putInt(random.next());
            }
        }
        return Opaque.copyOf(bytes.array());
    }

    void put(Opaque cookie, GrantedCallback grant) {
        grants.put(half(cookie), grant);
    }

    void remove(Opaque cookie) {
        grants.remove(half(cookie));
    }

    /** Returns the grant of a cookie, whatever that is. */
    Optional<GrantedCallback> find(Opaque cookie) {
        if (cookie.length() != PostmanLimits.COOKIE_BYTES) {
            return Optional.empty();
        }
        return Optional.ofNullable(grants.get(half(cookie)))
                .filter(it -> it.cookie().filter(sent -> same(sent, cookie)).isPresent());
    }

    void clear() {
        grants.clear();
    }

    private static boolean same(Opaque one, Opaque other) {
        return MessageDigest.isEqual(one.toBytes(), other.toBytes());
    }

    private static long half(Opaque cookie) {
        return ByteBuffer.wrap(cookie.toBytes()).getLong();
    }
}
