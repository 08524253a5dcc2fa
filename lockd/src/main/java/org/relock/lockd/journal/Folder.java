package org.relock.lockd.journal;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.NavigableMap;
import java.util.OptionalLong;
import java.util.TreeMap;
import org.relock.state.store.Disk;
import org.relock.state.store.Ownership;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The journal's directory and what lies in it. Nothing that cannot be read is deleted. */
final class Folder {

    private static final Logger LOG = LoggerFactory.getLogger(Journal.class);

    /** Names tried for a file set aside. */
    private static final int ASIDE_TRIES = 10_000;

    private final Path directory;
    private final Ownership ownership;
    private final NavigableMap<Long, Path> snapshots = new TreeMap<>();
    private final NavigableMap<Long, Path> logs = new TreeMap<>();
    private final List<String> reports = new ArrayList<>();
    private long highest;

    Folder(Path directory, Ownership ownership) {
        this.directory = directory;
        this.ownership = ownership;
    }

    /** Reads which files there are. */
    void list() throws IOException {
        snapshots.clear();
        logs.clear();
        try (DirectoryStream<Path> files = Files.newDirectoryStream(directory)) {
            for (Path file : files) {
                String name = String.valueOf(file.getFileName());
                OptionalLong snapshot = Names.sequence(Names.SNAPSHOT, name);
                OptionalLong log = Names.sequence(Names.LOG, name);
                snapshot.ifPresent(sequence -> snapshots.put(sequence, file));
                log.ifPresent(sequence -> logs.put(sequence, file));
                highest = Math.max(highest, Math.max(snapshot.orElse(0), log.orElse(0)));
            }
        }
    }

    /** Removes files that were never finished; before anything is begun. */
    void removeUnfinished() throws IOException {
        try (DirectoryStream<Path> files = Files.newDirectoryStream(directory)) {
            for (Path file : files) {
                String name = String.valueOf(file.getFileName());
                if (name.endsWith(Names.TEMPORARY) && !name.startsWith(Names.ASIDE)) {
                    delete(file);
                }
            }
        }
    }

    Path file(String name) {
        return directory.resolve(name);
    }

    Ownership ownership() {
        return ownership;
    }

    /** Snapshots by number. */
    NavigableMap<Long, Path> snapshots() {
        return snapshots;
    }

    /** Logs by number. */
    NavigableMap<Long, Path> logs() {
        return logs;
    }

    /** The highest number seen. */
    long highest() {
        return highest;
    }

    List<String> reports() {
        return reports;
    }

    /** Takes note of something an administrator should know. */
    void report(String sentence) {
        LOG.warn("{}", sentence);
        reports.add(sentence);
    }

    /** Renames a file so that it is out of the way, and says so. */
    void setAside(Path file, String why) {
        String name = String.valueOf(file.getFileName());
        for (int i = 1; i <= ASIDE_TRIES; i++) {
            Path aside = directory.resolve(Names.ASIDE + name + "." + i);
            if (!Files.exists(aside, LinkOption.NOFOLLOW_LINKS)) {
                try {
                    Disk.move(file, aside);
                    report(file + " " + why + "; it is kept as " + aside.getFileName());
                } catch (IOException e) {
                    report(file + " " + why + ", and cannot be renamed: " + e);
                }
                return;
            }
        }
        report(file + " " + why + ", and too many such files are there already");
    }

    /** Deletes files of the log and its snapshots with numbers below {@code sequence}. */
    void deleteBelow(long sequence) throws IOException {
        list();
        for (Path snapshot : snapshots.headMap(sequence).values()) {
            delete(snapshot);
        }
        for (Path log : logs.headMap(sequence).values()) {
            delete(log);
        }
    }

    void delete(Path file) {
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            // It is passed over by its number, or tried again at the next start.
            LOG.warn("cannot delete {}: {}", file, e.toString());
        }
    }

    /** Forces what has been written to a file. */
    void forceFile(String name) throws IOException {
        try (FileChannel channel = FileChannel.open(file(name), StandardOpenOption.WRITE)) {
            channel.force(false);
        }
    }

    /** Makes the names in it survive a crash of the host. */
    void force() throws IOException {
        Disk.forceDirectory(directory);
    }
}
