package org.relock.lockd.export;

import java.io.IOException;
import java.net.InetAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.relock.lockd.vfs.FileException;
import org.relock.lockd.vfs.FileSystem;
import org.relock.state.time.Timer;
import org.relock.state.xdr.Opaque;

/**
 * The directories that are exported. {@link #load} puts a new table in the place of the old one in
 * one step; whoever is being served goes on with the export that was found. Thread safe.
 */
public final class ExportTable implements Exports, AutoCloseable {

    /** How long calls that began before a reload may still use what is exported no more. */
    public static final Duration LEAVE = Duration.ofSeconds(60);

    private final SignedHandles handles;
    private final FileSystems opener;
    private final ClientNames names;
    private final Timer timer;

    /** What is open; guarded by this. */
    private final Map<String, Opened> opened = new HashMap<>();

    private volatile Snapshot now = new Snapshot(List.of(), Map.of(), Map.of(), List.of());

    /** Files that are open, and how. */
    private record Opened(FileSystem files, int id, boolean synchronous, boolean subtreeCheck) {}

    private record Snapshot(
            List<Export> all,
            Map<Integer, ServedExport> byId,
            Map<String, ServedExport> byPath,
            List<ServedExport> needNames) {}

    /**
     * What a reload has changed.
     *
     * @param exported numbers that are new, or are now those of another directory
     * @param unexported numbers that are gone, or are no longer those of the same directory; the
     *     locks of before can be given up
     * @param complaints a sentence for each line or directory that was left out; safe to log
     */
    public record Change(Set<Integer> exported, Set<Integer> unexported, List<String> complaints) {

        /** Copies them. */
        public Change {
            exported = Set.copyOf(exported);
            unexported = Set.copyOf(unexported);
            complaints = List.copyOf(complaints);
        }
    }

    /** Makes an empty table. */
    public ExportTable(SignedHandles handles, FileSystems opener, ClientNames names, Timer timer) {
        this.handles = handles;
        this.opener = opener;
        this.names = names;
        this.timer = timer;
    }

    /** Exports {@code list} and nothing else. It waits for the disk. */
    public synchronized Change load(ExportList list) {
        List<String> complaints = new ArrayList<>(list.complaints());
        Map<String, ServedExport> byPath = new TreeMap<>();
        Map<Integer, ServedExport> byId = new LinkedHashMap<>();
        Set<String> used = new HashSet<>();
        for (List<ExportEntry> lines : byPath(list).values()) {
            String path = lines.get(0).path();
            String where = lines.get(0).where();
            List<ClientRule> rules = rules(lines, complaints);
            int id = id(path, rules, where, complaints);
            if (byId.containsKey(id)) {
                complaints.add(
                        where
                                + ": "
                                + PathText.escape(path)
                                + " has the number of "
                                + PathText.escape(byId.get(id).path())
                                + "; give one of them an fsid of its own. It is left out");
                continue;
            }
            try {
                FileSystem files = files(path, id, rules);
                long root = handles.mark(files.root());
                ServedExport export = new ServedExport(id, root, path, files, rules, names);
                used.add(path);
                byPath.put(path, export);
                byId.put(id, export);
            } catch (IOException e) {
                complaints.add(
                        where + ": " + PathText.escape(path) + " cannot be exported: " + reason(e));
            }
        }
        // Asked before the first client comes; what is not found is then in the log early.
        byPath.values().forEach(ServedExport::askNames);
        Map<Integer, ServedExport> before = now.byId();
        now =
                new Snapshot(
                        List.copyOf(byPath.values()),
                        Map.copyOf(byId),
                        Map.copyOf(byPath),
                        byPath.values().stream().filter(ServedExport::needsNames).toList());
        opened.entrySet()
                .removeIf(
                        one -> {
                            boolean leaves = !used.contains(one.getKey());
                            if (leaves) {
                                closeLater(one.getValue().files());
                            }
                            return leaves;
                        });
        return new Change(without(byId, before), without(before, byId), complaints);
    }

    private static Map<String, List<ExportEntry>> byPath(ExportList list) {
        Map<String, List<ExportEntry>> byPath = new LinkedHashMap<>();
        for (ExportEntry entry : list.entries()) {
            byPath.computeIfAbsent(entry.path(), path -> new ArrayList<>()).add(entry);
        }
        return byPath;
    }

