package org.relock.lockd.export;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.security.SecureRandom;
import java.util.Optional;
import org.relock.lockd.vfs.FileId;
import org.relock.state.xdr.Opaque;

/**
 * Makes and reads the handles that clients keep: one byte of version, four of the export's number,
 * eight that stand for the export's root, the file's id, and eight of {@link SipHash} over all
 * that. The key is made at the first start and kept, so that handles outlive us and nobody else can
 * make one. Thread safe.
 *
 * <p>The file system may open a file by its id wherever it is, and a number may be given to another
 * export: it is the root that ties a handle to one directory. It stands there as a hash of its id,
 * which neither the path, nor the mount point, nor the device changes, and is the same on another
 * host with the same storage and key. Version 1, in no release, knew no root; its handles are
 * foreign.
 */
public final class SignedHandles {

    /** The longest handle, in bytes. */
    static final int LONGEST = 1 + Integer.BYTES + Long.BYTES + FileId.LIMIT + Long.BYTES;

    private static final byte VERSION = 2;

    /** What is hashed of a root begins with this, so that no such hash signs a handle. */
    private static final byte OF_ROOT = 0;

    private static final int ROOT_AT = 1 + Integer.BYTES;
    private static final int HEAD = ROOT_AT + Long.BYTES;
    private static final int SHORTEST = HEAD + 1 + Long.BYTES;
    private static final String KEY_FILE = "handle.key";

    private final SipHash hash;

    /** Makes one with a key of 16 bytes. */
    SignedHandles(byte[] key) {
        hash = new SipHash(key);
    }

    /**
     * Reads the key, or makes it if there is none.
     *
     * @throws IOException if that fails, or if the file holds something else; no new key is made
     *     then, as all handles would be void
     */
    public static SignedHandles open(SmallFiles files) throws IOException {
        Optional<byte[]> kept = files.read(KEY_FILE, SipHash.KEY_BYTES + 1);
        if (kept.isEmpty()) {
            byte[] key = new byte[SipHash.KEY_BYTES];
            new SecureRandom().nextBytes(key);
            files.replace(KEY_FILE, key);
            return new SignedHandles(key);
        }
        if (kept.get().length != SipHash.KEY_BYTES) {
            throw new IOException(
                    files.path(KEY_FILE)
                            + " does not hold "
                            + SipHash.KEY_BYTES
                            + " bytes; without it a new key is made, and clients must mount again");
        }
        return new SignedHandles(kept.get());
    }

    /** Returns what stands for an export's root in the handles of its files. */
    long mark(FileId root) {
        byte[] id = root.bytes().toBytes();
        byte[] hashed = new byte[1 + id.length];
        ByteBuffer.wrap(hashed).put(OF_ROOT).put(id);
        return hash.of(hashed, hashed.length);
    }

    /** Makes the handle of a file: at most 64 bytes. */
    public Opaque seal(FileHandle file) {
        byte[] id = file.file().bytes().toBytes();
        int signed = HEAD + id.length;
        byte[] handle = new byte[signed + Long.BYTES];
        ByteBuffer.wrap(handle).put(VERSION).putInt(file.export()).putLong(file.root()).put(id);
        ByteBuffer.wrap(handle).putLong(signed, hash.of(handle, signed));
        return Opaque.copyOf(handle);
    }

    /** Reads a handle; empty if it was not made here. */
    public Optional<FileHandle> open(Opaque handle) {
        int length = handle.length();
        if (length < SHORTEST || length > LONGEST) {
            return Optional.empty();
        }
        byte[] bytes = handle.toBytes();
        ByteBuffer fields = ByteBuffer.wrap(bytes);
        int signed = length - Long.BYTES;
        if (bytes[0] != VERSION || fields.getLong(signed) != hash.of(bytes, signed)) {
            return Optional.empty();
        }
        byte[] id = new byte[signed - HEAD];
        fields.get(HEAD, id);
        return Optional.of(
                new FileHandle(
                        fields.getInt(1), fields.getLong(ROOT_AT), new FileId(Opaque.copyOf(id))));
    }
}
