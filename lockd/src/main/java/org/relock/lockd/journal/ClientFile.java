package org.relock.lockd.journal;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import org.relock.lockd.hosts.ClientRecord;
import org.relock.lockd.hosts.ClientRecords;
import org.relock.lockd.locks.ClientId;
import org.relock.state.store.Disk;
import org.relock.state.xdr.MalformedXdrException;
import org.relock.state.xdr.XdrReader;

/**
 * The clients, in a file of their own: what comes new is added at its end and forced, and now and
 * then it is written afresh. It also gives out the ids, so many at a time that the disk is seldom
 * asked.
 */
final class ClientFile implements ClientRecords, AutoCloseable {

    /** Ids given out before the file has to say so again. */
    private static final long IDS_AT_ONCE = 1_024;

    /** Records that say nothing any more, from which on it may be worth writing afresh. */
    private static final int SOME_GARBAGE = 1_000;

    private final Folder folder;
    private final Header header;
    private final Committer committer;

    /** Guarded by the monitor: what has been asked for and not been written. */
    private List<Change> asked = new ArrayList<>();

    private long nextId;
    private long idsGiven;

    // From here on for one thread: the one that opens, and then the committer's.
    private final TreeMap<Long, ClientRecord> live = new TreeMap<>();
    private final RecordWriter records = new RecordWriter();
    private FileChannel channel;
    private int garbage;
    private long idsWritten;

    /** Something that changes in the file. */
    private interface Change {
        /** Makes the change in memory and returns its record. */
        ByteBuffer apply();
    }

    private ClientFile(Folder folder, Header header, Chores chores) {
        committer = new Committer("lockd-clients", this::commit, chores);
        this.folder = folder;
        this.header = header;
    }

    /** Reads the file, if there is one, and writes it afresh. */
    static ClientFile open(Folder folder, Header header, long highestId, Chores chores) {
        ClientFile file = new ClientFile(folder, header, chores);
        file.read();
        if (!file.live.isEmpty()) {
            file.idsWritten = Math.max(file.idsWritten, file.live.lastKey() + 1);
        }
        file.idsWritten = Math.max(file.idsWritten, highestId + 1);
        file.nextId = Math.max(1, file.idsWritten);
        file.idsWritten = file.nextId + IDS_AT_ONCE;
        file.idsGiven = file.idsWritten;
        try {
            file.rewrite();
        } catch (IOException e) {
            folder.report("the clients cannot be written down: " + e);
        }
        return file;
    }

    /** Returns those remembered; only before anything is changed. */
    List<ClientRecord> clients() {
        return List.copyOf(live.values());
    }

    /** Returns an id that was never given out before. Does not wait. */
    synchronized ClientId nextId() {
        if (nextId > idsGiven - IDS_AT_ONCE / 2) {
            idsGiven += IDS_AT_ONCE;
            long written = idsGiven;
            asked.add(
                    () -> {
                        idsWritten = written;
                        return records.number(RecordType.IDS, written);
                    });
            var unused = committer.request();
        }
        return new ClientId(nextId++);
    }

    @Override
    public synchronized CompletableFuture<Boolean> put(ClientRecord client) {
        asked.add(
                () -> {
                    garbage += live.put(client.client().id().number(), client) == null ? 0 : 1;
                    return records.client(client);
                });
        return committer.request();
    }

    @Override
    public synchronized CompletableFuture<Boolean> remove(ClientRecord client) {
        long id = client.client().id().number();
        asked.add(
                () -> {
                    garbage += live.remove(id) == null ? 1 : 2;
                    return records.number(RecordType.NO_CLIENT, id);
                });
        return committer.request();
    }

    private synchronized List<Change> takeAsked() {
        List<Change> taken = asked;
        asked = new ArrayList<>();
        return taken;
    }

    /** Writes what has been asked for; once it returns, that is on stable storage. */
    private void commit() throws IOException {
        List<Change> changes = takeAsked();
        boolean afresh = channel == null || garbage > Math.max(SOME_GARBAGE, live.size());
        try {
            for (Change change : changes) {
                ByteBuffer record = change.apply();
                while (!afresh && record.hasRemaining()) {
                    channel.write(record);
                }
            }
            if (!afresh) {
                channel.force(false);
            }
        } catch (IOException e) {
            // What stands at the end of the file now is not known; the next time it is replaced.
            closeChannel();
            throw e;
        }
        if (afresh) {
            rewrite();
        }
    }

    private void rewrite() throws IOException {
        Path file = folder.file(Names.CLIENTS);
        Path aside = folder.file(Names.CLIENTS + Names.TEMPORARY);
        Files.deleteIfExists(aside);
        FileChannel fresh =
                FileChannel.open(
                        aside,
                        Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE),
                        Disk.NEW);
        boolean done = false;
        try {
            folder.ownership().giveTo(aside);
            write(fresh, ByteBuffer.wrap(header.encode()));
            write(fresh, records.number(RecordType.IDS, idsWritten));
            for (ClientRecord client : live.values()) {
                write(fresh, records.client(client));
            }
            fresh.force(true);
            Disk.move(aside, file);
            done = true;
        } finally {
            if (!done) {
                fresh.close();
                Files.deleteIfExists(aside);
            }
        }
        closeChannel();
        channel = fresh;
        garbage = 0;
        folder.force();
    }

    private static void write(FileChannel to, ByteBuffer record) throws IOException {
        while (record.hasRemaining()) {
            to.write(record);
        }
    }

    private void closeChannel() throws IOException {
        FileChannel old = channel;
        channel = null;
        if (old != null) {
            old.close();
        }
    }

    private void read() {
        Path file = folder.file(Names.CLIENTS);
        try (FrameReader frames = new FrameReader(file)) {
            if (Header.read(frames).isEmpty()) {
                folder.setAside(file, "is no list of clients of ours");
                return;
            }
            RecordReader reader = new RecordReader();
            XdrReader record;
            while ((record = frames.next()) != null) {
                read(record, reader);
            }
            if (frames.end() == FrameReader.End.DAMAGED) {
                keepCopy(file);
            }
        } catch (NoSuchFileException e) {
            // The first start.
        } catch (MalformedXdrException e) {
            keepCopy(file);
        } catch (IOException e) {
            folder.setAside(file, "cannot be read: " + e);
        }
    }

    private void read(XdrReader record, RecordReader reader) throws MalformedXdrException {
        RecordType type = RecordType.of(record.i32());
        switch (type) {
            case CLIENT -> {
                ClientRecord client = reader.client(record);
                live.put(client.client().id().number(), client);
            }
            case NO_CLIENT -> live.remove(record.i64());
            case IDS -> idsWritten = Math.max(idsWritten, record.i64());
            default -> throw new MalformedXdrException("no record of a client: " + type);
        }
    }

    /** The file stays until it is replaced, since the clients in its first part are needed. */
    private void keepCopy(Path file) {
        Path copy = folder.file(Names.ASIDE + Names.CLIENTS + "." + header.sequence());
        try {
            if (!Files.exists(copy, LinkOption.NOFOLLOW_LINKS)) {
                Files.copy(file, copy);
            }
            folder.report(file + " is damaged; a copy is kept as " + copy.getFileName());
        } catch (IOException e) {
            folder.report(file + " is damaged, and cannot be copied: " + e);
        }
    }

    @Override
    public void close() {
        committer.close();
        try {
            closeChannel();
        } catch (IOException e) {
            // What was acknowledged has been forced before.
        }
    }
}