    /** Joins the lines of one directory; the first that names a client decides about it. */
    private static List<ClientRule> rules(List<ExportEntry> lines, List<String> complaints) {
        List<ClientRule> rules = new ArrayList<>();
        Set<String> clients = new HashSet<>();
        for (ExportEntry line : lines) {
            for (ClientRule rule : line.rules()) {
                String client = rule.client().text();
                if (clients.add(client)) {
                    rules.add(rule);
                } else {
                    complaints.add(
                            line.where()
                                    + ": "
                                    + PathText.escape(line.path())
                                    + " is exported to "
                                    + PathText.escape(client)
                                    + " before; the first counts");
                }
            }
        }
        return rules;
    }

    private static int id(
            String path, List<ClientRule> rules, String where, List<String> complaints) {
        OptionalInt chosen = OptionalInt.empty();
        for (ClientRule rule : rules) {
            OptionalInt id = rule.options().id();
            if (id.isPresent() && chosen.isPresent() && !id.equals(chosen)) {
                complaints.add(
                        where + ": " + PathText.escape(path) + " has two fsids; the first counts");
            }
            chosen = chosen.isPresent() ? chosen : id;
        }
        return chosen.orElseGet(() -> ExportNumbers.of(path));
    }

    /** Clients that share files share how these are kept: as safe as any of them wants it. */
    private FileSystem files(String path, int id, List<ClientRule> rules) throws IOException {
        boolean synchronous = false;
        boolean subtreeCheck = false;
        for (ClientRule rule : rules) {
            synchronous |= !rule.options().rights().async();
            subtreeCheck |= rule.options().subtreeCheck();
        }
        Opened before = opened.get(path);
        if (before != null) {
            if (before.id() == id
                    && before.synchronous() == synchronous
                    && before.subtreeCheck() == subtreeCheck
                    && isThere(before.files())) {
                return before.files();
            }
            opened.remove(path);
            closeLater(before.files());
        }
        FileSystem files = opener.open(path, id, synchronous, subtreeCheck);
        opened.put(path, new Opened(files, id, synchronous, subtreeCheck));
        return files;
    }

    /** A directory that was removed, and made again, is another one. */
    private static boolean isThere(FileSystem files) {
        try {
            return files.attributes(files.root()).links() > 0;
        } catch (FileException e) {
            return false;
        }
    }

    private void closeLater(FileSystem files) {
        files.retire();
        timer.after(LEAVE, files::close);
    }

    private static String reason(IOException e) {
        return PathText.escape(e.getClass().getSimpleName() + ":" + e.getMessage());
    }

    /** Returns the numbers of the exports that the others do not have, or with another root. */
    private static Set<Integer> without(
            Map<Integer, ServedExport> all, Map<Integer, ServedExport> others) {
        Set<Integer> rest = new HashSet<>();
        for (ServedExport one : all.values()) {
            ServedExport other = others.get(one.id());
            if (other == null || other.rootMark() != one.rootMark()) {
                rest.add(one.id());
            }
        }
        return rest;
    }

    @Override
    public List<Export> all() {
        return now.all();
    }

    @Override
    public Optional<Export> byId(int id) {
        return Optional.ofNullable(now.byId().get(id));
    }

    @Override
    public Optional<Export> containing(String path) {
        Map<String, ServedExport> byPath = now.byPath();
        Optional<String> above = ExportPaths.plain(path);
        while (above.isPresent()) {
            ServedExport found = byPath.get(above.get());
            if (found != null) {
                return Optional.of(found);
            }
            above = ExportPaths.parent(above.get());
        }
        return Optional.empty();
    }

    /** The first, in the order of their paths, that is public. */
    @Override
    public Optional<Export> publicExport() {
        for (Export export : now.all()) {
            if (((ServedExport) export).isPublic()) {
                return Optional.of(export);
            }
        }
        return Optional.empty();
    }

    /**
     * Returns what there is to wait for before all rights of a client are known: names that are
     * being looked up. For a gate, which keeps calls meanwhile.
     */
    public Optional<CompletionStage<Boolean>> undecided(InetAddress client) {
        List<ServedExport> needNames = now.needNames();
        if (needNames.isEmpty()) {
            return Optional.empty();
        }
        List<CompletableFuture<?>> asked = new ArrayList<>();
        for (ServedExport export : needNames) {
            asked.addAll(export.asked(client));
        }
        return asked.isEmpty()
                ? Optional.empty()
                : Optional.of(
                        CompletableFuture.allOf(asked.toArray(new CompletableFuture<?>[0]))
                                .handle((nothing, failure) -> failure == null));
    }

    @Override
    public Optional<FileHandle> open(Opaque handle) {
        return handles.open(handle);
    }

    @Override
    public Opaque seal(FileHandle file) {
        return handles.seal(file);
    }

    /** Closes all files; nothing is served any more. */
    @Override
    public synchronized void close() {
        opened.values().forEach(one -> one.files().close());
        opened.clear();
    }
}
