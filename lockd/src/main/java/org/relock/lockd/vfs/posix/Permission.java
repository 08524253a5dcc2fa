package org.relock.lockd.vfs.posix;

import org.relock.lockd.vfs.Actor;
import org.relock.lockd.vfs.FileException;

/** What an actor may do with a file, as the kernel decides it; ask with the actor's rights. */
final class Permission {

    private static final int FLAGS = Kernel.AT_EACCESS | Kernel.AT_EMPTY_PATH;

    private Permission() {}

    /** Returns whether all of {@code mode}, of R_OK, W_OK and X_OK, is granted. */
    static boolean has(Scratch scratch, OpenFile file, int mode) {
        return ask(scratch, file, mode) == 0;
    }

    /** Returns 0 or -errno. */
    static int ask(Scratch scratch, OpenFile file, int mode) {
        return Kernel.faccessat2(file.fd, scratch.empty(), mode, FLAGS);
    }

    /**
     * Fails unless an actor may read or write a file whose descriptor is open. A client checks that
     * when it opens a file, and goes on when the mode changes; so the owner always may (RFC 1813,
     * 4.4).
     */
    static void requireAsOpened(Scratch scratch, Actor actor, OpenFile file, int mode)
            throws FileException {
        if (Rights.decidesByOpening(actor)) {
            return; // the descriptor could be opened, which says it all
        }
        int answer = ask(scratch, file, mode);
        if (answer == -Errno.EACCES && owns(scratch, actor, file)) {
            return;
        }
        Errno.check(answer);
    }

    /**
     * As {@link #requireAsOpened} for reading; who may run a program has to read it (RFC 1813,
     * 4.4).
     */
    static void requireReadable(Scratch scratch, Actor actor, OpenFile file) throws FileException {
        if (!Rights.decidesByOpening(actor)
                && !has(scratch, file, Kernel.R_OK)
                && !has(scratch, file, Kernel.X_OK)) {
            requireAsOpened(scratch, actor, file, Kernel.R_OK);
        }
    }

    /** Returns whether the actor is the owner. */
    static boolean owns(Scratch scratch, Actor actor, OpenFile file) throws FileException {
        Statx.look(scratch, file.fd);
        return Statx.uid(scratch) == actor.uid();
    }
}
