package org.relock.lockd.nlm;

import java.net.InetAddress;
import java.time.Duration;
import java.util.Optional;
import org.relock.lockd.locks.ByteRange;
import org.relock.lockd.locks.ClientId;
import org.relock.lockd.locks.FileKey;
import org.relock.lockd.locks.LockJournal;
import org.relock.lockd.locks.LockLimits;
import org.relock.lockd.locks.LockMode;
import org.relock.lockd.locks.LockOutcome;
import org.relock.lockd.locks.LockOwner;
import org.relock.lockd.locks.LockRequest;
import org.relock.lockd.locks.LockService;
import org.relock.lockd.locks.RecordedState;
import org.relock.lockd.locks.Taken;
import org.relock.state.names.NumericAddress;
import org.relock.state.rpc.Transport;
import org.relock.state.time.FakeTime;
import org.relock.state.xdr.Opaque;

/** A postman between the real engine and {@link FakeNetwork}. Clients are numbered. */
final class PostmanUnderTest {

    static final InetAddress SERVER = address("10.0.0.1");
    static final FileKey FILE = new FileKey(1, Opaque.ofHex("f1"));
    static final ByteRange RANGE = new ByteRange(0, 9);

    final FakeTime time = new FakeTime();
    final FakeNetwork network = new FakeNetwork(time);
    final Postman postman;
    final LockService locks;

    PostmanUnderTest() {
        this(RecordedState.EMPTY);
    }

    PostmanUnderTest(RecordedState state) {
        this(state, Safety.AT_ONCE);
    }

    PostmanUnderTest(RecordedState state, Safety safety) {
        postman =
                new Postman(
                        network, FakeNetwork.RPCBIND, time, time, Duration.ofSeconds(60), safety);
        locks = new LockService(time, LockLimits.STANDARD, LockJournal.NONE, postman, state);
        postman.begin(locks, state, (client, address) -> address.equals(alias(client)));
        locks.begin();
    }

    static InetAddress address(String numbers) {
        return NumericAddress.parse(numbers).orElseThrow();
    }

    static InetAddress addressOf(int client) {
        return address("10.1." + client / 250 + "." + (client % 250 + 1));
    }

    /** Another address of the same client. */
    static InetAddress alias(ClientId client) {
        return address("10.2." + client.number() / 250 + "." + (client.number() % 250 + 1));
    }

    FakeClient client(int number) {
        return network.client(addressOf(number));
    }

    static LockOwner owner(int client) {
        return new LockOwner(new ClientId(client), Opaque.ofHex("aa"));
    }

    static LockRequest request(int client) {
        return new LockRequest(
                FILE, owner(client), LockMode.WRITE, RANGE, false, new Taken(SERVER, 0, true, 0));
    }

    static NlmLock words(int client) {
        return new NlmLock(
                "client" + client,
                Opaque.ofHex("f1"),
                Opaque.ofHex("aabbcc"),
                -client,
                0xffff_ffff_0000_0000L,
                0);
    }

    static Opaque memo(int client, Transport transport, NlmVersion version) {
        return new NlmMemo(version, transport, addressOf(client), SERVER, true, words(client))
                .encode();
    }

    /** Has a client take the lock. */
    void takes(int client) {
        expect(locks.lock(request(client)) instanceof LockOutcome.Granted);
    }

    /** Has a client wait for the lock over UDP; it is told that it waits. */
    long waits(int client) {
        return waits(client, Transport.UDP);
    }

    long waits(int client, Transport transport) {
        long wish = waitsUntold(client, transport);
        postman.announced(wish);
        return wish;
    }

    long waitsUntold(int client, Transport transport) {
        LockOutcome outcome =
                locks.lockOrWait(request(client), memo(client, transport, NlmVersion.V4));
        return ((LockOutcome.Waiting) outcome).wish();
    }

    /** Has a client give the lock up, as the UNLOCK procedure does it. */
    void unlocks(int client) {
        locks.unlock(FILE, owner(client), RANGE);
        postman.deliver();
    }

    /** Has a client answer the last GRANTED that it heard. */
    void answers(int client, NlmStat stat) {
        postman.granted(addressOf(client), client(client).last().words().cookie(), stat);
    }

    /** Returns the owner who keeps others from the lock, by its client's number. */
    Optional<Long> holder() {
        LockOutcome outcome = locks.test(request(9_999));
        return outcome instanceof LockOutcome.Denied denied
                ? Optional.of(denied.holder().owner().client().number())
                : Optional.empty();
    }

    /** Whether the client's lock is one that it was told of and knows of. */
    boolean isConfirmed(long wish) {
        return locks.wish(wish).isEmpty();
    }

    private static void expect(boolean truth) {
        if (!truth) {
            throw new IllegalStateException("the scene is not as expected");
        }
    }
}
