package org.relock.lockd.nfs3;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicReference;
import org.relock.lockd.vfs.Actor;
import org.relock.lockd.vfs.Attributes;
import org.relock.lockd.vfs.CreateMode;
import org.relock.lockd.vfs.DirectoryReader;
import org.relock.lockd.vfs.Entry;
import org.relock.lockd.vfs.FileException;
import org.relock.lockd.vfs.FileId;
import org.relock.lockd.vfs.FileStatus;
import org.relock.lockd.vfs.FileSystem;
import org.relock.lockd.vfs.FileSystemNumbers;
import org.relock.lockd.vfs.FileTime;
import org.relock.lockd.vfs.FileType;
import org.relock.lockd.vfs.NewNode;
import org.relock.lockd.vfs.ReadNow;
import org.relock.lockd.vfs.SetAttributes;
import org.relock.lockd.vfs.Stability;
import org.relock.state.xdr.Opaque;

/**
 * Files in memory, with a clock that goes on by a second at every change. Rights are no more than
 * that another than the owner and root may not write to a directory or file without the bit of all
 * others.
 */
final class MemoryFiles implements FileSystem {

    /** What happens to files behind our back while a call is under way. */
    final AtomicReference<Runnable> during = new AtomicReference<>(() -> {});

    /** The last stability that was asked for. */
    Stability stability = Stability.UNSTABLE;

    /** The last range that was committed, as "offset count". */
    String committed = "";

    /** The last actor. */
    Actor actor = new Actor(-1, -1, List.of());

    /** What every write fails with from now on. */
    Optional<FileStatus> broken = Optional.empty();

    /** Whether they can be had without waiting. */
    boolean inMemory;

    /** Whether no method ever waits. */
    boolean prompt;

    long writeVerifier = 0x5eed;
    int room = Integer.MAX_VALUE;

    private final Map<Long, MemoryNode> nodes = new TreeMap<>();
    private long seconds = 1_000;
    private long lastCookie;
    private long lastId;

    MemoryFiles() {
        MemoryNode root = node(FileType.DIRECTORY);
        root.mode = 0755;
        root.links = 2;
        root.parent = root.id;
    }

    private MemoryNode node(FileType type) {
        MemoryNode node = new MemoryNode(++lastId, type, new FileTime(seconds, 5));
        nodes.put(node.id, node);
        return node;
    }

    private MemoryNode find(FileId file) throws FileException {
        MemoryNode node = nodes.get(ByteBuffer.wrap(file.bytes().toBytes()).getLong());
        if (node == null) {
            throw new FileException(FileStatus.STALE);
        }
        return node;
    }

    private MemoryNode directory(FileId file) throws FileException {
        MemoryNode node = find(file);
        if (node.type != FileType.DIRECTORY) {
            throw new FileException(FileStatus.NOTDIR);
        }
        return node;
    }

    private void touch(MemoryNode node) {
        seconds++;
        node.modified = new FileTime(seconds, 5);
        node.changed = node.modified;
    }

    @Override
    public FileId root() {
        return MemoryNode.id(1);
    }

    @Override
    public synchronized Attributes attributes(FileId file) throws FileException {
        return find(file).attributes();
    }

    @Override
    public boolean isPrompt() {
        return prompt;
    }

    @Override
    public Optional<Attributes> attributesNow(FileId file) throws FileException {
        return inMemory ? Optional.of(attributes(file)) : Optional.empty();
    }

    @Override
    public synchronized Attributes change(
            Actor who, FileId file, SetAttributes to, Optional<FileTime> guard)
            throws FileException {
        actor = who;
        MemoryNode node = find(file);
        node.mayBeWrittenBy(who);
        MemoryNode.check(guard.isEmpty() || guard.get().equals(node.changed), FileStatus.NOT_SYNC);
        node.set(to);
        touch(node);
        to.modified().toClientTime().ifPresent(time -> node.modified = time);
        return node.attributes();
    }

    @Override
    public synchronized Entry lookup(Actor who, FileId directory, Opaque name)
            throws FileException {
        actor = who;
        MemoryNode node = directory(directory);
        MemoryNode.checkName(name);
        if (MemoryNode.isDots(name)) {
            return (name.length() == 1 ? node : nodes.get(node.parent)).entry();
        }
        MemoryNode.check(node.names.containsKey(name), FileStatus.NOENT);
        return nodes.get(node.names.get(name)).entry();
    }

    @Override
    public synchronized int access(Actor who, FileId file, int wanted) throws FileException {
        actor = who;
        find(file);
        return wanted;
    }

