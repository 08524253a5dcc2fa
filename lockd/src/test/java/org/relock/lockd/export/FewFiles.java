package org.relock.lockd.export;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.lang.reflect.Proxy;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.relock.lockd.vfs.Actor;
import org.relock.lockd.vfs.Attributes;
import org.relock.lockd.vfs.Entry;
import org.relock.lockd.vfs.FileException;
import org.relock.lockd.vfs.FileId;
import org.relock.lockd.vfs.FileStatus;
import org.relock.lockd.vfs.FileSystem;
import org.relock.lockd.vfs.FileTime;
import org.relock.lockd.vfs.FileType;
import org.relock.state.xdr.Opaque;

/**
 * A tree of a few names, where a file's id is its path: one that ends in a slash is a directory,
 * in @ a symbolic link; others are regular files. Users above 99 may look into no directory
 * "closed", and lock no file "closed".
 */
public final class FewFiles {

    /** What was opened and closed. */
    public final Set<String> closed = new TreeSet<>();

    /** What symbolic links say, by their paths. */
    public final Map<String, String> links = new HashMap<>();

    /** What is the top. */
    public String root = "/";

    private final Set<String> paths;
    private final FileSystem files =
            (FileSystem)
                    Proxy.newProxyInstance(
                            FewFiles.class.getClassLoader(),
                            new Class<?>[] {FileSystem.class},
                            (proxy, method, with) ->
                                    switch (method.getName()) {
                                        case "root" -> id(root);
                                        case "attributes" -> attributes((FileId) with[0]);
                                        case "lookup" ->
                                                lookup(
                                                        (Actor) with[0],
                                                        (FileId) with[1],
                                                        (Opaque) with[2]);
                                        case "readLink" -> readLink((FileId) with[1]);
                                        case "mayLock" ->
                                                mayLock((Actor) with[0], (FileId) with[1]);
                                        case "retire" -> closed.add("retired");
                                        case "openForLocks" -> Optional.empty();
                                        case "close" -> closed.add("closed");
                                        case "hashCode" -> System.identityHashCode(this);
                                        case "equals" -> proxy == with[0];
                                        default ->
                                                throw new UnsupportedOperationException(
                                                        method.getName());
                                    });

    /**
     * Makes a tree of these paths, each seen from the root, as {@code "/a/"} and {@code "/a/b"}.
     */
    public FewFiles(String... paths) {
        this.paths = new TreeSet<>(Set.of(paths));
        this.paths.add("/");
    }

    /** Returns it as those see it who serve it. */
    public FileSystem files() {
        return files;
    }

    /** Returns the id of a path. */
    public static FileId id(String path) {
        return new FileId(Opaque.copyOf(path.getBytes(ISO_8859_1)));
    }

    /** Removes a path. */
    public void remove(String path) {
        paths.remove(path);
    }

    private static String path(FileId id) {
        return new String(id.bytes().toBytes(), ISO_8859_1);
    }

    private Attributes attributes(FileId id) throws FileException {
        String path = path(id);
        if (!paths.contains(path)) {
            throw new FileException(FileStatus.STALE);
        }
        FileType type =
                path.endsWith("/")
                        ? FileType.DIRECTORY
                        : path.endsWith("@") ? FileType.SYMBOLIC_LINK : FileType.REGULAR;
        FileTime never = new FileTime(0, 0);
        return new Attributes(type, 0755, 1, 0, 0, 0, 0, 0, 0, 1, 1, never, never, never);
    }

    private Entry lookup(Actor actor, FileId directory, Opaque name) throws FileException {
        String above = path(directory);
        if (!above.endsWith("/")) {
            throw new FileException(FileStatus.NOTDIR);
        }
        if (above.contains("closed") && actor.uid() > 99) {
            throw new FileException(FileStatus.ACCES);
        }
        if (name.equals(Opaque.ofHex("2e2e"))) {
            String up = above.substring(0, above.lastIndexOf('/', above.length() - 2) + 1);
            return new Entry(id(up.isEmpty() ? "/" : up), attributes(directory));
        }
        String path = above + new String(name.toBytes(), ISO_8859_1);
        for (String found : new String[] {path, path + "/", path + "@"}) {
            if (paths.contains(found)) {
                return new Entry(id(found), attributes(id(found)));
            }
        }
        throw new FileException(FileStatus.NOENT);
    }

    private Opaque readLink(FileId link) {
        return Opaque.copyOf(links.get(path(link)).getBytes(ISO_8859_1));
    }

    private boolean mayLock(Actor actor, FileId file) {
        return !path(file).contains("closed") || actor.uid() <= 99;
    }
}
