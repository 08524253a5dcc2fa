package org.relock.lockd.nfs3;

import java.util.Optional;
import org.relock.lockd.vfs.FileType;
import org.relock.lockd.vfs.NewNode;
import org.relock.lockd.vfs.SetAttributes;
import org.relock.state.xdr.MalformedXdrException;
import org.relock.state.xdr.XdrReader;

/**
 * {@code MKNOD3args} (RFC 1813, 3.3.11).
 *
 * @param what {@code mknoddata3}, its attributes as they came; empty if it is of a type that other
 *     procedures make
 */
record MknodArgs(Named where, Optional<NewNode> what) {

    static MknodArgs decode(XdrReader xdr) throws MalformedXdrException {
        return new MknodArgs(Named.decode(xdr), what(xdr));
    }

    private static Optional<NewNode> what(XdrReader xdr) throws MalformedXdrException {
        int type = xdr.i32();
        return switch (type) {
            case Nfs3.CHARACTER_DEVICE -> Optional.of(device(FileType.CHARACTER_DEVICE, xdr));
            case Nfs3.BLOCK_DEVICE -> Optional.of(device(FileType.BLOCK_DEVICE, xdr));
            case Nfs3.SOCKET -> Optional.of(special(FileType.SOCKET, xdr));
            case Nfs3.FIFO -> Optional.of(special(FileType.FIFO, xdr));
            case Nfs3.REGULAR, Nfs3.DIRECTORY, Nfs3.SYMBOLIC_LINK -> Optional.empty();
            default -> throw new MalformedXdrException("ftype3 of " + type);
        };
    }

    private static NewNode device(FileType type, XdrReader xdr) throws MalformedXdrException {
        SetAttributes attributes = Sattr3.decode(xdr);
        return new NewNode.Device(type, xdr.i32(), xdr.i32(), attributes);
    }

    private static NewNode special(FileType type, XdrReader xdr) throws MalformedXdrException {
        return new NewNode.Special(type, Sattr3.decode(xdr));
    }
}
