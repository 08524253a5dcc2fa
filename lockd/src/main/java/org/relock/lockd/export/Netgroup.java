package org.relock.lockd.export;

import java.util.HashSet;
import java.util.Locale;
import java.util.Set;

/**
 * The hosts of a netgroup.
 *
 * @param hosts their names or addresses in small letters
 * @param isEverybody whether a member names no host, which means any
 */
public record Netgroup(Set<String> hosts, boolean isEverybody) {

    /** One that nobody is in. */
    static final Netgroup EMPTY = new Netgroup(Set.of(), false);

    /** Copies the set. */
    public Netgroup {
        hosts = Set.copyOf(hosts);
    }

    /** Reads what {@code getent netgroup} prints: {@code name (host,user,domain) ...}. */
    static Netgroup parse(String text) {
        Set<String> hosts = new HashSet<>();
        boolean everybody = false;
        int open = text.indexOf('(');
        while (open >= 0) {
            int comma = text.indexOf(',', open);
            if (comma < 0) {
                break;
            }
            String host = text.substring(open + 1, comma).strip();
            if (host.isEmpty()) {
                everybody = true;
            } else {
                hosts.add(host.toLowerCase(Locale.ROOT));
            }
            open = text.indexOf('(', comma);
        }
        return new Netgroup(hosts, everybody);
    }

    /** Whether a name or address is in it, as {@code innetgr} with no user and domain has it. */
    boolean contains(String host) {
        return isEverybody || hosts.contains(host.toLowerCase(Locale.ROOT));
    }
}
