package org.relock.lockd.nfs3;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.relock.lockd.vfs.Actor;
import org.relock.lockd.vfs.Attributes;
import org.relock.lockd.vfs.Entry;
import org.relock.lockd.vfs.FileException;
import org.relock.lockd.vfs.FileId;
import org.relock.lockd.vfs.FileStatus;
import org.relock.lockd.vfs.FileTime;
import org.relock.lockd.vfs.FileType;
import org.relock.lockd.vfs.SetAttributes;
import org.relock.state.xdr.Opaque;
import org.relock.state.xdr.XdrWriter;

/** A file or directory in memory. */
final class MemoryNode {

    private static final long DEVICE = 0x11;

    final long id;
    final FileType type;
    int mode = 0644;
    int uid;
    int gid;
    int links = 1;
    byte[] data = {};
    Opaque target = Opaque.EMPTY;
    int major;
    int minor;
    long parent;
    Optional<Long> verifier = Optional.empty();
    FileTime modified;
    FileTime changed;
    final Map<Opaque, Long> names = new LinkedHashMap<>();
    final TreeMap<Long, Opaque> cookies = new TreeMap<>();

    MemoryNode(long id, FileType type, FileTime now) {
        this.id = id;
        this.type = type;
        this.modified = now;
        this.changed = now;
    }

    static FileId id(long number) {
        return new FileId(Opaque.copyOf(XdrWriter.toBytes(xdr -> xdr.i64(number))));
    }

    Attributes attributes() {
        return new Attributes(
                type,
                mode,
                links,
                uid,
                gid,
                data.length,
                data.length,
                major,
                minor,
                DEVICE,
                id,
                new FileTime(900, 1),
                modified,
                changed);
    }

    Entry entry() {
        return new Entry(id(id), attributes());
    }

    void set(SetAttributes to) {
        mode = to.mode().orElse(mode);
        uid = to.uid().orElse(uid);
        gid = to.gid().orElse(gid);
        data = Arrays.copyOf(data, (int) to.size().orElse(data.length));
    }

    static void check(boolean good, FileStatus otherwise) throws FileException {
        if (!good) {
            throw new FileException(otherwise);
        }
    }

    void mayBeWrittenBy(Actor who) throws FileException {
        check(who.uid() == 0 || who.uid() == uid || (mode & 2) != 0, FileStatus.ACCES);
    }

    static void checkName(Opaque name) throws FileException {
        check(name.length() > 0 && name.length() <= 255, FileStatus.INVAL);
        for (byte one : name.toBytes()) {
            check(one != 0 && one != '/', FileStatus.ACCES);
        }
    }

    static boolean isDots(Opaque name) {
        return name.toString().equals("2e") || name.toString().equals("2e2e");
    }
}
