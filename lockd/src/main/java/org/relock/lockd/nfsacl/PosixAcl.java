package org.relock.lockd.nfsacl;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.relock.lockd.vfs.Attributes;
import org.relock.lockd.vfs.FileException;
import org.relock.lockd.vfs.FileStatus;
import org.relock.state.xdr.MalformedXdrException;
import org.relock.state.xdr.Opaque;
import org.relock.state.xdr.XdrReader;
import org.relock.state.xdr.XdrWriter;

/**
 * A POSIX ACL: on the wire a count, which also says whether there is one, and {@code aclent<1024>};
 * in the kernel an extended attribute. One of three entries says no more than a mode. Clients of
 * Solaris want a fourth then, a mask, which is added for them, and taken away again from what they
 * set.
 *
 * @param entries in the order of their tags, then numbers; none if there is no ACL
 */
record PosixAcl(List<AclEntry> entries) {

    static final PosixAcl NONE = new PosixAcl(List.of());

    /** {@code ACL_EA_VERSION}, and the sizes of a head and an entry, in bytes. */
    private static final int KERNEL_VERSION = 2;

    private static final int KERNEL_HEAD = 4;
    private static final int KERNEL_ENTRY = 8;

    private static final int MINIMAL = 3;
    private static final int BITS_PER_CLASS = 3;

    private static final Comparator<AclEntry> KERNEL_ORDER =
            (a, b) ->
                    a.tag() == b.tag()
                            ? Integer.compareUnsigned(a.id(), b.id())
                            : Integer.compare(a.tag(), b.tag());

    PosixAcl {
        entries = List.copyOf(entries);
    }

    /** Returns what a mode says. */
    static PosixAcl ofMode(int mode) {
        return new PosixAcl(
                List.of(
                        new AclEntry(
                                AclEntry.OWNER, 0, (mode >> (2 * BITS_PER_CLASS)) & AclEntry.ALL),
                        new AclEntry(
                                AclEntry.FILE_GROUP, 0, (mode >> BITS_PER_CLASS) & AclEntry.ALL),
                        new AclEntry(AclEntry.OTHERS, 0, mode & AclEntry.ALL)));
    }

    /**
     * Reads what the kernel keeps.
     *
     * @throws FileException SERVERFAULT if it is of another kernel's kind
     */
    static PosixAcl ofKernel(Opaque attribute) throws FileException {
        ByteBuffer bytes = ByteBuffer.wrap(attribute.toBytes()).order(ByteOrder.LITTLE_ENDIAN);
        if (bytes.remaining() < KERNEL_HEAD
                || (bytes.remaining() - KERNEL_HEAD) % KERNEL_ENTRY != 0
                || bytes.getInt() != KERNEL_VERSION) {
            throw new FileException(FileStatus.SERVERFAULT);
        }
        List<AclEntry> entries = new ArrayList<>();
        while (bytes.hasRemaining()) {
            int tag = bytes.getShort();
            int permissions = bytes.getShort();
            entries.add(new AclEntry(tag, bytes.getInt(), permissions));
        }
        return new PosixAcl(entries);
    }

    /** Returns it as the kernel takes it. */
    Opaque toKernel() {
        ByteBuffer bytes =
                ByteBuffer.allocate(KERNEL_HEAD + entries.size() * KERNEL_ENTRY)
                        .order(ByteOrder.LITTLE_ENDIAN);
        bytes.putInt(KERNEL_VERSION);
        for (AclEntry entry : entries) {
            bytes.putShort((short) entry.tag()).putShort((short) entry.permissions());
            bytes.putInt(entry.hasId() ? entry.id() : -1);
        }
        return Opaque.copyOf(bytes.array());
    }

    boolean isNone() {
        return entries.isEmpty();
    }

    /** Returns it with a mask, if there is an ACL at all. */
    private List<AclEntry> withMask() {
        if (entries.size() != MINIMAL) {
            return entries;
        }
        List<AclEntry> more = new ArrayList<>(entries);
        more.add(2, new AclEntry(AclEntry.MASK, 0, entries.get(1).permissions()));
        return more;
    }

    /**
     * Writes the count, and if they are wanted the entries.
     *
     * @param file whose owner and group are named
     */
    void encode(XdrWriter xdr, Attributes file, boolean wanted, boolean ofDefault) {
        List<AclEntry> all = withMask();
        xdr.i32(all.size());
        xdr.i32(wanted ? all.size() : 0);
        if (wanted) {
            for (AclEntry entry : all) {
                xdr.i32(entry.tag() | (ofDefault ? AclEntry.DEFAULT : 0));
                xdr.i32(id(entry, file)).i32(entry.permissions());
            }
        }
    }

    private static int id(AclEntry entry, Attributes file) {
        return switch (entry.tag()) {
            case AclEntry.OWNER -> file.uid();
            case AclEntry.FILE_GROUP -> file.gid();
            case AclEntry.USER, AclEntry.GROUP -> entry.id();
            default -> 0;
        };
    }

    /** Reads count and entries; whether they agree and make sense shows in {@link Read#acl}. */
    static Read decode(XdrReader xdr) throws MalformedXdrException {
        int count = xdr.i32();
        int length = xdr.count(NfsAcl.MOST_ENTRIES);
        List<AclEntry> entries = new ArrayList<>();
        for (int i = 0; i < length; i++) {
            int tag = xdr.i32() & ~AclEntry.DEFAULT;
            int id = xdr.i32();
            int permissions = xdr.i32();
            // Solaris has been seen to set more bits in a mask.
            int known = tag == AclEntry.MASK ? permissions & AclEntry.ALL : permissions;
            entries.add(new AclEntry(tag, id, known));
        }
        return new Read(count, entries);
    }

    /**
     * What a client sent.
     *
     * @param count of entries, as it says
     * @param entries as it sent them
     */
    record Read(int count, List<AclEntry> entries) {

        Read {
            entries = List.copyOf(entries);
        }

        /**
         * Returns the ACL that is meant.
         *
         * @throws FileException INVAL if none can be
         */
        PosixAcl acl() throws FileException {
            if (count != entries.size() || !entries.stream().allMatch(AclEntry::makesSense)) {
                throw new FileException(FileStatus.INVAL);
            }
            List<AclEntry> sorted = new ArrayList<>(entries);
            sorted.sort(KERNEL_ORDER);
            boolean isMode =
                    sorted.size() == MINIMAL + 1
                            && sorted.get(1).tag() == AclEntry.FILE_GROUP
                            && sorted.get(2).tag() == AclEntry.MASK
                            && sorted.get(1).permissions() == sorted.get(2).permissions();
            if (isMode) {
                sorted.remove(2);
            }
            return new PosixAcl(sorted);
        }
    }
}
