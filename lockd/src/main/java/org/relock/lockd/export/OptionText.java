package org.relock.lockd.export;

/** Options as exports(5) writes them, those too that are usual: what an administrator looks at. */
final class OptionText {

    private OptionText() {}

    static String of(ExportOptions options) {
        ExportRights rights = options.rights();
        StringBuilder text = new StringBuilder(128);
        text.append(rights.readOnly() ? "ro" : "rw");
        text.append(rights.async() ? ",async" : ",sync");
        text.append(rights.reservedPort() ? ",secure" : ",insecure");
        text.append(rights.rootSquash() ? ",root_squash" : ",no_root_squash");
        text.append(rights.allSquash() ? ",all_squash" : ",no_all_squash");
        text.append(options.subtreeCheck() ? ",subtree_check" : ",no_subtree_check");
        text.append(options.localLocks() ? ",local_locks" : ",no_local_locks");
        text.append(rights.locksWithoutCredential() ? ",insecure_locks" : ",secure_locks");
        text.append(",anonuid=").append(Integer.toUnsignedString(rights.anonymousUid()));
        text.append(",anongid=").append(Integer.toUnsignedString(rights.anonymousGid()));
        char before = '=';
        text.append(",sec");
        for (int flavor : rights.flavors()) {
            text.append(before).append(flavor == ExportOptions.AUTH_SYS ? "sys" : "none");
            before = ':';
        }
        if (options.isPublic()) {
            text.append(",public");
        }
        options.id().ifPresent(id -> text.append(",fsid=").append(Integer.toUnsignedString(id)));
        return text.toString();
    }
}
