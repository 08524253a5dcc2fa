package org.relock.lockd.hosts;

import java.net.InetAddress;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.relock.lockd.locks.ByteRange;
import org.relock.lockd.locks.FileKey;
import org.relock.lockd.locks.LockJournal;
import org.relock.lockd.locks.LockLimits;
import org.relock.lockd.locks.LockMode;
import org.relock.lockd.locks.LockOutcome;
import org.relock.lockd.locks.LockOwner;
import org.relock.lockd.locks.LockRequest;
import org.relock.lockd.locks.LockService;
import org.relock.lockd.locks.OfferListener;
import org.relock.lockd.locks.RecordedState;
import org.relock.lockd.locks.Taken;
import org.relock.lockd.locks.Wish;
import org.relock.state.names.NumericAddress;
import org.relock.state.time.FakeTime;
import org.relock.state.xdr.Opaque;

/** A register between the real engine and a fake status monitor. */
final class RegisterUnderTest {

    static final InetAddress SERVER = address("10.0.0.1");
    static final Duration IDLE = Duration.ofMinutes(5);
    static final Identity USUAL = new Identity(Identity.By.ADDRESS_AND_NAME, Map.of());
    static final MonitorPolicy REQUIRED = new MonitorPolicy(true, false, IDLE);
    static final MonitorPolicy BEST_EFFORT = new MonitorPolicy(false, false, IDLE);

    final FakeTime time;
    final FakeStatusMonitor monitor;
    final FakeRecords records;
    final LockService locks;
    final HostRegister hosts;
    private int files;

    RegisterUnderTest() {
        this(USUAL, REQUIRED);
    }

    RegisterUnderTest(Identity identity, MonitorPolicy policy) {
        this(identity, policy, new FakeTime(), new FakeRecords());
    }

    RegisterUnderTest(Identity identity, MonitorPolicy policy, FakeTime time, FakeRecords records) {
        this.time = time;
        this.records = records;
        monitor = new FakeStatusMonitor(time);
        OfferListener nobody =
                new OfferListener() {
                    @Override
                    public void offered(Wish wish) {}

                    @Override
                    public void settled(long wish) {}
                };
        locks =
                new LockService(
                        time, LockLimits.STANDARD, LockJournal.NONE, nobody, RecordedState.EMPTY);
        locks.begin();
        hosts = new HostRegister(identity, policy, monitor, records, locks, time, time);
        hosts.begin();
    }

    static InetAddress address(String numbers) {
        return NumericAddress.parse(numbers).orElseThrow();
    }

    Client client(String address, String name) {
        return hosts.clientOf(address(address), name).orElseThrow();
    }

    /** Has a client introduced as by its first LOCK. */
    CompletableFuture<Boolean> remember(Client client) {
        return hosts.remember(client, SERVER);
    }

    /** Has a client take a lock of its own while its NSM state is {@code state}. */
    FileKey locks(Client client, int state) {
        FileKey file = new FileKey(1, Opaque.copyOf(new byte[] {(byte) ++files}));
        hosts.stateSeen(client, state);
        LockRequest request =
                new LockRequest(
                        file,
                        new LockOwner(client.id(), Opaque.ofHex("aa")),
                        LockMode.WRITE,
                        ByteRange.ALL,
                        false,
                        new Taken(SERVER, state, true, 0));
        if (!(locks.lock(request) instanceof LockOutcome.Granted)) {
            throw new IllegalStateException("not granted");
        }
        return file;
    }

    /** Has a client introduced, and take a lock. */
    FileKey introducedLocks(Client client, int state) {
        if (!remember(client).join()) {
            throw new IllegalStateException("not remembered");
        }
        return locks(client, state);
    }

    boolean holds(Client client) {
        return !locks.isIdle(client.id());
    }

    /** Has the status monitor tell of a reboot of what it watches under a name. */
    void reboots(String monName, int state) {
        hosts.notified(monName, state, monitor.watched.get(monName));
    }

    List<String> asked() {
        return monitor.asked;
    }

    HostView.Monitoring monitoring(Client client) {
        return hosts.list().stream()
                .filter(view -> view.id().equals(client.id()))
                .map(HostView::monitoring)
                .findAny()
                .orElseThrow();
    }
}
