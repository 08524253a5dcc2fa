package org.relock.state.store;

import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * One reading of a directory of monitor files. It changes nothing, stops at nothing, and says what
 * it could not read.
 */
final class ListReader {

    /** More files than this are not read: the list would not fit into memory. */
    static final int MAX_FILES = 262_144;

    /** More problems than this are counted, not told. */
    private static final int MAX_PROBLEMS = 1000;

    /** What nfs-utils 2.6 and before call a file that is being rewritten: {@code NAME.new}. */
    private static final String OLD_TEMPORARY = ".new";

    private final Path directory;
    private final Map<String, RecordFile> doubtful = new HashMap<>();
    private final List<MonitorRecord> records = new ArrayList<>();
    private final List<String> problems = new ArrayList<>();
    private int unspoken;
    private boolean complete = true;

    private ListReader(Path directory) {
        this.directory = directory;
    }

    /** Reads {@code directory}; an unreadable one gives no records, a problem, and incomplete. */
    static StoreListing read(Path directory) {
        ListReader reader = new ListReader(directory);
        reader.readAll();
        return reader.listing();
    }

    private void readAll() {
        int files = 0;
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(directory)) {
            for (Path entry : entries) {
                Path name = entry.getFileName();
                if (name == null || name.toString().startsWith(".")) {
                    continue; // Hidden files are temporary ones: ours or nfs-utils'.
                }
                if (++files > MAX_FILES) {
                    missing(directory + ": more than " + MAX_FILES + " files; the rest is unread");
                    break;
                }
                read(entry, name.toString());
            }
        } catch (IOException e) {
            missing(directory + ": " + reason(e));
        } catch (DirectoryIteratorException e) {
            missing(directory + ": " + reason(e.getCause()));
        }
        settleDoubtful();
    }

    private void read(Path file, String name) {
        try {
            BasicFileAttributes attributes =
                    Files.readAttributes(
                            file, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
            if (attributes.isSymbolicLink()) {
                missing(where(name) + ": is a symbolic link, which is not followed");
            } else if (!attributes.isRegularFile()) {
                problem(where(name) + ": is no regular file");
            } else if (!FileNames.isHost(name)) {
                missing(where(name) + ": no host can have this name");
            } else {
                take(name, RecordFile.parse(name, Disk.read(file)));
            }
        } catch (NoSuchFileException e) {
            // It was removed while we read, by someone who was told to; but a name in an
            // encoding that we do not understand looks the same.
            if (!FileNames.isHost(name)) {
                missing(where(name) + ": cannot be opened by this name");
            }
        } catch (IOException e) {
            missing(where(name) + ": " + reason(e));
        }
    }

    private void take(String name, RecordFile file) {
        if (name.endsWith(OLD_TEMPORARY)) {
            doubtful.put(name, file);
            return;
        }
        accept(name, file);
    }

    private void accept(String name, RecordFile file) {
        if (file.isEmpty()) {
            missing(where(name) + ": is empty");
        }
        for (int line : file.badLines()) {
            missing(where(name) + ": line " + line + " is no record");
        }
        records.addAll(file.records());
    }

    /**
     * A file NAME.new is what an old nfs-utils left of a rewriting if NAME has every line of it;
     * otherwise it stands for a host under the top-level domain of that name.
     */
    private void settleDoubtful() {
        if (doubtful.isEmpty()) {
            return;
        }
        Map<String, List<MonitorRecord>> byFile = new HashMap<>();
        for (MonitorRecord record : records) {
            byFile.computeIfAbsent(record.fileName(), name -> new ArrayList<>(1)).add(record);
        }
        for (Map.Entry<String, RecordFile> entry : doubtful.entrySet()) {
            String name = entry.getKey();
            String original = name.substring(0, name.length() - OLD_TEMPORARY.length());
            if (!isLeftOver(entry.getValue(), byFile.getOrDefault(original, List.of()))) {
                accept(name, entry.getValue());
            }
        }
    }

    private static boolean isLeftOver(RecordFile file, List<MonitorRecord> original) {
        if (original.isEmpty() || !file.badLines().isEmpty()) {
            return false;
        }
        for (MonitorRecord record : file.records()) {
            boolean known = false;
            for (MonitorRecord other : original) {
                known |= other.monId().equals(record.monId());
            }
            if (!known) {
                return false;
            }
        }
        return true;
    }

    private String where(String name) {
        return directory + "/" + Printable.of(name);
    }

    private void missing(String problem) {
        complete = false;
        problem(problem);
    }

    private void problem(String problem) {
        if (problems.size() < MAX_PROBLEMS) {
            problems.add(problem);
        } else {
            unspoken++;
        }
    }

    private StoreListing listing() {
        if (unspoken > 0) {
            problems.add(directory + ": " + unspoken + " more problems");
        }
        return new StoreListing(records, problems, complete);
    }

    private static String reason(IOException e) {
        return Reasons.of(e);
    }
}
