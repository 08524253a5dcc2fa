package org.relock.state.notify;

import java.net.InetAddress;
import java.util.List;
import java.util.Optional;
import org.relock.state.nsm.Sm;

/**
 * Where notices are to leave from, and under which name.
 *
 * @param name what peers are told from there; empty for what their records say
 * @param addresses at most one of each family; none for whatever the route takes
 */
public record SourceSpec(Optional<String> name, List<InetAddress> addresses) {

    /** Any address, and the name of each record. */
    public static final SourceSpec ANY = new SourceSpec(Optional.empty(), List.of());

    private static final int FAMILIES = 2;

    /** Checks and copies. */
    public SourceSpec {
        addresses = List.copyOf(addresses);
        if (addresses.size() > FAMILIES || !name.map(SourceSpec::isName).orElse(true)) {
            throw new IllegalArgumentException("no source: " + name + ", " + addresses);
        }
    }

    /** Returns whether {@code text} can be a name to tell: visible ASCII, at most 1024 bytes. */
    public static boolean isName(String text) {
        return !text.isEmpty()
                && text.length() <= Sm.MAX_NAME_BYTES
                && text.chars().allMatch(c -> c > ' ' && c < 0x7f);
    }
}
