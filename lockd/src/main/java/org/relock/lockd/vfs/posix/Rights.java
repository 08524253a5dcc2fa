package org.relock.lockd.vfs.posix;

import java.util.List;
import java.util.Optional;
import org.relock.lockd.vfs.Actor;
import org.relock.lockd.vfs.FileException;
import org.relock.lockd.vfs.FileStatus;
import org.relock.lockd.vfs.FileThread;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Whose rights a thread has with files: its own, which are the process's, or those of an actor, for
 * which the kernel then decides. Changing is done by system calls that work on one thread (the C
 * library's would change every thread); what is in force is remembered, so that the same actor
 * again costs nothing. With the user goes what makes a superuser: the kernel itself takes
 * CAP_DAC_OVERRIDE and its like from a thread whose file system user is not 0.
 *
 * <p>Where the process may not do that, all is done as the one user that it is.
 */
final class Rights {

    private static final Logger LOG = LoggerFactory.getLogger(Rights.class);

    /** No user: what the kernel takes for "leave it". */
    private static final int NOBODY = -1;

    /** More groups than this no user has ({@code NGROUPS_MAX}); we take what fits into memory. */
    private static final int MOST_GROUPS = 1024;

    /** Any user but the superuser, to see whether we may become it. */
    private static final int SOMEBODY = 1;

    private static final int CAPABILITY_VERSION_3 = 0x20080522;

    /** May use up what is reserved and exceed quotas, whoever the file system user is. */
    private static final int CAP_SYS_RESOURCE = 24;

    private static final int CLONE_FS = 0x200;

    private static final int OWN_UID = Kernel.geteuid();
    private static final int OWN_GID = Kernel.getegid();

    /** Whether threads can take an actor's rights. */
    static final boolean CAN_CHANGE = maySwitch();

    private final Scratch scratch;
    private final boolean stays = Thread.currentThread() instanceof FileThread;

    private Optional<Actor> current = Optional.empty();
    private boolean prepared;
    private boolean groupsAreKnown;
    private int uid;
    private int gid;
    private List<Integer> groups = List.of();

    /** Whether this thread has a umask of its own; else the process's is in force. */
    private boolean ownMask;

    private boolean maskTried;

    /** The mask that the thread goes back to. */
    private int oldMask;

    Rights(Scratch scratch) {
        this.scratch = scratch;
        uid = OWN_UID;
        gid = OWN_GID;
    }

    private static boolean maySwitch() {
        boolean can = false;
        if (OWN_UID == 0) {
            Kernel.setfsuid(SOMEBODY);
            can = Kernel.setfsuid(0) == SOMEBODY;
        }
        if (!can) {
            LOG.warn("not started as root: every client acts on files as user {}", OWN_UID);
        }
        return can;
    }

    /** Returns whether this actor may do with any file what it wants, or else we cannot tell. */
    static boolean decidesByOpening(Actor actor) {
        return !CAN_CHANGE || actor.uid() == 0;
    }

    /** Makes the thread act for an actor. */
    void take(Actor actor) throws FileException {
        if (!CAN_CHANGE) {
            return;
        }
        current = Optional.of(actor);
        if (!prepared) {
            prepare();
        }
        if (!groupsAreKnown || !groups.equals(actor.groups())) {
            setGroups(actor.groups());
        }
        if (gid != actor.gid()) {
            setGid(actor.gid());
        }
        if (uid != actor.uid()) {
            setUid(actor.uid());
        }
    }

    /** Makes the thread act for the process, until {@link #resume} with what this returns. */
    Optional<Actor> pause() {
        Optional<Actor> actor = current;
        own();
        return actor;
    }

    void resume(Optional<Actor> actor) throws FileException {
        if (actor.isPresent()) {
            take(actor.get());
        }
    }

    /** Makes the thread act for the process, to find files; its groups do not matter then. */
    void own() {
        current = Optional.empty();
        if (uid != OWN_UID) {
            Kernel.setfsuid(OWN_UID);
            uid = OWN_UID;
        }
    }

    /** Ends what was taken, unless the thread has nothing else to do. */
    void rest() {
        if (!stays) {
            own();
            if (gid != OWN_GID) {
                Kernel.setfsgid(OWN_GID);
                gid = OWN_GID;
            }
        }
    }

    /** The first time, a thread may have inherited anything from the one that started it. */
    private void prepare() throws FileException {
        Kernel.setfsuid(OWN_UID);
        Kernel.setfsgid(OWN_GID);
        dropResource();
        prepared = true;
    }

    /**
     * A user may not go past what the superuser alone may, as the kernel's own server sees to; what
     * the superuser itself needs of that comes with user 0.
     */
    private void dropResource() throws FileException {
        int at = Scratch.smallAt();
        long header = scratch.small();
        long data = header + 8;
        scratch.memory.putInt(at, CAPABILITY_VERSION_3).putInt(at + 4, 0); // the calling thread
        Errno.check(Kernel.capget(header, data));
        int effective = scratch.memory.getInt(at + 8);
        if ((effective & 1 << CAP_SYS_RESOURCE) != 0) {
            scratch.memory.putInt(at + 8, effective & ~(1 << CAP_SYS_RESOURCE));
            Errno.check(Kernel.capset(header, data));
        }
    }

    private void setGroups(List<Integer> wanted) throws FileException {
        int count = wanted.size();
        if (count > MOST_GROUPS) {
            throw new FileException(FileStatus.ACCES);
        }
        for (int i = 0; i < count; i++) {
            scratch.memory.putInt(Scratch.textAt() + i * Integer.BYTES, wanted.get(i));
        }
        groupsAreKnown = false;
        if (Kernel.setgroups(count, scratch.text()) < 0) {
            throw new FileException(FileStatus.ACCES);
        }
        groups = wanted;
        groupsAreKnown = true;
    }

    private void setGid(int wanted) throws FileException {
        Kernel.setfsgid(wanted);
        gid = Kernel.setfsgid(NOBODY);
        if (gid != wanted || wanted == NOBODY) {
            throw new FileException(FileStatus.ACCES);
        }
    }

    /** These calls do not tell of failure, so that we ask who we are. */
    private void setUid(int wanted) throws FileException {
        Kernel.setfsuid(wanted);
        uid = Kernel.setfsuid(NOBODY);
        if (uid != wanted || wanted == NOBODY) {
            throw new FileException(FileStatus.ACCES);
        }
    }

    /**
     * Lets what is made have just the mode it is given: the umask is the client's business. It
     * belongs to the process, so the thread is taken out of what threads have in common first.
     */
    void unmask() {
        if (!maskTried) {
            maskTried = true;
            ownMask = Kernel.unshare(CLONE_FS) == 0;
            if (!ownMask) {
                LOG.warn("threads cannot have a umask of their own: the process's is in force");
            }
        }
        if (ownMask) {
            oldMask = Kernel.umask(0);
        }
    }

    /** Ends {@link #unmask}. */
    void mask() {
        if (ownMask) {
            Kernel.umask(oldMask);
        }
    }
}