    @Override
    public synchronized Opaque readLink(Actor who, FileId link) throws FileException {
        MemoryNode node = find(link);
        MemoryNode.check(node.type == FileType.SYMBOLIC_LINK, FileStatus.INVAL);
        return node.target;
    }

    @Override
    public synchronized boolean read(Actor who, FileId file, long offset, ByteBuffer into)
            throws FileException {
        MemoryNode.check(into.isDirect(), FileStatus.SERVERFAULT);
        MemoryNode node = find(file);
        MemoryNode.check(node.type != FileType.DIRECTORY, FileStatus.ISDIR);
        MemoryNode.check(node.type == FileType.REGULAR, FileStatus.INVAL);
        int from = (int) Math.min(offset, node.data.length);
        int count = Math.min(into.remaining(), node.data.length - from);
        into.put(node.data, from, count);
        return from + count == node.data.length;
    }

    @Override
    public ReadNow readNow(Actor who, FileId file, long offset, ByteBuffer into)
            throws FileException {
        if (!inMemory) {
            return ReadNow.WOULD_WAIT;
        }
        return read(who, file, offset, into) ? ReadNow.READ_TO_END : ReadNow.READ;
    }

    @Override
    public synchronized int write(
            Actor who, FileId file, long offset, ByteBuffer from, Stability how)
            throws FileException {
        MemoryNode.check(from.isDirect(), FileStatus.SERVERFAULT);
        actor = who;
        if (broken.isPresent()) {
            throw new FileException(broken.get());
        }
        stability = how;
        MemoryNode node = find(file);
        MemoryNode.check(node.type == FileType.REGULAR, FileStatus.INVAL);
        node.mayBeWrittenBy(who);
        int count = (int) Math.min(from.remaining(), room - offset);
        MemoryNode.check(count > 0 || from.remaining() == 0, FileStatus.NOSPC);
        int end = (int) Math.max(node.data.length, offset + count);
        node.data = Arrays.copyOf(node.data, end);
        from.get(node.data, (int) offset, count);
        touch(node);
        during.get().run();
        return count;
    }

    @Override
    public synchronized void commit(Actor who, FileId file, long offset, long count)
            throws FileException {
        find(file);
        committed = offset + " " + count;
    }

    private void enter(MemoryNode directory, Opaque name, MemoryNode node) {
        directory.names.put(name, node.id);
        directory.cookies.put(++lastCookie, name);
        touch(directory);
    }

    private void leave(MemoryNode directory, Opaque name) {
        MemoryNode node = nodes.get(directory.names.remove(name));
        directory.cookies.values().remove(name);
        if (--node.links == 0 || node.type == FileType.DIRECTORY) {
            nodes.remove(node.id);
        }
        touch(directory);
    }

    private Entry add(
            Actor who, MemoryNode directory, Opaque name, FileType type, SetAttributes to) {
        MemoryNode node = node(type);
        node.uid = who.uid();
        node.gid = who.gid();
        node.parent = directory.id;
        node.links = type == FileType.DIRECTORY ? 2 : 1;
        node.set(to);
        enter(directory, name, node);
        return node.entry();
    }

    @Override
    public synchronized Entry create(Actor who, FileId directory, Opaque name, CreateMode how)
            throws FileException {
        actor = who;
        MemoryNode parent = directory(directory);
        MemoryNode.checkName(name);
        MemoryNode.check(!MemoryNode.isDots(name), FileStatus.EXIST);
        parent.mayBeWrittenBy(who);
        MemoryNode there = nodes.get(parent.names.getOrDefault(name, 0L));
        if (how instanceof CreateMode.Exclusive exclusive) {
            if (there != null) {
                MemoryNode.check(
                        there.verifier.equals(Optional.of(exclusive.verifier())), FileStatus.EXIST);
                return there.entry();
            }
            Entry made = add(who, parent, name, FileType.REGULAR, SetAttributes.NOTHING);
            nodes.get(parent.names.get(name)).verifier = Optional.of(exclusive.verifier());
            return made;
        }
        if (how instanceof CreateMode.Unchecked unchecked && there != null) {
            there.set(unchecked.attributes());
            return there.entry();
        }
        MemoryNode.check(there == null, FileStatus.EXIST);
        SetAttributes to =
                how instanceof CreateMode.Unchecked unchecked
                        ? unchecked.attributes()
                        : ((CreateMode.Guarded) how).attributes();
        return add(who, parent, name, FileType.REGULAR, to);
    }

