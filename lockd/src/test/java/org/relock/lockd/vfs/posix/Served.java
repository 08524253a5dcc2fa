package org.relock.lockd.vfs.posix;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.junit.jupiter.api.function.Executable;
import org.relock.lockd.vfs.Actor;
import org.relock.lockd.vfs.CreateMode;
import org.relock.lockd.vfs.Entry;
import org.relock.lockd.vfs.FileException;
import org.relock.lockd.vfs.FileId;
import org.relock.lockd.vfs.FileStatus;
import org.relock.lockd.vfs.NewNode;
import org.relock.lockd.vfs.SetAttributes;
import org.relock.lockd.vfs.SetAttributes.NewTime;
import org.relock.lockd.vfs.Stability;
import org.relock.state.xdr.Opaque;

/** A served directory, as tests use it: in few words. */
final class Served implements AutoCloseable {

    static final Actor ROOT = new Actor(0, 0, List.of());
    static final Actor ALICE = new Actor(4001, 4001, List.of());
    static final Actor BOB = new Actor(4002, 4002, List.of(4444));

    final LocalDirectory files;

    Served(Path path) throws IOException {
        this(path, LocalOptions.DEFAULT);
    }

    Served(Path path, LocalOptions options) throws IOException {
        files = LocalDirectory.open(path, options);
    }

    static Opaque name(String name) {
        return Opaque.copyOf(name.getBytes(StandardCharsets.UTF_8));
    }

    static SetAttributes mode(int mode) {
        return new SetAttributes(
                OptionalInt.of(mode),
                OptionalInt.empty(),
                OptionalInt.empty(),
                OptionalLong.empty(),
                NewTime.KEEP,
                NewTime.KEEP);
    }

    static SetAttributes size(long size) {
        return new SetAttributes(
                OptionalInt.empty(),
                OptionalInt.empty(),
                OptionalInt.empty(),
                OptionalLong.of(size),
                NewTime.KEEP,
                NewTime.KEEP);
    }

    static SetAttributes owner(int uid, int gid) {
        return new SetAttributes(
                OptionalInt.empty(),
                OptionalInt.of(uid),
                OptionalInt.of(gid),
                OptionalLong.empty(),
                NewTime.KEEP,
                NewTime.KEEP);
    }

    static void fails(FileStatus status, Executable what) {
        assertEquals(status, assertThrows(FileException.class, what).status());
    }

    FileId root() {
        return files.root();
    }

    Entry at(Actor actor, String path) throws FileException {
        Entry found = new Entry(root(), files.attributes(root()));
        for (String part : path.split("/", -1)) {
            found = files.lookup(actor, found.file(), name(part));
        }
        return found;
    }

    Entry create(Actor actor, FileId directory, String name, int mode) throws FileException {
        return files.create(actor, directory, name(name), new CreateMode.Guarded(mode(mode)));
    }

    Entry makeDirectory(Actor actor, FileId directory, String name, int mode) throws FileException {
        return files.make(actor, directory, name(name), new NewNode.Directory(mode(mode)));
    }

    int write(Actor actor, FileId file, long offset, String text, Stability how)
            throws FileException {
        return files.write(actor, file, offset, direct(text), how);
    }

    static ByteBuffer direct(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        return ByteBuffer.allocateDirect(bytes.length).put(bytes).flip();
    }

    String read(Actor actor, FileId file, long offset, int count) throws FileException {
        ByteBuffer into = ByteBuffer.allocateDirect(count);
        boolean end = files.read(actor, file, offset, into);
        into.flip();
        return StandardCharsets.UTF_8.decode(into) + (end ? "|" : "");
    }

    /** Lists a directory in pieces of so many entries. */
    List<String> list(Actor actor, FileId directory, int piece) throws FileException {
        List<String> names = new ArrayList<>();
        long[] cookie = {0};
        boolean end = false;
        while (!end) {
            int limit = names.size() + piece;
            end =
                    files.readDirectory(
                            actor,
                            directory,
                            cookie[0],
                            false,
                            (id, name, next, entry) -> {
                                if (names.size() == limit) {
                                    return false;
                                }
                                names.add(new String(name.toBytes(), StandardCharsets.UTF_8));
                                cookie[0] = next;
                                return true;
                            });
        }
        return names;
    }

    @Override
    public void close() {
        files.close();
    }
}
