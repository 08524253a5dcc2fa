package org.relock.lockd.hosts;

import java.net.InetAddress;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.relock.state.names.NumericAddress;

/**
 * What makes two calls come from one client (facts of NLM: several machines call themselves
 * "localhost", and several may share an address).
 *
 * @param by what is compared
 * @param aliases all addresses of a client that has several, by its name: calls from any of them
 *     under that name are one client (NLM check 23)
 */
public record Identity(By by, Map<String, List<InetAddress>> aliases) {

    private static final InetAddress ANYWHERE =
            NumericAddress.parse("0.0.0.0").orElseThrow(IllegalStateException::new);

    /** What is compared. */
    public enum By {
        /** The address and the name. */
        ADDRESS_AND_NAME,
        /** The address alone: nothing tells apart what is behind a NAT. */
        ADDRESS,
        /** The name alone: whoever can call can speak in any client's name. */
        NAME
    }

    /** Copies the aliases. */
    public Identity {
        Objects.requireNonNull(by, "by");
        aliases = Map.copyOf(aliases);
    }

    /** Calls with equal keys come from one client. */
    record Key(InetAddress address, String name) {}

    Key keyOf(InetAddress address, String name) {
        return switch (by) {
            case ADDRESS -> new Key(address, "");
            case NAME -> new Key(ANYWHERE, name);
            case ADDRESS_AND_NAME -> new Key(isAlias(address, name) ? ANYWHERE : address, name);
        };
    }

    private boolean isAlias(InetAddress address, String name) {
        return !aliases.isEmpty() && aliases.getOrDefault(name, List.of()).contains(address);
    }

    /** Returns the addresses that a client may call from: the one it does, and its aliases. */
    List<InetAddress> addressesOf(InetAddress address, String name) {
        return by != By.ADDRESS && isAlias(address, name) ? aliases.get(name) : List.of(address);
    }
}
