package org.relock.lockd.vfs.posix;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.relock.lockd.vfs.FileException;
import org.relock.lockd.vfs.FileId;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The tables of one export number: a directory for each top it had lately, called by the top's id,
 * so that none is ever used for another. A few are kept, as a disk that is mounted late has the
 * directory below it served for a while, and its own table must be there when it comes.
 */
final class PlaceTables {

    /** How many tops have a table, the one in use among them. */
    static final int KEPT = 4;

    /** Ends the names of tables that are to go. */
    private static final String GONE = ".gone";

    private static final Logger LOG = LoggerFactory.getLogger(PlaceTables.class);

    private PlaceTables() {}

    /** Opens the table of a top, and lets go of those that were not used for longest. */
    static PlaceTable open(Scratch scratch, Path directory, FileId top)
            throws IOException, FileException {
        String name = top.bytes().toString();
        Path mine = directory.resolve(name);
        PlaceTable table = PlaceTable.in(scratch, mine);
        byte[] path = mine.toString().getBytes(StandardCharsets.UTF_8);
        // The time of now: that of its last use.
        Kernel.utimensat(Kernel.AT_FDCWD, scratch.text(path), 0, 0);
        try {
            List<Path> leaving = leaving(directory, name);
            if (!leaving.isEmpty()) {
                // There may be a million names in one; nobody waits for that.
                Thread remover = new Thread(() -> leaving.forEach(PlaceTables::remove), "places");
                remover.setDaemon(true);
                remover.start();
            }
        } catch (IOException e) {
            LOG.warn("Tables of handles that are used no more are not removed: {}", e.toString());
        }
        return table;
    }

    /** Returns what is to be removed, which is then under no table's name. */
    private static List<Path> leaving(Path directory, String mine) throws IOException {
        List<Path> leaving = new ArrayList<>();
        List<Path> others = new ArrayList<>();
        try (DirectoryStream<Path> all = Files.newDirectoryStream(directory)) {
            for (Path one : all) {
                String name = one.getFileName().toString();
                if (name.endsWith(GONE)) {
                    leaving.add(one); // A remover did not get to all of it.
                } else if (name.length() == mine.length() && !name.equals(mine)) {
                    others.add(one);
                }
            }
        }
        if (others.size() >= KEPT) {
            others.sort(Comparator.comparingLong(PlaceTables::used).reversed());
            for (Path old : others.subList(KEPT - 1, others.size())) {
                Path gone = directory.resolve(old.getFileName() + GONE);
                leaving.add(Files.move(old, gone));
            }
        }
        return leaving;
    }

    private static long used(Path table) {
        try {
            return Files.getLastModifiedTime(table).toMillis();
        } catch (IOException e) {
            return Long.MIN_VALUE; // It is gone, or nothing that could be of use.
        }
    }

    /** Removes all of a table; symbolic links, which all that is in it are, are not followed. */
    private static void remove(Path table) {
        try {
            Files.walkFileTree(
                    table,
                    new SimpleFileVisitor<>() {
                        @Override
                        public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
                                throws IOException {
                            Files.deleteIfExists(file);
                            return FileVisitResult.CONTINUE;
                        }

                        @Override
                        public FileVisitResult postVisitDirectory(Path directory, IOException e)
                                throws IOException {
                            Files.deleteIfExists(directory);
                            return FileVisitResult.CONTINUE;
                        }
                    });
        } catch (IOException e) {
            // The next opening finds what is left.
            LOG.info("A table of handles that is used no more is not removed: {}", e.toString());
        }
    }
}
