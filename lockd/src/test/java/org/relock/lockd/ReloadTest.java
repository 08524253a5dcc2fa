package org.relock.lockd;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.relock.lockd.control.Reloaded;
import org.relock.lockd.export.ClientNames;
import org.relock.lockd.export.ExportSources;
import org.relock.lockd.export.ExportTable;
import org.relock.lockd.export.FewFiles;
import org.relock.lockd.export.SignedHandles;
import org.relock.lockd.export.SmallFiles;
import org.relock.lockd.locks.ByteRange;
import org.relock.lockd.locks.ClientId;
import org.relock.lockd.locks.FileKey;
import org.relock.lockd.locks.LockJournal;
import org.relock.lockd.locks.LockLimits;
import org.relock.lockd.locks.LockMode;
import org.relock.lockd.locks.LockOwner;
import org.relock.lockd.locks.LockRequest;
import org.relock.lockd.locks.LockService;
import org.relock.lockd.locks.OfferListener;
import org.relock.lockd.locks.RecordedState;
import org.relock.lockd.locks.Released;
import org.relock.lockd.locks.Taken;
import org.relock.lockd.locks.Wish;
import org.relock.state.names.Names;
import org.relock.state.xdr.Opaque;

/** Exports files that change while their files are locked. */
class ReloadTest {

    @TempDir Path directory;
    private final List<Runnable> later = new ArrayList<>();
    private final LockService locks =
            new LockService(
                    () -> 0,
                    LockLimits.STANDARD,
                    LockJournal.NONE,
                    new Deaf(),
                    RecordedState.EMPTY);
    private ExportTable exports;
    private int forgotten;
    private Reload reload;

    private static final class Deaf implements OfferListener {
        @Override
        public void offered(Wish wish) {}

        @Override
        public void settled(long wish) {}
    }

    /** Asked about nothing here. */
    private static final class NoNames implements Names {
        @Override
        public CompletableFuture<Optional<String>> canonical(String name) {
            return CompletableFuture.completedFuture(Optional.empty());
        }

        @Override
        public CompletableFuture<List<InetAddress>> addresses(String name) {
            return CompletableFuture.completedFuture(List.of());
        }

        @Override
        public CompletableFuture<Optional<String>> reverse(InetAddress address) {
            return CompletableFuture.completedFuture(Optional.empty());
        }

        @Override
        public void close() {}
    }

    @BeforeEach
    void open() throws IOException {
        exports =
                new ExportTable(
                        SignedHandles.open(SmallFiles.below(directory)),
                        (path, id, synchronous, subtreeCheck) -> files(path).files(),
                        new ClientNames(new NoNames(), () -> 0),
                        (delay, task) -> later.add(task));
        reload =
                new Reload(
                        new ExportSources(directory, List.of()),
                        exports,
                        locks::releaseFileSystem,
                        (delay, task) -> later.add(task),
                        () -> forgotten++);
    }

    @Test
    void whatIsKeptOfTheMachinesSettingsIsForgotten() throws IOException {
        var unused = reload("/srv (ro)\n");
        assertEquals(1, forgotten);
    }

    private Reloaded reload(String text) throws IOException {
        Files.writeString(directory.resolve("exports"), text);
        return reload.now();
    }

    private void lock(int export) {
        Taken taken = new Taken(InetAddress.getLoopbackAddress(), 1, true, 0);
        locks.lock(
                new LockRequest(
                        new FileKey(export, Opaque.ofHex("01")),
                        new LockOwner(new ClientId(1), Opaque.ofHex("02")),
                        LockMode.WRITE,
                        new ByteRange(0, 9),
                        false,
                        taken));
    }

    private boolean isLocked(int export) {
        return locks.snapshot().locks().containsKey(new FileKey(export, Opaque.ofHex("01")));
    }

    /** NLM check 66. */
    @Test
    void whatIsHeldInAnExportGoesWithTheExport() throws IOException {
        reload("/a *(fsid=1)\n/b *(fsid=2)\n");
        lock(1);
        lock(2);
        Reloaded reloaded = reload("/a *(fsid=1)\n");
        assertEquals(new Reloaded(false, 1, 0, 1, new Released(1, 0, 0), List.of()), reloaded);
        assertTrue(isLocked(1));
        assertFalse(isLocked(2));
        assertTrue(exports.byId(2).isEmpty());
    }

    private static FewFiles files(String path) {
        FewFiles files = new FewFiles(path + "/");
        files.root = path + "/";
        return files;
    }

    /** NLM check 66. */
    @Test
    void whatIsHeldInADirectoryWhoseNumberAnotherGetsGoesAtOnceAndNoneOfTheOther()
            throws IOException {
        reload("/a *(fsid=1)\n/b *(fsid=2)\n");
        lock(1);
        lock(2);
        assertEquals(new Released(1, 0, 0), reload("/c *(fsid=1)\n/b *(fsid=2)\n").released());
        assertFalse(isLocked(1));
        assertTrue(isLocked(2));
        lock(1);
        List.copyOf(later).forEach(Runnable::run);
        assertTrue(isLocked(1));
    }

    /** NLM check 66. */
    @Test
    void aLockThatSlippedInDuringTheReloadGoesAMomentLater() throws IOException {
        reload("/b *(fsid=2)\n");
        reload("");
        lock(2);
        List.copyOf(later).forEach(Runnable::run);
        assertFalse(isLocked(2));
    }

    @Test
    void whatIsLockedAfterItIsExportedAgainStaysLocked() throws IOException {
        reload("/b *(fsid=2)\n");
        reload("");
        reload("/b *(fsid=2)\n");
        lock(2);
        List.copyOf(later).forEach(Runnable::run);
        assertTrue(isLocked(2));
    }

    @Test
    void filesWithAFaultChangeNothingAndTheLineIsSaid() throws IOException {
        reload("/a *(fsid=1)\n");
        lock(1);
        Reloaded reloaded = reload("/b *(fsid=2)\n/c *(rx)\n");
        assertTrue(reloaded.kept());
        assertEquals(
                List.of(directory + "/exports:2: unknown option rx; the line is left out"),
                reloaded.complaints());
        assertEquals("/a", exports.all().get(0).path());
        assertEquals(1, exports.all().size());
        assertTrue(isLocked(1));
    }

    @Test
    void aFileThatWasMovedAwayChangesNothing() throws IOException {
        reload("/a *(fsid=1)\n");
        Files.delete(directory.resolve("exports"));
        assertTrue(reload.now().kept());
        assertEquals(1, exports.all().size());
    }

    @Test
    void aDoubtIsNoFault() throws IOException {
        Reloaded reloaded = reload("/a (rw)\n");
        assertFalse(reloaded.kept());
        assertEquals(1, reloaded.complaints().size());
        assertEquals(1, reloaded.exported());
    }
}
