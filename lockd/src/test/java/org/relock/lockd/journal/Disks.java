package org.relock.lockd.journal;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.relock.lockd.journal.JournalOptions.Force;
import org.relock.lockd.journal.JournalOptions.WhenFull;
import org.relock.lockd.locks.LockJournal;
import org.relock.lockd.locks.LockLimits;
import org.relock.lockd.locks.LockService;
import org.relock.lockd.locks.OfferListener;
import org.relock.lockd.locks.RecordedState;
import org.relock.lockd.locks.Wish;

/** What several tests of the journal do to directories and services. */
final class Disks {

    /** Small files, so that there are many. */
    static final JournalOptions SMALL =
            new JournalOptions(Force.SOON, WhenFull.KEEP_SERVING, 4 * Frame.MAX_PAYLOAD, 1L << 62);

    private static final OfferListener NOBODY =
            new OfferListener() {
                @Override
                public void offered(Wish wish) {}

                @Override
                public void settled(long wish) {}
            };

    private Disks() {}

    /** What a killed process leaves behind: the directory as it is at this moment. */
    static Path killed(Path directory, Path copy) throws IOException {
        Files.createDirectories(copy);
        List<Path> before;
        do {
            // A kill sees one moment; files that come and go while we copy are not of one.
            for (Path old : files(copy)) {
                Files.delete(old);
            }
            before = files(directory);
            for (Path file : before) {
                if (Files.isRegularFile(file)) {
                    Files.copy(file, copy.resolve(file.getFileName()));
                }
            }
        } while (!before.equals(files(directory)));
        return copy;
    }

    static List<Path> files(Path directory) throws IOException {
        List<Path> files = new ArrayList<>();
        try (Stream<Path> found = Files.list(directory)) {
            found.sorted().forEach(files::add);
        }
        return files;
    }

    /** The names that begin so. */
    static List<Path> files(Path directory, String prefix) throws IOException {
        return files(directory).stream()
                .filter(file -> file.getFileName().toString().startsWith(prefix))
                .toList();
    }

    static Journal.Opened open(Path directory, String boot, JournalOptions options)
            throws IOException {
        return Journal.open(directory, boot, options).orElseThrow();
    }

    /** A service that begins with what was recovered. */
    static LockService service(LockJournal journal, RecordedState state) {
        return new LockService(System::nanoTime, LockLimits.STANDARD, journal, NOBODY, state);
    }

    static LockService service(Journal.Opened opened) {
        LockService locks = service(opened.journal(), opened.recovered().table());
        opened.journal().begin(locks::copyTo);
        locks.begin();
        return locks;
    }
}
