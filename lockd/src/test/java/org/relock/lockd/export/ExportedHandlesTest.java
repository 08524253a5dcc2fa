package org.relock.lockd.export;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.RejectedExecutionException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.relock.lockd.locks.FileKey;
import org.relock.state.names.NumericAddress;
import org.relock.state.rpc.Caller;
import org.relock.state.rpc.Credential;
import org.relock.state.rpc.Transport;
import org.relock.state.xdr.Opaque;

/** Which of our own handles may be locked by whom. */
class ExportedHandlesTest {

    private final FewFiles files = new FewFiles("/f", "/closed", "/d/", "/l@");
    private final Queue<Runnable> disk = new ArrayDeque<>();
    private final ExportTable table =
            new ExportTable(
                    new SignedHandles(new byte[16]),
                    (path, id, synchronous, subtreeCheck) -> files.files(),
                    new ClientNames(new FakeNames(), () -> 1),
                    (delay, task) -> {});
    private final LocalLockFiles local =
            new LocalLockFiles(table, Runnable::run, (delay, task) -> {}, () -> 1);
    private final ExportedHandles handles = new ExportedHandles(table, local, disk::add);
    private int port = 700;
    private Credential credential = new Credential.Sys(0, "pc", 100, 100, List.of());

    @BeforeEach
    void export() {
        load("/a 10.0.0.1(rw,fsid=9) 10.0.0.2(ro) 10.0.0.3(rw,insecure,no_auth_nlm)");
    }

    private void load(String text) {
        ExportsReader reader = new ExportsReader();
        reader.file("exports", text);
        table.load(reader.list());
    }

    private Opaque handle(String path) {
        return table.seal(FileHandle.in(table.byId(9).orElseThrow(), FewFiles.id(path)));
    }

    private Resolution resolve(String client, String path, Purpose purpose) {
        return resolve(client, handle(path), purpose);
    }

    private Resolution resolve(String client, Opaque handle, Purpose purpose) {
        CompletableFuture<Resolution> answer = handles.resolve(caller(client), handle, purpose);
        while (!disk.isEmpty()) {
            assertFalse(answer.isDone());
            disk.remove().run();
        }
        return answer.join();
    }

    private Caller caller(String client) {
        InetAddress address = NumericAddress.parse(client).orElseThrow();
        return new Caller(
                new InetSocketAddress(address, port), address, Transport.TCP, credential, 1);
    }

    /** NLM check 59. */
    @Test
    void aFileThatMayBeReadIsFoundUnderItsExport() {
        Resolution found = new Resolution.Found(new FileKey(9, FewFiles.id("/f").bytes()));
        assertEquals(found, resolve("10.0.0.1", "/f", Purpose.EXCLUSIVE));
        assertEquals(found, resolve("10.0.0.2", "/f", Purpose.SHARED));
        assertEquals(Resolution.Refused.INSTANCE, resolve("10.0.0.1", "/closed", Purpose.SHARED));
    }

    @Test
    void exclusiveLocksNeedAnExportThatMayBeWritten() {
        assertEquals(Resolution.ReadOnly.INSTANCE, resolve("10.0.0.2", "/f", Purpose.EXCLUSIVE));
    }

    @Test
    void onlyRegularFilesAreLocked() {
        assertEquals(Resolution.Refused.INSTANCE, resolve("10.0.0.1", "/d/", Purpose.SHARED));
        assertEquals(Resolution.Refused.INSTANCE, resolve("10.0.0.1", "/l@", Purpose.SHARED));
    }

    @Test
    void whatIsGoneForeignOrUnexportedIsStale() {
        Opaque handle = handle("/f");
        assertEquals(Resolution.Stale.INSTANCE, resolve("10.0.0.1", "/gone", Purpose.EXCLUSIVE));
        assertEquals(
                Resolution.Stale.INSTANCE, resolve("10.0.0.1", Opaque.EMPTY, Purpose.EXCLUSIVE));
        Opaque foreign =
                new SignedHandles(new byte[] {1, 2, 3, 4, 5, 6, 7, 8, 9, 0, 1, 2, 3, 4, 5, 6})
                        .seal(FileHandle.in(table.byId(9).orElseThrow(), FewFiles.id("/f")));
        assertEquals(Resolution.Stale.INSTANCE, resolve("10.0.0.1", foreign, Purpose.EXCLUSIVE));
        load("/b *");
        assertEquals(Resolution.Stale.INSTANCE, resolve("10.0.0.1", handle, Purpose.EXCLUSIVE));
    }

    @Test
    void whatIsHeldOfAFileThatIsGoneOrNoLongerExportedCanBeGivenUp() {
        Opaque handle = handle("/f");
        Opaque gone = handle("/gone");
        Resolution there = new Resolution.Found(new FileKey(9, FewFiles.id("/f").bytes()));
        Resolution lost = new Resolution.Found(new FileKey(9, FewFiles.id("/gone").bytes()));
        assertEquals(lost, resolve("10.0.0.1", gone, Purpose.RELEASE));
        assertEquals(there, resolve("10.0.0.2", handle, Purpose.RELEASE));
        assertEquals(there, resolve("10.0.0.9", handle, Purpose.RELEASE));
        load("/b *");
        assertEquals(there, resolve("10.0.0.1", handle, Purpose.RELEASE));
        assertEquals(0, disk.size());
    }

    @Test
    void whatIsHeldInADirectoryWhoseNumberAnotherHasCanOnlyBeGivenUp() {
        Opaque handle = handle("/f");
        files.root = "/d/";
        load("/a 10.0.0.1(rw,fsid=9)");
        assertEquals(Resolution.Stale.INSTANCE, resolve("10.0.0.1", handle, Purpose.SHARED));
        assertEquals(
                new Resolution.Found(new FileKey(9, FewFiles.id("/f").bytes())),
                resolve("10.0.0.1", handle, Purpose.RELEASE));
    }

    @Test
    void nobodyGivesUpWhatAForeignHandleOrAnotherProgramOfTheHostNames() {
        Opaque handle = handle("/f");
        assertEquals(
                Resolution.Stale.INSTANCE,
                resolve("10.0.0.1", Opaque.ofHex("0102"), Purpose.RELEASE));
        port = 2000;
        assertEquals(Resolution.Refused.INSTANCE, resolve("10.0.0.1", handle, Purpose.RELEASE));
    }

    @Test
    void strangersAreRefusedWithoutAskingTheDisk() {
        assertEquals(Resolution.Refused.INSTANCE, resolve("10.0.0.9", "/f", Purpose.SHARED));
        port = 2000;
        assertEquals(Resolution.Refused.INSTANCE, resolve("10.0.0.1", "/f", Purpose.SHARED));
        assertEquals(0, disk.size());
    }

    /** NLM check 60. */
    @Test
    void insecureLocksNeedNoCredential() {
        port = 2000;
        credential = Credential.None.INSTANCE;
        assertEquals(
                new Resolution.Found(new FileKey(9, FewFiles.id("/closed").bytes())),
                resolve("10.0.0.3", "/closed", Purpose.EXCLUSIVE));
        port = 700;
        assertEquals(Resolution.Refused.INSTANCE, resolve("10.0.0.1", "/f", Purpose.SHARED));
    }

    @Test
    void aDiskWithoutRoomForMoreRefuses() {
        ExportedHandles full =
                new ExportedHandles(
                        table,
                        local,
                        task -> {
                            throw new RejectedExecutionException("full");
                        });
        Opaque handle = handle("/f");
        assertEquals(
                Resolution.Refused.INSTANCE,
                full.resolve(caller("10.0.0.1"), handle, Purpose.EXCLUSIVE).join());
    }
}
