package org.relock.tests.hosts;

import com.sun.jna.LastErrorException;
import com.sun.jna.Native;
import java.nio.file.Path;

/** setns(2), which Java lacks. */
public final class Namespaces {

    private static final int CLONE_NEWNET = 0x40000000;
    private static final int O_RDONLY = 0;

    static {
        Native.register(Namespaces.class, "c");
    }

    private Namespaces() {}

    /** Moves the calling thread, and no other, to another network. */
    public static void joinNetwork(Path namespace) {
        int fd = open(namespace.toString(), O_RDONLY);
        try {
            setns(fd, CLONE_NEWNET);
        } finally {
            close(fd);
        }
    }

    private static native int open(String path, int flags) throws LastErrorException;

    private static native int setns(int fd, int type) throws LastErrorException;

    private static native int close(int fd) throws LastErrorException;
}
