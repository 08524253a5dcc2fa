package org.relock.lockd.nfs3;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import org.relock.lockd.export.Export;
import org.relock.lockd.export.Exports;
import org.relock.lockd.vfs.Attributes;
import org.relock.lockd.vfs.Entry;
import org.relock.lockd.vfs.FileException;
import org.relock.lockd.vfs.FileStatus;
import org.relock.lockd.vfs.FileType;
import org.relock.state.rpc.Caller;
import org.relock.state.xdr.Opaque;

/**
 * LOOKUP from the public file handle (RFC 2055, section 6): a whole path in one call. Symbolic
 * links on the way are followed here, the last one is the client's. Each step is an export's own
 * look-up with the caller's rights, so that nothing is reached which is not exported to the caller.
 */
final class PublicLookup {

    /** Symbolic links that are followed in one path, as on Linux. */
    private static final int LINKS = 40;

    /** Parts of one path, those of its links among them. */
    private static final int PARTS = 4_096;

    private static final Opaque PARENT = Opaque.ofHex("2e2e");

    private final Exports exports;
    private final Reception reception;

    PublicLookup(Exports exports, Reception reception) {
        this.exports = exports;
        this.reception = reception;
    }

    /** Where a walk is, and what is left of it. */
    private record Walk(Place place, Deque<Opaque> rest) {}

    /**
     * Finds what a name of any length stands for.
     *
     * @param top the directory of the public handle
     */
    Reply find(Caller caller, Place top, Opaque name) throws FileException {
        PublicPath path = PublicPath.of(name);
        Walk walk =
                path.isAbsolute()
                        ? entered(caller, path.parts())
                        : below(caller, top, path.parts());
        Place at = walk.place();
        Deque<Opaque> rest = walk.rest();
        Attributes attributes = at.files().attributes(at.file());
        int links = 0;
        int parts = 0;
        while (!rest.isEmpty()) {
            if (++parts > PARTS) {
                throw new FileException(FileStatus.NAMETOOLONG);
            }
            Opaque part = rest.pop();
            if (part.length() > Nfs3Limits.NAME) {
                throw new FileException(FileStatus.NAMETOOLONG);
            }
            Entry found = at.files().lookup(at.actor(), at.file(), part);
            if (found.attributes().type() == FileType.SYMBOLIC_LINK && !rest.isEmpty()) {
                if (++links > LINKS) {
                    throw new FileException(FileStatus.INVAL);
                }
                PublicPath target =
                        PublicPath.ofLink(at.files().readLink(at.actor(), found.file()));
                prepend(target.parts(), rest);
                if (target.isAbsolute()) {
                    walk = entered(caller, List.copyOf(rest));
                    at = walk.place();
                    rest = walk.rest();
                }
                attributes = at.files().attributes(at.file());
            } else {
                at = at.with(found.file());
                attributes = found.attributes();
            }
        }
        return reply(at, attributes);
    }

    private static void prepend(List<Opaque> parts, Deque<Opaque> rest) {
        for (int i = parts.size() - 1; i >= 0; i--) {
            rest.push(parts.get(i));
        }
    }

    /** Begins below the public directory, or in an export that lies below it. */
    private Walk below(Caller caller, Place top, List<Opaque> parts) throws FileException {
        if (parts.contains(PARENT)) {
            return new Walk(top, new ArrayDeque<>(parts));
        }
        Optional<Export> deepest = exports.containing(text(top.export().path(), parts));
        if (deepest.isEmpty() || deepest.get().id() == top.export().id()) {
            return new Walk(top, new ArrayDeque<>(parts));
        }
        return in(caller, deepest.get(), text(top.export().path(), parts));
    }

    /** Begins in the export that has a path of this host. */
    private Walk entered(Caller caller, List<Opaque> parts) throws FileException {
        if (parts.contains(PARENT)) {
            // Which directory that is, only one who walks there from the root can tell.
            throw new FileException(FileStatus.NOENT);
        }
        String path = text("/", parts);
        Optional<Export> export = exports.containing(path);
        if (export.isEmpty()) {
            throw new FileException(FileStatus.NOENT);
        }
        return in(caller, export.get(), path);
    }

    private Walk in(Caller caller, Export export, String path) throws FileException {
        Place root = reception.enter(caller, export, export.files().root());
        String inside = path.substring(Math.min(path.length(), export.path().length()));
        return new Walk(root, new ArrayDeque<>(PublicPath.ofLink(bytes(inside)).parts()));
    }

    private static String text(String above, List<Opaque> parts) {
        StringBuilder path = new StringBuilder(above.equals("/") ? "" : above);
        for (Opaque part : parts) {
            path.append('/').append(new String(part.toBytes(), ISO_8859_1));
        }
        return path.length() == 0 ? "/" : path.toString();
    }

    private static Opaque bytes(String text) {
        return Opaque.copyOf(text.getBytes(ISO_8859_1));
    }

    private static Reply reply(Place at, Attributes attributes) {
        Opaque handle = at.handle(at.file());
        return Reply.ok(
                xdr -> {
                    xdr.opaque(handle);
                    Fattr3.postOp(Optional.of(attributes), xdr);
                    // Of which directory on the way they would be, nobody could tell.
                    Fattr3.postOp(Optional.empty(), xdr);
                });
    }
}
