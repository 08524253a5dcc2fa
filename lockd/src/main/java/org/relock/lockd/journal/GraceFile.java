package org.relock.lockd.journal;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import java.util.Set;
import org.relock.state.store.Disk;
import org.relock.state.xdr.XdrReader;

/** The file that says which grace period is on. It means nothing after a crash of the host. */
final class GraceFile {

    private GraceFile() {}

    /** Writes it, in place of another; it is not forced. */
    static void write(Folder folder, Header header, GraceMark mark) throws IOException {
        Path aside = folder.file(Names.GRACE + Names.TEMPORARY);
        Files.deleteIfExists(aside);
        try (FileChannel channel =
                FileChannel.open(
                        aside,
                        Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE),
                        Disk.NEW)) {
            folder.ownership().giveTo(aside);
            write(channel, ByteBuffer.wrap(header.encode()));
            write(channel, new RecordWriter().grace(mark));
        }
        Disk.move(aside, folder.file(Names.GRACE));
    }

    private static void write(FileChannel to, ByteBuffer bytes) throws IOException {
        while (bytes.hasRemaining()) {
            to.write(bytes);
        }
    }

    /** Reads it; empty if there is none, or none of this boot. */
    static Optional<GraceMark> read(Folder folder, String boot) {
        Path file = folder.file(Names.GRACE);
        try (FrameReader frames = new FrameReader(file)) {
            Optional<Header> header = Header.read(frames);
            if (header.isEmpty() || !header.get().boot().equals(boot)) {
                return Optional.empty();
            }
            XdrReader record = frames.next();
            if (record == null || RecordType.of(record.i32()) != RecordType.GRACE) {
                return Optional.empty();
            }
            return Optional.of(new GraceMark(record.i64(), record.i64(), record.bool()));
        } catch (NoSuchFileException e) {
            return Optional.empty(); // No grace is on, most of the time.
        } catch (IOException e) {
            folder.report("how long grace has lasted is not known: " + e);
            return Optional.empty();
        }
    }
}
