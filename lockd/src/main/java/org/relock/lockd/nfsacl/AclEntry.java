package org.relock.lockd.nfsacl;

/**
 * {@code aclent}: what somebody may do.
 *
 * @param tag of whom it speaks: one of the constants
 * @param id of the user or group, unsigned; of others it means nothing
 * @param permissions 1 to execute or search, 2 to write, 4 to read
 */
record AclEntry(int tag, int id, int permissions) {

    /** {@code NA_USER_OBJ}: the owner. */
    static final int OWNER = 1;

    /** {@code NA_USER}. */
    static final int USER = 2;

    /** {@code NA_GROUP_OBJ}: the file's group. */
    static final int FILE_GROUP = 4;

    /** {@code NA_GROUP}. */
    static final int GROUP = 8;

    /** {@code NA_CLASS_OBJ}: the most that users, groups and the file's group are given. */
    static final int MASK = 16;

    /** {@code NA_OTHER_OBJ}. */
    static final int OTHERS = 32;

    /** {@code NA_ACL_DEFAULT}: added to the tags of a directory's default ACL. */
    static final int DEFAULT = 0x1000;

    static final int ALL = 7;

    /** Whether it speaks of a user or group by its number. */
    boolean hasId() {
        return tag == USER || tag == GROUP;
    }

    private static boolean isTag(int tag) {
        return Integer.bitCount(tag) == 1 && tag >= OWNER && tag <= OTHERS;
    }

    /** Whether it is one; whether an ACL of such is whole the kernel judges. */
    boolean makesSense() {
        return isTag(tag) && (permissions & ~ALL) == 0;
    }
}
