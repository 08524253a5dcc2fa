package org.relock.lockd.vfs.posix;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.relock.lockd.vfs.FileException;
import org.relock.lockd.vfs.FileStatus;
import org.relock.state.os.SystemCalls;
import org.relock.state.xdr.Opaque;

/**
 * A thread's own memory for the arguments and results of system calls, so that none is allocated in
 * passing, and the thread's rights.
 */
final class Scratch {

    /** The longest path that the kernel takes, in bytes, with the closing zero. */
    static final int PATH_LIMIT = 4096;

    /** The longest name, in bytes. */
    private static final int NAME_LIMIT = 255;

    /** Bytes of a directory read at once. */
    static final int ENTRIES_SIZE = 32 * 1024;

    /** The longest extended attribute that the kernel takes, in bytes. */
    static final int ATTRIBUTE_LIMIT = 64 * 1024;

    private static final int TEXT = 0;
    private static final int NAME = TEXT + PATH_LIMIT;
    private static final int SECOND_NAME = NAME + NAME_LIMIT + 1;
    private static final int EMPTY = SECOND_NAME + NAME_LIMIT + 1;
    private static final int DESCRIPTOR = EMPTY + 8;
    private static final int MOUNT_ID = DESCRIPTOR + 32;
    private static final int SMALL = MOUNT_ID + 8;
    private static final int HANDLE = SMALL + 256;
    private static final int STATX = HANDLE + 256;
    private static final int SIZE = STATX + 256;

    private static final byte[] DESCRIPTORS = {
        '/', 'p', 'r', 'o', 'c', '/', 's', 'e', 'l', 'f', '/', 'f', 'd', '/'
    };

    private static final ThreadLocal<Scratch> MINE = ThreadLocal.withInitial(Scratch::new);

    /** All of it; what lies where is below. */
    final ByteBuffer memory = ByteBuffer.allocateDirect(SIZE).order(ByteOrder.nativeOrder());

    /** The calling thread's rights. */
    final Rights rights = new Rights(this);

    private final long address = SystemCalls.addressOf(memory);

    private Optional<Large> entries = Optional.empty();
    private Optional<Large> attribute = Optional.empty();

    /** A larger piece of memory, made when it is first needed. */
    record Large(ByteBuffer memory, long address) {
        private static Large of(int size) {
            ByteBuffer memory = ByteBuffer.allocateDirect(size).order(ByteOrder.nativeOrder());
            return new Large(memory, SystemCalls.addressOf(memory));
        }
    }

    private Scratch() {}

    /** Returns the calling thread's. */
    static Scratch mine() {
        return MINE.get();
    }

    /** Returns the address of an empty path. */
    long empty() {
        return address + EMPTY;
    }

    /** Returns where a handle lies in {@link #memory}: {@code struct file_handle}. */
    static int handleAt() {
        return HANDLE;
    }

    long handle() {
        return address + HANDLE;
    }

    /** Returns where attributes lie in {@link #memory}: {@code struct statx}. */
    static int statxAt() {
        return STATX;
    }

    long statx() {
        return address + STATX;
    }

    static int mountIdAt() {
        return MOUNT_ID;
    }

    long mountId() {
        return address + MOUNT_ID;
    }

    /** Returns where 256 bytes for other structures lie in {@link #memory}. */
    static int smallAt() {
        return SMALL;
    }

    long small() {
        return address + SMALL;
    }

    /** Returns where 4,096 bytes of text lie in {@link #memory}. */
    static int textAt() {
        return TEXT;
    }

    long text() {
        return address + TEXT;
    }

    /** Returns room for a directory's entries. */
    Large entries() {
        if (entries.isEmpty()) {
            entries = Optional.of(Large.of(ENTRIES_SIZE));
        }
        return entries.get();
    }

    /** Returns room for an extended attribute. */
    Large attribute() {
        if (attribute.isEmpty()) {
            attribute = Optional.of(Large.of(ATTRIBUTE_LIMIT));
        }
        return attribute.get();
    }

    /**
     * Returns the address of a client's name.
     *
     * @throws FileException when it is none: INVAL if empty, NAMETOOLONG if longer than 255 bytes,
     *     ACCES if it has a NUL or a slash in it (RFC 1813, 3.2)
     */
    long name(Opaque name) throws FileException {
        return name(name, NAME);
    }

    /** Returns the address of a second name; else as {@link #name}. */
    long secondName(Opaque name) throws FileException {
        return name(name, SECOND_NAME);
    }

    private long name(Opaque name, int at) throws FileException {
        byte[] bytes = name.toBytes();
        if (bytes.length == 0) {
            throw new FileException(FileStatus.INVAL);
        }
        if (bytes.length > NAME_LIMIT) {
            throw new FileException(FileStatus.NAMETOOLONG);
        }
        for (byte one : bytes) {
            if (one == 0 || one == '/') {
                throw new FileException(FileStatus.ACCES);
            }
        }
        put(at, bytes);
        return address + at;
    }

    /** Returns the address of a short path of our own; it lies where a second name would. */
    long path(String path) throws FileException {
        byte[] bytes = path.getBytes(StandardCharsets.US_ASCII);
        if (bytes.length > NAME_LIMIT) {
            throw new FileException(FileStatus.NAMETOOLONG);
        }
        put(SECOND_NAME, bytes);
        return address + SECOND_NAME;
    }

    /** Returns the address of a text of at most 4,095 bytes without a NUL. */
    long text(byte[] bytes) throws FileException {
        if (bytes.length >= PATH_LIMIT) {
            throw new FileException(FileStatus.NAMETOOLONG);
        }
        for (byte one : bytes) {
            if (one == 0) {
                throw new FileException(FileStatus.INVAL);
            }
        }
        put(TEXT, bytes);
        return address + TEXT;
    }

    private void put(int at, byte[] bytes) {
        memory.put(at, bytes, 0, bytes.length);
        memory.put(at + bytes.length, (byte) 0);
    }

    /**
     * Returns the address of the path that leads to what one of our descriptors stands for, even if
     * that is a symbolic link. Some calls refuse an O_PATH descriptor and take this.
     */
    long descriptor(int fd) {
        int at = DESCRIPTOR;
        memory.put(at, DESCRIPTORS, 0, DESCRIPTORS.length);
        at += DESCRIPTORS.length;
        int power = 1;
        while (fd / power >= 10) {
            power *= 10;
        }
        for (; power > 0; power /= 10) {
            memory.put(at++, (byte) ('0' + fd / power % 10));
        }
        memory.put(at, (byte) 0);
        return address + DESCRIPTOR;
    }

    /** Ends a call of a client's: the thread is its own again, unless it is made for such calls. */
    void end() {
        rights.rest();
    }
}
