package org.relock.state.os;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/**
 * A datagram socket to {@code /dev/log} that never waits: what the system log cannot take at once
 * is lost and counted. Not thread safe.
 */
public final class SystemLogSocket {

    private static final int AF_UNIX = 1;
    private static final int SOCK_DGRAM = 2;
    private static final int SOCK_CLOEXEC = 0x80000;
    private static final int MSG_DONTWAIT = 0x40;
    private static final int MSG_NOSIGNAL = 0x4000;
    private static final int CLOSED = -1;

    /** The size of {@code struct tm} with glibc, in bytes; more than any other library's. */
    private static final int TM_BYTES = 64;

    private final byte[] address;

    private int fd = CLOSED;

    /** A socket to the system's own log. Opened by the first message. */
    public SystemLogSocket() {
        this("/dev/log");
    }

    /** A socket to a log elsewhere, for tests. */
    public SystemLogSocket(String path) {
        byte[] name = Libc.cString(path);
        ByteBuffer unix = ByteBuffer.allocate(2 + name.length).order(ByteOrder.nativeOrder());
        unix.putShort((short) AF_UNIX).put(name);
        address = unix.array();
    }

    /**
     * Sends one datagram. A socket whose listener went away is opened anew, once.
     *
     * @return whether the datagram was taken
     */
    public boolean send(byte[] datagram) {
        if (fd != CLOSED) {
            if (taken(datagram)) {
                return true;
            }
            close();
        }
        return open() && taken(datagram);
    }

    /** Closes the socket; the next message opens it again. */
    public void close() {
        if (fd != CLOSED) {
            Libc.close(fd);
            fd = CLOSED;
        }
    }

    /** Returns local time as {@code struct tm} has it: second, minute, hour, day, month from 0. */
    public static int[] localTime(long epochSeconds) {
        byte[] time = new byte[Long.BYTES];
        ByteBuffer.wrap(time).order(ByteOrder.nativeOrder()).putLong(epochSeconds);
        byte[] tm = new byte[TM_BYTES];
        Libc.localtime_r(time, tm);
        ByteBuffer fields = ByteBuffer.wrap(tm).order(ByteOrder.nativeOrder());
        int[] numbers = new int[5];
        for (int i = 0; i < numbers.length; i++) {
            numbers[i] = fields.getInt();
        }
        return numbers;
    }

    private boolean open() {
        fd = Libc.socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC, 0);
        if (fd == CLOSED) {
            return false;
        }
        if (Libc.connect(fd, address, address.length) != 0) {
            close();
            return false;
        }
        return true;
    }

    private boolean taken(byte[] datagram) {
        return Libc.send(fd, datagram, datagram.length, MSG_DONTWAIT | MSG_NOSIGNAL)
                == datagram.length;
    }

    @Override
    public String toString() {
        return new String(address, 2, address.length - 3, StandardCharsets.UTF_8);
    }
}
