package org.relock.state.store;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;

/**
 * A {@link PeerMemory} in {@code DIR/relock/peers}: a text file of lines with checksums, appended
 * to, and written anew when most of it is history. A torn or damaged line is skipped.
 *
 * <p>One thread writes, for all who asked since it last did; it is started by the first change.
 */
public final class PeerFile implements PeerMemory {

    /** A shorter file is not worth writing anew. In bytes. */
    private static final int SMALL_BYTES = 1 << 16;

    /** Written anew when it has this many times the bytes that are needed. */
    private static final int HISTORY_FACTOR = 4;

    /** No more than the last so many bytes are read; what we write stays far below. */
    private static final int MAX_READ_BYTES = 1 << 26;

    private final Path directory;
    private final Path file;
    private final Path temporary;
    private final Ownership ownership;
    private final Consumer<String> warn;

    // Guarded by this.
    private final PeerTable table = new PeerTable();
    private StringBuilder unwritten = new StringBuilder();
    private List<CompletableFuture<Boolean>> waiting = new ArrayList<>();
    private Thread writer;
    private boolean closed;

    // The writer's own; before it is started, the constructor's.
    private long length;
    private long neededLength;
    private boolean anew;
    private boolean failing;

    private PeerFile(Path stateDirectory, Consumer<String> warn) throws IOException {
        directory = NsmDirectory.ownFiles(stateDirectory);
        file = directory.resolve("peers");
        temporary = directory.resolve(".peers.new");
        ownership = Ownership.of(stateDirectory.resolve("sm"));
        this.warn = warn;
    }

    /**
     * Opens the memory in a state directory and reads it; what is wrong with it is told to {@code
     * warn}, now or later and on any thread, in sentences that are safe to log. Call it while still
     * root, after {@link NsmDirectory#open}.
     *
     * @throws IOException if there is no {@code sm} in the directory; never for what it remembers
     */
    public static PeerFile open(Path stateDirectory, Consumer<String> warn) throws IOException {
        PeerFile memory = new PeerFile(stateDirectory, warn);
        memory.load();
        return memory;
    }

    @Override
    public synchronized OptionalInt lastSeen(String peer) {
        return table.lastSeen(peer);
    }

    @Override
    public synchronized void saw(String peer, int state) {
        note(new PeerLine.Seen(peer, state));
    }

    @Override
    public synchronized List<OwedCallback> owed() {
        return table.owed();
    }

    @Override
    public synchronized CompletableFuture<Boolean> owe(List<OwedCallback> callbacks) {
        if (closed) {
            return CompletableFuture.completedFuture(false);
        }
        for (OwedCallback callback : callbacks) {
            note(new PeerLine.Owed(callback));
            if (!table.owes(callback)) {
                return CompletableFuture.completedFuture(false); // There are too many already.
            }
        }
        CompletableFuture<Boolean> forced = new CompletableFuture<>();
        waiting.add(forced);
        wake();
        return forced;
    }

    @Override
    public synchronized void settle(OwedCallback callback) {
        note(new PeerLine.Paid(callback));
    }

    @Override
    public void close() throws IOException {
        Thread last;
        synchronized (this) {
            closed = true;
            last = writer;
            notifyAll();
        }
        if (last != null) {
            try {
                last.join();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IOException("interrupted while " + file + " was written", e);
            }
        }
    }

    private void note(PeerLine line) {
        if (table.apply(line) && !closed) {
            unwritten.append(line.format());
            wake();
        }
    }

    private void wake() {
        if (writer == null) {
            writer = new Thread(this::writeUntilClosed, "peer-memory");
            writer.setDaemon(true);
            writer.start();
        }
        notifyAll();
    }

    private void writeUntilClosed() {
        boolean more = true;
        while (more) {
            String text;
            List<CompletableFuture<Boolean>> askers;
            synchronized (this) {
                while (unwritten.length() == 0 && waiting.isEmpty() && !closed) {
                    try {
                        wait();
                    } catch (InterruptedException e) {
                        closed = true; // Nobody else knows this thread, so it is to end.
                    }
                }
                text = unwritten.toString();
                askers = waiting;
                unwritten = new StringBuilder();
                waiting = new ArrayList<>();
                more = !closed;
            }
            boolean done = write(text, !askers.isEmpty() || !more);
            for (CompletableFuture<Boolean> asker : askers) {
                asker.complete(done);
            }
        }
    }

    /** Brings the lines to the file; false, and a warning, if that failed. */
    private boolean write(String text, boolean force) {
        try {
            boolean history = length > SMALL_BYTES && length > HISTORY_FACTOR * neededLength;
            if (anew || history) {
                writeAnew();
            } else if (!append(text, force)) {
                writeAnew(); // Someone took the file away.
            }
            failing = false;
            return true;
        } catch (IOException e) {
            anew = true; // A part of it may stand there.
            if (!failing) {
                failing = true;
                warn.accept(
                        Reasons.failed("write", file, e).getMessage()
                                + "; what peers said is remembered in memory only");
            }
            return false;
        }
    }

    private boolean append(String text, boolean force) throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.APPEND)) {
            ByteBuffer bytes = ByteBuffer.wrap(text.getBytes(ISO_8859_1));
            while (bytes.hasRemaining()) {
                channel.write(bytes);
            }
            if (force) {
                channel.force(true);
            }
            length = channel.size();
            return true;
        } catch (NoSuchFileException e) {
            return false;
        }
    }

    private void writeAnew() throws IOException {
        byte[] content;
        synchronized (this) {
            // What is still unwritten is in the table too; saying it twice changes nothing.
            content = table.lines().getBytes(ISO_8859_1);
        }
        Disk.replace(file, temporary, content, Disk.NEW, ownership);
        Disk.forceDirectory(directory);
        length = content.length;
        neededLength = content.length;
        anew = false;
    }

    private void load() {
        String text;
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
            length = channel.size();
            channel.position(Math.max(0, length - MAX_READ_BYTES));
            ByteBuffer bytes = ByteBuffer.allocate((int) Math.min(length, MAX_READ_BYTES));
            while (bytes.hasRemaining() && channel.read(bytes) >= 0) {
                // Reads on.
            }
            text = new String(bytes.array(), 0, bytes.position(), ISO_8859_1);
        } catch (NoSuchFileException e) {
            return; // Nothing was ever remembered here.
        } catch (IOException e) {
            anew = true;
            warn.accept(Reasons.failed("read", file, e).getMessage());
            return;
        }
        int lines = 0;
        int bad = 0;
        for (int from = 0; from < text.length(); lines++) {
            int newline = text.indexOf('\n', from);
            int end = newline < 0 ? text.length() : newline;
            Optional<PeerLine> line = PeerLine.parse(text.substring(from, end));
            line.ifPresent(table::apply);
            bad += line.isEmpty() ? 1 : 0;
            from = end + 1;
        }
        if (lines > 0) {
            neededLength = length * table.size() / lines;
        }
        if (bad > 0) {
            warn.accept(file + ": " + bad + " damaged lines are left out");
        }
        // A last line without newline must not swallow the next one.
        anew = bad > 0 || !text.endsWith("\n");
    }
}
