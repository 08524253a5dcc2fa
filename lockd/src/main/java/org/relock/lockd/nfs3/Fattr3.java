package org.relock.lockd.nfs3;

import java.util.Optional;
import org.relock.lockd.vfs.Attributes;
import org.relock.lockd.vfs.FileType;
import org.relock.state.xdr.XdrWriter;

/** {@code fattr3} and {@code post_op_attr} (RFC 1813, 2.5.5 and 2.6). */
public final class Fattr3 {

    /** A {@code post_op_attr} with its attributes, in bytes. */
    static final int POST_OP_BYTES = 88;

    private Fattr3() {}

    /** Writes {@code fattr3}. */
    static void encode(Attributes file, XdrWriter xdr) {
        xdr.i32(number(file.type())).i32(file.mode()).i32(file.links());
        xdr.i32(file.uid()).i32(file.gid()).i64(file.size()).i64(file.used());
        xdr.i32(file.major()).i32(file.minor()).i64(file.device()).i64(file.fileId());
        Wire.time(file.accessed(), xdr);
        Wire.time(file.modified(), xdr);
        Wire.time(file.changed(), xdr);
    }

    /** Writes {@code post_op_attr}. */
    public static void postOp(Optional<Attributes> file, XdrWriter xdr) {
        xdr.bool(file.isPresent());
        if (file.isPresent()) {
            encode(file.get(), xdr);
        }
    }

    private static int number(FileType type) {
        return switch (type) {
            case REGULAR -> Nfs3.REGULAR;
            case DIRECTORY -> Nfs3.DIRECTORY;
            case BLOCK_DEVICE -> Nfs3.BLOCK_DEVICE;
            case CHARACTER_DEVICE -> Nfs3.CHARACTER_DEVICE;
            case SYMBOLIC_LINK -> Nfs3.SYMBOLIC_LINK;
            case SOCKET -> Nfs3.SOCKET;
            case FIFO -> Nfs3.FIFO;
        };
    }
}
