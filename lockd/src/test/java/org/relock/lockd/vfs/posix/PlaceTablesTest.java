package org.relock.lockd.vfs.posix;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.relock.lockd.vfs.posix.Served.ROOT;
import static org.relock.lockd.vfs.posix.Served.fails;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.relock.lockd.vfs.FileId;
import org.relock.lockd.vfs.FileStatus;

/** One number, and the directories that have it one after the other. */
class PlaceTablesTest {

    @TempDir private Path top;

    private Served serve(String directory) throws IOException {
        Path shown = Files.createDirectories(top.resolve(directory));
        return new Served(
                shown, new LocalOptions(true, true, 64, Optional.of(top.resolve("tables"))));
    }

    private List<Path> tables() throws IOException {
        try (Stream<Path> all = Files.list(top.resolve("tables"))) {
            return all.sorted().toList();
        }
    }

    private static void awaitRemovers() throws InterruptedException {
        for (Thread thread : Thread.getAllStackTraces().keySet()) {
            if (thread.getName().equals("places")) {
                thread.join();
            }
        }
    }

    @Test
    void whatIsRememberedOfOneTopServesNoOtherAndIsThereWhenItComesBack() throws Exception {
        FileId file;
        try (Served outer = serve("outer")) {
            FileId inner = outer.makeDirectory(ROOT, outer.root(), "inner", 0755).file();
            file = outer.create(ROOT, inner, "file", 0600).file();
        }
        try (Served inner = serve("outer/inner")) {
            fails(FileStatus.STALE, () -> inner.files.attributes(file));
            assertEquals(file, inner.at(ROOT, "file").file());
            inner.files.attributes(file);
        }
        try (Served outer = serve("outer")) {
            outer.files.attributes(file);
        }
    }

    @Test
    void onlyTheTablesUsedLastAreKept() throws Exception {
        FileId first;
        try (Served served = serve("0")) {
            first = served.create(ROOT, served.root(), "file", 0600).file();
        }
        Path outside = Files.writeString(top.resolve("outside"), "kept");
        for (int i = 1; i <= 2 * PlaceTables.KEPT; i++) {
            for (Path table : tables()) {
                long used = Files.getLastModifiedTime(table).toMillis();
                Files.setLastModifiedTime(table, FileTime.fromMillis(used - 1_000));
            }
            try (Served served = serve("0")) {
                served.files.attributes(first); // It is used again and again.
            }
            try (Served served = serve(Integer.toString(i))) {
                Path link = tables().get(0).resolve("link");
                Files.deleteIfExists(link);
                Files.createSymbolicLink(link, outside);
                served.create(ROOT, served.root(), "file", 0600);
            }
            awaitRemovers();
            assertEquals(Math.min(i + 1, PlaceTables.KEPT), tables().size());
        }
        assertEquals("kept", Files.readString(outside));
        try (Served served = serve("0")) {
            served.files.attributes(first);
        }
    }

    @Test
    void whatARemoverDidNotGetToIsRemovedAtTheNextOpening() throws Exception {
        Path left = Files.createDirectories(top.resolve("tables/ff00.gone/a0"));
        Files.createSymbolicLink(left.resolve("ff"), Path.of("ff/name"));
        serve("0").close();
        awaitRemovers();
        assertEquals(1, tables().size());
    }
}
