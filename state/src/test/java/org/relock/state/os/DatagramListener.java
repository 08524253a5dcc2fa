package org.relock.state.os;

import com.sun.jna.Native;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/** A system log for tests: a datagram socket in the file system, which Java cannot make. */
public final class DatagramListener implements AutoCloseable {

    private static final int AF_UNIX = 1;
    private static final int SOCK_DGRAM = 2;
    private static final int MSG_DONTWAIT = 0x40;

    static {
        Native.register(DatagramListener.class, "c");
    }

    private final int fd = Libc.socket(AF_UNIX, SOCK_DGRAM, 0);

    /** Listens at {@code path}, which must not exist yet. */
    public DatagramListener(Path path) {
        byte[] name = Libc.cString(path.toString());
        ByteBuffer address = ByteBuffer.allocate(2 + name.length).order(ByteOrder.nativeOrder());
        address.putShort((short) AF_UNIX).put(name);
        if (bind(fd, address.array(), address.capacity()) != 0) {
            throw new IllegalStateException("bind " + path + ": errno " + Libc.errno());
        }
    }

    private static native int bind(int fd, byte[] address, int length);

    private static native long recv(int fd, byte[] bytes, long length, int flags);

    /** Returns the next datagram, or "" if there is none now. */
    public String next() {
        byte[] bytes = new byte[8_192];
        long length = recv(fd, bytes, bytes.length, MSG_DONTWAIT);
        return length < 0 ? "" : new String(bytes, 0, (int) length, StandardCharsets.US_ASCII);
    }

    @Override
    public void close() {
        Libc.close(fd);
    }
}
