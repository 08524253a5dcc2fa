package org.relock.state.access;

import java.util.List;
import java.util.Optional;

/**
 * {@code list_1 EXCEPT list_2}.
 *
 * @param patterns any of which may match
 * @param except and this must not
 */
record ClientList(List<ClientPattern> patterns, Optional<ClientList> except) {

    ClientList {
        patterns = List.copyOf(patterns);
    }

    Match match(Client client) {
        Match any = Match.NO;
        for (ClientPattern pattern : patterns) {
            Match one = pattern.match(client);
            if (one == Match.YES) {
                any = one;
                break;
            }
            if (one == Match.NEEDS_NAME) {
                any = one;
            }
        }
        if (any == Match.NO || except.isEmpty()) {
            return any;
        }
        return switch (except.get().match(client)) {
            case YES -> Match.NO;
            case NO -> any;
            case NEEDS_NAME -> Match.NEEDS_NAME;
        };
    }
}
