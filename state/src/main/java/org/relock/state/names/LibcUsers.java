package org.relock.state.names;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Asks the C library, so that nsswitch.conf counts as for every other program of this machine. */
final class LibcUsers implements SystemGroups.Users {

    // struct passwd of 64-bit glibc and musl: two pointers, two ints, three pointers.
    private static final int PW_NAME = 0;
    private static final int PW_GID = 20;
    private static final int PW_SIZE = 48;

    /** Bytes for the strings of an entry; an entry that needs more is not believed. */
    private static final int STRINGS = 1 << 18;

    /** Groups believed of one user, which is more than anybody has; more are left aside. */
    private static final int GROUPS = 1024;

    private static final int ENOENT = 2;
    private static final int ESRCH = 3;
    private static final long NULL = 0;

    @Override
    public Optional<Membership> groups(int uid) {
        long memory = LibC.malloc(PW_SIZE + STRINGS);
        if (memory == NULL) {
            return Optional.empty();
        }
        try {
            byte[] result = new byte[Long.BYTES];
            int error = LibC.getpwuid_r(uid, memory, memory + PW_SIZE, STRINGS, result);
            if (error == 0 && struct(result).getLong(0) != NULL) {
                return Optional.of(new Membership(true, groups(at(memory, PW_SIZE))));
            }
            // No such user, in the words of glibc and of some name services.
            boolean none = error == 0 || error == ENOENT || error == ESRCH;
            return none ? Optional.of(Membership.NONE) : Optional.empty();
        } finally {
            LibC.free(memory);
        }
    }

    private static List<Integer> groups(ByteBuffer entry) {
        long memory = LibC.malloc(GROUPS * Integer.BYTES);
        if (memory == NULL) {
            throw new IllegalStateException("no memory for " + GROUPS + " groups");
        }
        try {
            byte[] count = new byte[Integer.BYTES];
            struct(count).putInt(0, GROUPS);
            // What it returns does not matter: when there are more, the first ones are there.
            var unused =
                    LibC.getgrouplist(entry.getLong(PW_NAME), entry.getInt(PW_GID), memory, count);
            int found = Math.min(struct(count).getInt(0), GROUPS);
            ByteBuffer numbers = at(memory, found * Integer.BYTES);
            List<Integer> groups = new ArrayList<>(found);
            for (int i = 0; i < found; i++) {
                groups.add(numbers.getInt(i * Integer.BYTES));
            }
            return groups;
        } finally {
            LibC.free(memory);
        }
    }

    private static ByteBuffer at(long address, int size) {
        byte[] bytes = new byte[size];
        var unused = LibC.memcpy(bytes, address, size);
        return struct(bytes);
    }

    private static ByteBuffer struct(byte[] bytes) {
        return ByteBuffer.wrap(bytes).order(ByteOrder.nativeOrder());
    }
}
