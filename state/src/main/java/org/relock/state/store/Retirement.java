package org.relock.state.store;

import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;

/**
 * The move of the living among the retired, one at a time. Every step leaves each host in at least
 * one of the two lists, so a crash at any point loses none and the next run finishes the work.
 *
 * <p>A file that is not yet among the retired is renamed. Where one of its name is left from an
 * earlier reboot, the lines of both are kept (nfs-utils keeps the newer file alone).
 */
final class Retirement {

    /** The ending of a file that is about to be deleted once its lines are merged. */
    private static final String ASIDE = ".old";

    private final Path living;
    private final Path retired;
    private final Ownership ownership;
    private final List<String> problems = new ArrayList<>();

    Retirement(Path living, Path retired, Ownership ownership) {
        this.living = living;
        this.retired = retired;
        this.ownership = ownership;
    }

    /** Moves all, each while its turn is held, and returns a sentence for each that stays. */
    List<String> run(Function<String, Object> turns) throws IOException {
        finishEarlier(turns);
        for (String name : names()) {
            try {
                synchronized (turns.apply(name)) {
                    move(name);
                }
            } catch (NoSuchFileException e) {
                // Its last record was taken out meanwhile.
            } catch (IOException e) {
                problems.add(living + "/" + Printable.of(name) + ": " + Reasons.of(e));
            }
        }
        // The new entries first: a host may be in both lists for a moment, but never in none.
        Disk.forceDirectory(retired);
        Disk.forceDirectory(living);
        return problems;
    }

    private List<String> names() throws IOException {
        List<String> names = new ArrayList<>();
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(living)) {
            for (Path entry : entries) {
                String name = String.valueOf(entry.getFileName());
                if (!name.startsWith(".")
                        && Files.isRegularFile(entry, LinkOption.NOFOLLOW_LINKS)) {
                    names.add(name);
                }
            }
        } catch (DirectoryIteratorException e) {
            throw e.getCause();
        }
        return names;
    }

    private void move(String name) throws IOException {
        Path from = living.resolve(name);
        Path to = retired.resolve(name);
        if (!Files.exists(to, LinkOption.NOFOLLOW_LINKS)) {
            Disk.move(from, to);
            return;
        }
        byte[] merged = Disk.read(from);
        merge(name, to, merged);
        Disk.forceDirectory(retired);
        // Another process may be adding a record at this moment. So the file is not deleted but
        // taken aside, and what was added since it was read is merged too.
        Path aside = retired.resolve("." + name + ASIDE);
        Disk.move(from, aside);
        byte[] taken = Disk.read(aside);
        if (!Arrays.equals(merged, taken)) {
            merge(name, to, taken);
        }
        Files.delete(aside);
    }

    /** Merges what a run that was cut off had taken aside. */
    private void finishEarlier(Function<String, Object> turns) throws IOException {
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(retired, ".*" + ASIDE)) {
            for (Path aside : entries) {
                String hidden = String.valueOf(aside.getFileName());
                String name = hidden.substring(1, hidden.length() - ASIDE.length());
                if (FileNames.isHost(name)) {
                    synchronized (turns.apply(name)) {
                        finish(name, aside);
                    }
                }
            }
        } catch (DirectoryIteratorException e) {
            throw e.getCause();
        }
    }

    private void finish(String name, Path aside) {
        Path to = retired.resolve(name);
        try {
            if (Files.exists(to, LinkOption.NOFOLLOW_LINKS)) {
                merge(name, to, Disk.read(aside));
                Disk.forceDirectory(retired);
                Files.delete(aside);
            } else {
                Disk.move(aside, to);
            }
        } catch (IOException e) {
            problems.add(aside + ": " + Reasons.of(e));
        }
    }

    private void merge(String name, Path to, byte[] newer) throws IOException {
        RecordFile merged =
                RecordFile.parse(name, Disk.read(to)).merge(RecordFile.parse(name, newer));
        Path temporary = retired.resolve(FileNames.temporary(name));
        Disk.replace(to, temporary, merged.content(), Disk.REWRITTEN, ownership);
    }
}
