package org.relock.lockd.mount;

import java.util.List;
import org.relock.lockd.export.Export;
import org.relock.state.rpc.Caller;
import org.relock.state.rpc.Transport;
import org.relock.state.xdr.XdrEncodable;

/**
 * {@code mountlist} and {@code exports} (RFC 1813, 5.2.2 and 5.2.5): linked lists, each link behind
 * a TRUE. What does not fit into the reply is left out.
 */
final class ListReplies {

    /** The bytes of a TRUE and of a string's length and padding, at most. */
    private static final int OVERHEAD = 12;

    private ListReplies() {}

    static XdrEncodable mounts(Caller caller, List<MountEntry> entries) {
        int most = most(caller);
        return xdr -> {
            int start = xdr.size();
            for (MountEntry entry : entries) {
                int needed = entry.host().length() + entry.path().length() + 2 * OVERHEAD;
                if (xdr.size() - start + needed > most) {
                    break;
                }
                xdr.bool(true).string(entry.host()).string(entry.path());
            }
            xdr.bool(false);
        };
    }

    static XdrEncodable exports(Caller caller, List<Export> exports) {
        int most = most(caller);
        return xdr -> {
            int start = xdr.size();
            for (Export export : exports) {
                if (xdr.size() - start + export.path().length() + 2 * OVERHEAD > most) {
                    break;
                }
                xdr.bool(true).string(export.path());
                for (String client : export.groups()) {
                    String shown = shown(client);
                    if (xdr.size() - start + shown.length() + 2 * OVERHEAD > most) {
                        break;
                    }
                    xdr.bool(true).string(shown);
                }
                xdr.bool(false);
            }
            xdr.bool(false);
        };
    }

    /** {@code MNTNAMLEN} binds administrators too. */
    private static String shown(String client) {
        return client.length() <= Mount.MAX_NAME_BYTES
                ? client
                : client.substring(0, Mount.MAX_NAME_BYTES);
    }

    private static int most(Caller caller) {
        return caller.transport() == Transport.UDP
                ? MountLimits.LIST_BYTES_UDP
                : MountLimits.LIST_BYTES_TCP;
    }
}
