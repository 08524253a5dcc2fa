package org.relock.lockd.nlm;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.net.InetAddress;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.relock.lockd.export.HandleShape;
import org.relock.lockd.export.OpaqueHandles;
import org.relock.lockd.export.Resolution;
import org.relock.lockd.hosts.Client;
import org.relock.lockd.hosts.Clients;
import org.relock.lockd.locks.ClientId;
import org.relock.lockd.locks.LockJournal;
import org.relock.lockd.locks.LockLimits;
import org.relock.lockd.locks.LockService;
import org.relock.lockd.locks.OfferListener;
import org.relock.lockd.locks.RecordedState;
import org.relock.lockd.locks.Wish;
import org.relock.state.rpc.Caller;
import org.relock.state.rpc.Dispatcher;
import org.relock.state.rpc.Gate;
import org.relock.state.rpc.ReplyCache;
import org.relock.state.xdr.Opaque;
import org.relock.state.xdr.XdrEncodable;
import org.relock.state.xdr.XdrReader;
import org.relock.state.xdr.XdrWriter;

/**
 * The procedures on a real lock table, with a register and a postman who write down what they are
 * told. {@link #heard} has everything in the order it happened.
 */
final class Served implements Clients, Grants, ResultSender, OfferListener, Safety {

    /** A {@code _RES} call that was sent. */
    record Sent(NlmVersion version, int procedure, InetAddress to, String results) {}

    final List<String> heard = new ArrayList<>();
    final List<Sent> sent = new ArrayList<>();
    final Map<String, Client> clients = new LinkedHashMap<>();
    final NlmCounters counters = new NlmCounters();
    final LockService locks =
            new LockService(
                    () -> this.now,
                    LockLimits.STANDARD,
                    LockJournal.NONE,
                    this,
                    RecordedState.EMPTY);

    /** What {@link #remember} answers from now on. */
    CompletableFuture<Boolean> remembering = CompletableFuture.completedFuture(true);

    /** What a handle is found to be, if it is not a file. */
    Optional<Resolution> found = Optional.empty();

    /** What sending a result completes with. */
    CompletableFuture<Void> sending = CompletableFuture.completedFuture(null);

    /** What {@link #forced} answers from now on. */
    CompletableFuture<Boolean> forcing = CompletableFuture.completedFuture(true);

    boolean full;
    int clientLimit = 100;
    long now;

    private final Dispatcher dispatcher;

    Served() {
        this(false);
    }

    Served(boolean zeroCookies) {
        OpaqueHandles handles = new OpaqueHandles(HandleShape.WHOLE, List.of());
        NlmDesk desk =
                new NlmDesk(
                        locks,
                        this,
                        (caller, handle, purpose) ->
                                found.map(CompletableFuture::completedFuture)
                                        .orElseGet(() -> handles.resolve(caller, handle, purpose)),
                        this,
                        this,
                        counters,
                        () -> now,
                        InstantSource.system(),
                        this);
        dispatcher =
                new Dispatcher(
                        NlmProgram.of(desk, zeroCookies),
                        Gate.OPEN,
                        Optional.of(new ReplyCache(ReplyCache.Bounds.STANDARD, () -> now)));
    }

    /** Returns whoever calls from an address under a name. */
    Peer peer(String address, String name) {
        return new Peer(this, Bytes.address(address), name);
    }

    /** Has one message answered; the origin hears of the reply. */
    void answer(String message, Letter letter) {
        XdrReader xdr = Bytes.reading(message);
        XdrWriter out = new XdrWriter(64);
        if (dispatcher.answer(xdr, letter, out) == Dispatcher.Outcome.REPLIED) {
            letter.replied(out.written());
        }
    }

    // The register.

    @Override
    public Optional<Client> clientOf(InetAddress remote, String callerName) {
        if (find(remote, callerName).isEmpty() && clients.size() < clientLimit) {
            ClientId id = new ClientId(clients.size() + 1L);
            clients.put(key(remote, callerName), new Client(id, remote, callerName));
        }
        return find(remote, callerName);
    }

    @Override
    public Optional<Client> find(InetAddress remote, String callerName) {
        return Optional.ofNullable(clients.get(key(remote, callerName)));
    }

    private static String key(InetAddress remote, String callerName) {
        return remote.getHostAddress() + " " + callerName;
    }

    @Override
    public boolean isKnownElsewhere(InetAddress remote, String callerName) {
        return find(remote, callerName).isEmpty()
                && clients.values().stream().anyMatch(c -> c.callerName().equals(callerName));
    }

    @Override
    public CompletableFuture<Boolean> remember(Client client, InetAddress server) {
        heard.add("remember " + client.callerName());
        return remembering;
    }

    @Override
    public CompletableFuture<Boolean> rememberUnwatched(Client client, InetAddress server) {
        heard.add("record " + client.callerName());
        return remembering;
    }

    @Override
    public void notified(String monName, int state, Opaque priv) {
        heard.add("notified " + monName + " " + state + " " + priv);
    }

    @Override
    public void farewell(Client client) {
        heard.add("farewell " + client.callerName());
        locks.release(client.id());
    }

    @Override
    public void stateSeen(Client client, int state) {
        heard.add("state " + client.callerName() + " " + state);
    }

    // The journal.

    @Override
    public CompletableFuture<Boolean> forced() {
        return forcing;
    }

    @Override
    public boolean takesMore() {
        return !full;
    }

    // The postman.

    @Override
    public void announced(long wish) {
        heard.add("announced " + wish);
    }

    @Override
    public void granted(InetAddress from, Opaque cookie, NlmStat stat) {
        heard.add("granted " + from.getHostAddress() + " " + cookie + " " + stat);
    }

    @Override
    public void deliver() {
        heard.add("deliver");
    }

    @Override
    public CompletionStage<Void> send(
            Caller caller, NlmVersion version, int procedure, XdrEncodable results) {
        heard.add("send " + procedure);
        String hex = Bytes.hex(results);
        sent.add(new Sent(version, procedure, caller.remote().getAddress(), hex));
        return sending;
    }

    @Override
    public void offered(Wish wish) {
        heard.add("offered " + wish.id());
    }

    @Override
    public void settled(long wish) {
        heard.add("settled " + wish);
    }

    /** Returns what was heard and forgets it. */
    List<String> heardNow() {
        List<String> all = List.copyOf(heard);
        heard.clear();
        return all;
    }

    /** Checks the one result sent since, and forgets it. */
    void assertSent(NlmVersion version, int procedure, NlmWord results) {
        assertEquals(1, sent.size());
        Sent one = sent.remove(0);
        assertEquals(version, one.version());
        assertEquals(procedure, one.procedure());
        assertEquals(Bytes.hex(version, results), one.results());
    }

    /** Returns how many locks, wishes and shares there are, as "1 2 3". */
    String counts() {
        RecordedState state = locks.snapshot();
        return state.locks().values().stream().mapToInt(List::size).sum()
                + " "
                + state.wishes().size()
                + " "
                + state.shares().values().stream().mapToInt(List::size).sum();
    }
}
