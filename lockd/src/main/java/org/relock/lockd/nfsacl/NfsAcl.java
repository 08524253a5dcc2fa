package org.relock.lockd.nfsacl;

/** Numbers of the protocol. */
final class NfsAcl {

    /** {@code NFS_ACL_PROGRAM}. */
    static final int PROGRAM = 100_227;

    /** {@code NFS_ACL_V3}; version 2 goes with NFS version 2, of which there are no handles. */
    static final int VERSION = 3;

    static final int GETACL = 1;
    static final int SETACL = 2;

    /** {@code NA_ACL}: the ACL itself is wanted, or meant. */
    static final int ACL = 1;

    /** {@code NA_ACLCNT}: how many entries it has. */
    static final int ACL_COUNT = 2;

    /** {@code NA_DFACL}: the ACL that new files of a directory get. */
    static final int DEFAULT_ACL = 4;

    /** {@code NA_DFACLCNT}: how many entries it has. */
    static final int DEFAULT_ACL_COUNT = 8;

    private static final int MASK = ACL | ACL_COUNT | DEFAULT_ACL | DEFAULT_ACL_COUNT;

    /** {@code NFS_ACL_MAX_ENTRIES}. */
    static final int MOST_ENTRIES = 1_024;

    private NfsAcl() {}

    /** Whether a mask has no bit but those above. */
    static boolean isMask(int mask) {
        return (mask & ~MASK) == 0;
    }
}
