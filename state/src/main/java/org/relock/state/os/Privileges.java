package org.relock.state.os;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;

/**
 * Giving up the superuser's powers, but not the use of reserved ports.
 *
 * <p>Linux keeps capabilities per thread. User and group change for every thread at once, and a
 * thread that did not ask to keep its capabilities loses all of them with that. So the thread that
 * calls {@link #dropToOwnerOf} and the threads it starts afterwards may still bind ports below
 * 1024; threads that were there before may not. Call it on the main thread, before any pool.
 */
public final class Privileges {

    /** How a drop went. */
    public enum Outcome {
        /** The process now runs as the owner of {@code sm}, with CAP_NET_BIND_SERVICE alone. */
        DROPPED,
        /** The superuser owns {@code sm}; nothing was given up and the caller should warn. */
        STAYED_ROOT,
        /** The process did not run as the superuser; nothing was tried. */
        WAS_NOT_ROOT
    }

    private static final int UMASK = 0007;

    private static final int PR_SET_KEEPCAPS = 8;
    private static final int PR_CAPBSET_DROP = 24;
    private static final int EINVAL = 22;

    /** More capabilities than this no kernel has: the sets are 64 bits wide. */
    private static final int CAPABILITY_LIMIT = 64;

    private static final int CAP_NET_BIND_SERVICE = 10;
    private static final int CAPABILITY_VERSION_3 = 0x20080522;

    private Privileges() {}

    /**
     * Sets the umask to 0007, enters {@code stateDirectory}, and becomes the owner of its {@code
     * sm}: no supplementary groups, an empty capability bounding set, and CAP_NET_BIND_SERVICE as
     * the only permitted and effective capability.
     *
     * @throws IOException when {@code sm} cannot be looked at or any step fails; the process must
     *     then end, because it may be half changed
     */
    public static Outcome dropToOwnerOf(Path stateDirectory) throws IOException {
        Libc.umask(UMASK);
        byte[] directory = Libc.cString(stateDirectory.toString());
        SystemCallException.check("chdir " + stateDirectory, Libc.chdir(directory));
        FileOwner owner = FileOwner.of(stateDirectory.resolve("sm"));
        if (Libc.geteuid() != FileOwner.ROOT) {
            return Outcome.WAS_NOT_ROOT;
        }
        if (owner.isRoot()) {
            return Outcome.STAYED_ROOT;
        }
        become(owner);
        return Outcome.DROPPED;
    }

    private static void become(FileOwner owner) throws SystemCallException {
        openEveryJar();
        emptyBoundingSet();
        SystemCallException.check("prctl PR_SET_KEEPCAPS", Libc.prctl(PR_SET_KEEPCAPS, 1, 0, 0, 0));
        SystemCallException.check("setgroups", Libc.setgroups(0, null));
        SystemCallException.check("setgid", Libc.setgid(owner.gid()));
        SystemCallException.check("setuid", Libc.setuid(owner.uid()));
        keepReservedPorts();
        SystemCallException.check("prctl PR_SET_KEEPCAPS", Libc.prctl(PR_SET_KEEPCAPS, 0, 0, 0, 0));
    }

    /**
     * Looks for what no jar has. Classes are loaded as they are needed, from jars opened as they
     * are needed, and the new owner may not be able to open those, or finds newer ones after an
     * upgrade.
     */
    private static void openEveryJar() {
        if (ClassLoader.getSystemResource("org/relock/absent") != null) {
            throw new IllegalStateException("a jar has what no jar should have");
        }
    }

    /** Drops every capability the kernel knows; the first number it does not know ends the list. */
    private static void emptyBoundingSet() throws SystemCallException {
        for (int capability = 0; capability < CAPABILITY_LIMIT; capability++) {
            if (Libc.prctl(PR_CAPBSET_DROP, capability, 0, 0, 0) == -1) {
                int errno = Libc.errno();
                if (errno == EINVAL && capability > CAP_NET_BIND_SERVICE) {
                    return;
                }
                throw new SystemCallException("prctl PR_CAPBSET_DROP " + capability, errno);
            }
        }
    }

    private static void keepReservedPorts() throws SystemCallException {
        ByteBuffer header = ByteBuffer.allocate(8).order(ByteOrder.nativeOrder());
        header.putInt(CAPABILITY_VERSION_3).putInt(0); // 0 is the calling thread
        ByteBuffer data = ByteBuffer.allocate(24).order(ByteOrder.nativeOrder());
        int bit = 1 << CAP_NET_BIND_SERVICE;
        data.putInt(bit).putInt(bit).putInt(0); // effective, permitted, inheritable; rest is zero
        SystemCallException.check("capset", Libc.capset(header.array(), data.array()));
    }
}
