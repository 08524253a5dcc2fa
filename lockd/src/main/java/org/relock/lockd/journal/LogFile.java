package org.relock.lockd.journal;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import org.relock.state.xdr.MalformedXdrException;
import org.relock.state.xdr.XdrReader;

/** Reads the files a journal consists of. */
final class LogFile {

    /** How a log ends. */
    enum End {
        /** It goes on in the next. */
        ROTATED,
        /** Behind its last record is nothing, or a record that was not finished. */
        STOPPED,
        /** The daemon ended in good order, and this is all there was. */
        ENDED,
        /** What followed is not recorded. */
        SUSPENDED,
        /** Something in it is not as it was written. */
        DAMAGED,
        /** Nothing was ever written to it, its header included. */
        BLANK,
        /** It is no log, or not the one its name says. */
        FOREIGN
    }

    private LogFile() {}

    /** Reads the header of a file; empty if it has none that we know. */
    static Optional<Header> header(Path file) throws IOException {
        try (FrameReader frames = new FrameReader(file)) {
            return Header.read(frames);
        }
    }

    /**
     * Reads a snapshot.
     *
     * @return whether it is whole; if not, {@code table} has heard some of it
     */
    static boolean readSnapshot(Path file, Replay table, RecordReader records) throws IOException {
        try (FrameReader frames = new FrameReader(file)) {
            if (Header.read(frames).isEmpty()) {
                return false;
            }
            XdrReader record;
            while ((record = frames.next()) != null) {
                RecordType type = RecordType.of(record.i32());
                if (type == RecordType.WHOLE) {
                    table.lastWish(record.i64());
                    return true;
                }
                records.tell(type, record, table);
            }
            return false;
        } catch (MalformedXdrException e) {
            return false;
        }
    }

    /** Reads a log, as far as it can be read. */
    static End readLog(Path file, Header like, Replay table, RecordReader records)
            throws IOException {
        try (FrameReader frames = new FrameReader(file)) {
            Optional<Header> header = Header.read(frames);
            if (header.isEmpty()) {
                return isBlank(file) ? End.BLANK : End.FOREIGN;
            }
            if (!header.get().equals(like)) {
                return End.FOREIGN;
            }
            XdrReader record;
            boolean ended = false;
            while ((record = frames.next()) != null) {
                RecordType type = RecordType.of(record.i32());
                ended = type == RecordType.ENDED;
                switch (type) {
                    case ENDED -> {}
                    case ROTATED -> {
                        return End.ROTATED;
                    }
                    case SUSPENDED -> {
                        return End.SUSPENDED;
                    }
                    default -> records.tell(type, record, table);
                }
            }
            return switch (frames.end()) {
                case DAMAGED -> End.DAMAGED;
                case TORN -> End.STOPPED;
                case CLEAN -> ended ? End.ENDED : End.STOPPED;
            };
        } catch (MalformedXdrException e) {
            return End.DAMAGED;
        }
    }

    /** Whether a file begins with nothing, as one that was made when the host crashed. */
    private static boolean isBlank(Path file) throws IOException {
        try (FrameReader frames = new FrameReader(file)) {
            return frames.next() == null && frames.end() == FrameReader.End.CLEAN;
        }
    }
}
