package org.relock.lockd.hosts;

import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import org.relock.state.names.Addresses;
import org.relock.state.names.NumericAddress;

/** The names that the status monitor knows clients by. */
final class MonNames {

    private MonNames() {}

    /** Returns the names that a client is watched under: mostly one. */
    static List<String> of(Host host, boolean byCallerName) {
        String name = host.client().callerName();
        if (byCallerName && isHostName(name)) {
            return List.of(name);
        }
        List<String> names = new ArrayList<>(1);
        names.add(Addresses.text(host.client().address()));
        for (InetAddress address : host.addresses()) {
            String text = Addresses.text(address);
            if (!names.contains(text)) {
                names.add(text);
            }
        }
        return names;
    }

    /** Letters, digits, dots, hyphens and underscores, as host names have; and no address. */
    static boolean isHostName(String name) {
        if (name.isEmpty() || name.length() > HostLimits.HOST_NAME) {
            return false;
        }
        for (int i = 0; i < name.length(); i++) {
            char c = name.charAt(i);
            boolean letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
            boolean inner = c == '-' || c == '.' || c == '_';
            if (!letter && !(c >= '0' && c <= '9') && !(inner && i > 0)) {
                return false;
            }
        }
        return NumericAddress.parse(name).isEmpty();
    }
}
