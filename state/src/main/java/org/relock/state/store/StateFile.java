package org.relock.state.store;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.AccessDeniedException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import org.relock.state.time.Ticker;

/**
 * Our state number on disk: four bytes in the machine's own order; bytes after them mean nothing.
 * The number is signed and wraps; it is odd while we are up.
 */
final class StateFile {

    /** The number of a host that never had one. */
    private static final int FIRST = 3;

    /**
     * A file system's clock may stand still for so long, so that two changes look like one: only
     * what is read of a file that has looked the same for longer is believed to stay. In
     * nanoseconds.
     */
    static final long SETTLING_NANOS = 2_500_000_000L;

    private final Path file;
    private final Path temporary;
    private final Ownership ownership;
    private final SharedForce directory;
    private final Ticker ticker;

    /** How the file looked when it was last read, and since when it does. */
    private Optional<SeenFile> seen = Optional.empty();

    private long seenSince;

    /** Whether it had looked like that for long enough when it was read. */
    private boolean settled;

    private int seenState;

    StateFile(Path directory, Ownership ownership) {
        this(directory, ownership, Ticker.SYSTEM);
    }

    StateFile(Path directory, Ownership ownership, Ticker ticker) {
        this.ticker = ticker;
        this.file = directory.resolve("state");
        this.temporary = directory.resolve(".state.new");
        this.ownership = ownership;
        this.directory = new SharedForce(() -> Disk.forceDirectory(directory));
    }

    /** See {@link NsmStore#state}. */
    synchronized int read() throws IOException {
        // Looked at first, so that what is read is at least as new.
        Optional<SeenFile> now = SeenFile.look(file);
        if (now.isEmpty() || !now.equals(seen)) {
            seen = now;
            seenSince = ticker.nanos();
            settled = false;
        } else if (settled) {
            return seenState;
        } else {
            settled = ticker.nanos() - seenSince >= SETTLING_NANOS;
        }
        byte[] content = content();
        if (content.length < Integer.BYTES) {
            seen = Optional.empty();
            return write(FIRST);
        }
        seenState = odd(content);
        return seenState;
    }

    /** See {@link NsmStore#advanceState}. */
    synchronized int advance() throws IOException {
        byte[] content = content();
        return write(content.length < Integer.BYTES ? FIRST : odd(content) + 2);
    }

    /** Returns the file's path. */
    @Override
    public String toString() {
        return file.toString();
    }

    private static int odd(byte[] content) {
        // An even number plus one cannot overflow, and an odd one is never 0.
        return ByteBuffer.wrap(content).order(ByteOrder.nativeOrder()).getInt() | 1;
    }

    private byte[] content() throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
            ByteBuffer number = ByteBuffer.allocate(Integer.BYTES);
            while (number.hasRemaining() && channel.read(number) >= 0) {
                // Reads on; what comes after the four bytes is left alone.
            }
            byte[] read = new byte[number.position()];
            number.flip().get(read);
            return read;
        } catch (NoSuchFileException e) {
            return new byte[0];
        }
    }

    private int write(int state) throws IOException {
        byte[] content =
                ByteBuffer.allocate(Integer.BYTES)
                        .order(ByteOrder.nativeOrder())
                        .putInt(state)
                        .array();
        try {
            Disk.replace(file, temporary, content, Disk.STATE, ownership);
            directory.force();
        } catch (AccessDeniedException e) {
            writeInPlace(content, e);
        }
        return state;
    }

    /**
     * Overwrites the four bytes where they stand. Without privileges the directory may not be ours
     * while the file is; four bytes of one sector are written whole or not at all.
     */
    private void writeInPlace(byte[] content, AccessDeniedException denied) throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            channel.write(ByteBuffer.wrap(content), 0);
            channel.force(true);
        } catch (IOException e) {
            denied.addSuppressed(e);
            throw denied;
        }
    }
}
