package org.relock.lockd.vfs.posix;

import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.relock.lockd.vfs.Actor;
import org.relock.lockd.vfs.FileException;
import org.relock.lockd.vfs.FileId;
import org.relock.lockd.vfs.FileStatus;
import org.relock.state.xdr.Opaque;

/** POSIX ACLs as the kernel keeps them, in extended attributes. */
final class Acls {

    private static final byte[] ACCESS =
            "system.posix_acl_access".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] DEFAULT =
            "system.posix_acl_default".getBytes(StandardCharsets.US_ASCII);

    private final Tree tree;
    private final Forcing forcing;

    Acls(Tree tree, Forcing forcing) {
        this.tree = tree;
        this.forcing = forcing;
    }

    private static long name(Scratch scratch, boolean ofDefault) throws FileException {
        return scratch.text(ofDefault ? DEFAULT : ACCESS);
    }

    Optional<Opaque> read(Actor actor, FileId id, boolean ofDefault) throws FileException {
        Scratch scratch = Scratch.mine();
        OpenFile file = tree.held(scratch, id);
        try {
            scratch.rights.take(actor);
            long name = name(scratch, ofDefault);
            Scratch.Large into = scratch.attribute();
            long path = scratch.descriptor(file.fd);
            long got = Kernel.getxattr(path, name, into.address(), Scratch.ATTRIBUTE_LIMIT);
            if (got == -Errno.ENODATA || got == -Errno.EOPNOTSUPP) {
                return Optional.empty();
            }
            byte[] bytes = new byte[(int) Errno.check(got)];
            into.memory().get(0, bytes);
            return Optional.of(Opaque.copyOf(bytes));
        } finally {
            file.release();
            scratch.end();
        }
    }

    void set(Actor actor, FileId id, boolean ofDefault, Optional<Opaque> acl) throws FileException {
        Scratch scratch = Scratch.mine();
        OpenFile file = tree.held(scratch, id);
        try {
            scratch.rights.take(actor);
            long name = name(scratch, ofDefault);
            long path = scratch.descriptor(file.fd);
            int answer =
                    acl.isPresent()
                            ? put(scratch, path, name, acl.get())
                            : Kernel.removexattr(path, name);
            if (answer != -Errno.ENODATA || acl.isPresent()) {
                Errno.check(answer);
            }
            forcing.file(scratch, file);
        } finally {
            file.release();
            scratch.end();
        }
    }

    private static int put(Scratch scratch, long path, long name, Opaque acl) throws FileException {
        int length = acl.length();
        if (length > Scratch.ATTRIBUTE_LIMIT) {
            throw new FileException(FileStatus.INVAL);
        }
        Scratch.Large value = scratch.attribute();
        value.memory().put(0, acl.toBytes());
        return Kernel.setxattr(path, name, value.address(), length);
    }
}
