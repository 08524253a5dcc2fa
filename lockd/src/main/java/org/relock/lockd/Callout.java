package org.relock.lockd;

import java.net.InetAddress;
import java.util.concurrent.CompletableFuture;
import org.relock.lockd.hosts.Client;

/** The high-availability callout: hears which client is served through which address of ours. */
public interface Callout {

    /** No program is configured. */
    Callout NONE =
            new Callout() {
                @Override
                public CompletableFuture<Void> addClient(Client client, InetAddress server) {
                    return CompletableFuture.completedFuture(null);
                }

                @Override
                public void delClient(Client client, InetAddress server) {}

                @Override
                public boolean isNone() {
                    return true;
                }
            };

    /** A client is about to get its first lock through {@code server}; never completes badly. */
    CompletableFuture<Void> addClient(Client client, InetAddress server);

    /** A client is remembered no more; it had been added for {@code server}. Does not wait. */
    void delClient(Client client, InetAddress server);

    /** Whether nobody hears it. */
    default boolean isNone() {
        return false;
    }
}
