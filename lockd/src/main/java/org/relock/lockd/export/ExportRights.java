package org.relock.lockd.export;

import java.util.List;
import org.relock.lockd.vfs.Actor;
import org.relock.state.rpc.Credential;

/**
 * How one client may use an export.
 *
 * @param readOnly {@code ro}
 * @param rootSquash {@code root_squash}
 * @param allSquash {@code all_squash}
 * @param anonymousUid {@code anonuid}, unsigned
 * @param anonymousGid {@code anongid}, unsigned
 * @param reservedPort {@code secure}: only from ports below 1024
 * @param async {@code async}: answers before the disk has it
 * @param locksWithoutCredential {@code insecure_locks}, {@code no_auth_nlm}
 * @param flavors RPC authentication flavors allowed ({@code sec=}), preferred ones first
 */
public record ExportRights(
        boolean readOnly,
        boolean rootSquash,
        boolean allSquash,
        int anonymousUid,
        int anonymousGid,
        boolean reservedPort,
        boolean async,
        boolean locksWithoutCredential,
        List<Integer> flavors) {

    /** Copies the list. */
    public ExportRights {
        flavors = List.copyOf(flavors);
    }

    /** Returns with whose rights a caller acts, after squashing. */
    public Actor actor(Credential credential) {
        Actor anonymous = new Actor(anonymousUid, anonymousGid, List.of());
        if (allSquash || !(credential instanceof Credential.Sys sys)) {
            return anonymous;
        }
        if (!rootSquash) {
            return new Actor(sys.uid(), sys.gid(), sys.gids());
        }
        int uid = sys.uid() == 0 ? anonymousUid : sys.uid();
        int gid = sys.gid() == 0 ? anonymousGid : sys.gid();
        return new Actor(
                uid, gid, sys.gids().stream().map(g -> g == 0 ? anonymousGid : g).toList());
    }
}