    @Override
    public synchronized Entry make(Actor who, FileId directory, Opaque name, NewNode what)
            throws FileException {
        actor = who;
        MemoryNode parent = directory(directory);
        MemoryNode.checkName(name);
        parent.mayBeWrittenBy(who);
        MemoryNode.check(
                !MemoryNode.isDots(name) && !parent.names.containsKey(name), FileStatus.EXIST);
        if (what instanceof NewNode.Directory made) {
            return add(who, parent, name, FileType.DIRECTORY, made.attributes());
        }
        if (what instanceof NewNode.SymbolicLink made) {
            Entry entry = add(who, parent, name, FileType.SYMBOLIC_LINK, made.attributes());
            find(entry.file()).target = made.target();
            return entry;
        }
        if (what instanceof NewNode.Device made) {
            MemoryNode node = find(add(who, parent, name, made.type(), made.attributes()).file());
            node.major = made.major();
            node.minor = made.minor();
            return node.entry();
        }
        NewNode.Special made = (NewNode.Special) what;
        return add(who, parent, name, made.type(), made.attributes());
    }

    private MemoryNode named(MemoryNode directory, Opaque name) throws FileException {
        MemoryNode.checkName(name);
        MemoryNode.check(!MemoryNode.isDots(name), FileStatus.INVAL);
        MemoryNode.check(directory.names.containsKey(name), FileStatus.NOENT);
        return nodes.get(directory.names.get(name));
    }

    @Override
    public synchronized void remove(Actor who, FileId directory, Opaque name) throws FileException {
        MemoryNode parent = directory(directory);
        MemoryNode.check(named(parent, name).type != FileType.DIRECTORY, FileStatus.ISDIR);
        parent.mayBeWrittenBy(who);
        leave(parent, name);
    }

    @Override
    public synchronized void removeDirectory(Actor who, FileId directory, Opaque name)
            throws FileException {
        MemoryNode parent = directory(directory);
        MemoryNode node = named(parent, name);
        MemoryNode.check(node.type == FileType.DIRECTORY, FileStatus.NOTDIR);
        MemoryNode.check(node.names.isEmpty(), FileStatus.NOTEMPTY);
        leave(parent, name);
    }

    @Override
    public synchronized void rename(Actor who, FileId from, Opaque name, FileId to, Opaque newName)
            throws FileException {
        MemoryNode left = directory(from);
        MemoryNode entered = directory(to);
        MemoryNode node = named(left, name);
        MemoryNode.checkName(newName);
        if (entered.names.containsKey(newName)) {
            leave(entered, newName);
        }
        left.names.remove(name);
        left.cookies.values().remove(name);
        touch(left);
        enter(entered, newName, node);
    }

    @Override
    public synchronized void link(Actor who, FileId file, FileId directory, Opaque name)
            throws FileException {
        MemoryNode node = find(file);
        MemoryNode parent = directory(directory);
        MemoryNode.checkName(name);
        MemoryNode.check(!parent.names.containsKey(name), FileStatus.EXIST);
        node.links++;
        enter(parent, name, node);
    }

    @Override
    public synchronized boolean readDirectory(
            Actor who, FileId directory, long cookie, boolean withEntries, DirectoryReader reader)
            throws FileException {
        MemoryNode node = directory(directory);
        for (Map.Entry<Long, Opaque> one : node.cookies.tailMap(cookie, false).entrySet()) {
            MemoryNode child = nodes.get(node.names.get(one.getValue()));
            Optional<Entry> entry = withEntries ? Optional.of(child.entry()) : Optional.empty();
            if (!reader.entry(child.id, one.getValue(), one.getKey(), entry)) {
                return false;
            }
        }
        return true;
    }

    @Override
    public synchronized FileSystemNumbers numbers(FileId file) throws FileException {
        find(file);
        return new FileSystemNumbers(1L << 40, 3, 2, 1L << 33, 5, 4, 1L << 43, 127, 255, 1);
    }

    @Override
    public long writeVerifier() {
        return writeVerifier;
    }

    @Override
    public Optional<Opaque> acl(Actor who, FileId file, boolean ofDefault) {
        return Optional.empty();
    }

    @Override
    public void setAcl(Actor who, FileId file, boolean ofDefault, Optional<Opaque> acl)
            throws FileException {
        throw new FileException(FileStatus.NOTSUPP);
    }

    @Override
    public boolean mayLock(Actor who, FileId file) {
        return true;
    }

    @Override
    public void close() {}
}
