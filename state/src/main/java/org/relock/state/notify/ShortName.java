package org.relock.state.notify;

import java.util.Optional;
import org.relock.state.names.NumericAddress;

/**
 * The name a host has without its domain. A peer that mounted by the short name knows us by that
 * only, so it is told under both.
 */
final class ShortName {

    private ShortName() {}

    /**
     * Cuts {@code name} at its first dot. Empty if there is nothing to cut, nothing would be left,
     * or the name is an address in figures, which means nothing when cut.
     */
    static Optional<String> of(String name) {
        int dot = name.indexOf('.');
        return dot <= 0 || NumericAddress.parse(name).isPresent()
                ? Optional.empty()
                : Optional.of(name.substring(0, dot));
    }
}
