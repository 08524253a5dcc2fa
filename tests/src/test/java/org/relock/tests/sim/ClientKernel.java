package org.relock.tests.sim;

import java.net.InetAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Consumer;
import org.relock.state.nsm.Mon;
import org.relock.state.nsm.MonId;
import org.relock.state.nsm.MyId;
import org.relock.state.nsm.Sm;
import org.relock.state.nsm.SmStatRes;
import org.relock.state.nsm.SmStatus;
import org.relock.state.rpc.Answer;
import org.relock.state.rpc.Caller;
import org.relock.state.rpc.Dispatcher;
import org.relock.state.rpc.Gate;
import org.relock.state.rpc.Program;
import org.relock.state.rpc.Transport;
import org.relock.state.xdr.MalformedXdrException;
import org.relock.state.xdr.Opaque;
import org.relock.state.xdr.XdrEncodable;
import org.relock.state.xdr.XdrReader;
import org.relock.state.xdr.XdrWriter;

/** A client's lock manager, from one boot to the next: modelled on the one in Linux. */
final class ClientKernel {

    private static final Opaque PRIV = Opaque.ofHex("00112233445566778899aabbccddeeff");

    private final SimClient client;
    private final SimProcess process;
    private final Wire wire;
    private final PersistentCalls calls;
    private final PersistentCalls statd;
    private final List<App> apps = new ArrayList<>();
    private final List<Opener> openers = new ArrayList<>();
    private final Optional<Results> results;

    /** What was answered to which GRANTED: a copy of it gets the same answer. */
    private final Map<Opaque, Integer> answered = new HashMap<>();

    private final Recovery recovery;
    private int nsmState;
    private int cookies;

    ClientKernel(SimClient client, Transport transport, int version) {
        this.client = client;
        process = client.node().start("kernel");
        wire = new Wire(version);
        calls =
                new PersistentCalls(
                        process, client.node().address(), client.serverAddress(), transport);
        statd = new PersistentCalls(process, SimNode.LOOPBACK, SimNode.LOOPBACK, Transport.UDP);
        recovery = new Recovery(this);
        results = client.messages() ? Optional.of(new Results(this)) : Optional.empty();
        List<Program> programs = new ArrayList<>();
        for (int served : List.of(1, 3, 4)) {
            programs.add(program(served));
        }
        SimServer.start(process, new Dispatcher(programs, Gate.OPEN));
        if (client.unmonitored()) {
            // What NM_LOCK got before a crash is nobody's to release but ours.
            calls.call(
                    Wire.PROGRAM,
                    version,
                    Wire.FREE_ALL,
                    wire.farewell(name(), 0),
                    done -> monitor());
        } else {
            monitor();
        }
    }

    private Program program(int version) {
        Program program = new Program(Wire.PROGRAM, version);
        results.ifPresent(heard -> heard.in(program));
        return program.procedure(Wire.GRANTED, "GRANTED", Granted.decoder(version), this::granted)
                .procedure(
                        Wire.GRANTED_MSG,
                        "GRANTED_MSG",
                        Granted.decoder(version),
                        this::grantedMessage)
                .procedure(Wire.SM_NOTIFY, "SM_NOTIFY", SmStatus::decode, this::notified);
    }

    SimProcess process() {
        return process;
    }

    Wire wire() {
        return wire;
    }

    String name() {
        return client.node().name();
    }

    SimRandom random() {
        return process.node().world().random();
    }

    SimNetwork network() {
        return process.node().world().network();
    }

    List<App> apps() {
        return apps;
    }

    List<Opener> openers() {
        return openers;
    }

    /** Whether locks that need not be waited for may be got by NM_LOCK. */
    boolean unmonitored() {
        return client.unmonitored();
    }

    boolean isServer(InetAddress address) {
        return address.equals(client.serverAddress());
    }

    /** Our own state number, as statd says. */
    int nsmState() {
        return nsmState;
    }

    /** Whether our statd watches the server. */
    boolean watches() {
        return nsmState != 0;
    }

    /** Returns the state that the server last came with, as statd told us; 0 if it did not. */
    int heard() {
        return recovery.serverState();
    }

    boolean recovering() {
        return nsmState == 0 || recovery.underWay();
    }

    Opaque cookie() {
        return Opaque.copyOf(new XdrWriter(4).i32(++cookies).toBytes());
    }

    void run(App app) {
        apps.add(app);
        app.begin();
    }

    void run(Opener opener) {
        openers.add(opener);
        opener.begin();
    }

    /** A reclaim was refused. */
    void lost(Object who, Object what, int stat) {
        client.watcher().lost(client, who, what, stat);
    }

    void call(int procedure, XdrEncodable arguments, Consumer<XdrReader> reply) {
        if (results.isPresent() && Results.has(procedure)) {
            results.get().call(procedure, arguments, reply);
        } else {
            calls.call(Wire.PROGRAM, wire.version(), procedure, arguments, reply);
        }
    }

    /** Sends a message to where the server is now, once; {@code sent} runs when that is done. */
    void tell(int procedure, XdrEncodable arguments, Runnable sent) {
        calls.lookAgain(Wire.PROGRAM, wire.version());
        calls.tell(Wire.PROGRAM, wire.version(), procedure, arguments, sent);
    }

    /** Has our statd watch the server, before the first lock. */
    private void monitor() {
        MyId me = new MyId(name(), Wire.PROGRAM, wire.version(), Wire.SM_NOTIFY);
        String server = client.serverAddress().getHostAddress();
        statd.call(
                Sm.PROGRAM,
                Sm.VERSION,
                Sm.MON,
                new Mon(new MonId(server, me), PRIV),
                reply -> {
                    SmStatRes result = decoded(reply);
                    if (result.succeeded()) {
                        nsmState = result.state();
                    } else {
                        process.after(Duration.ofSeconds(2), this::monitor);
                    }
                });
    }

    private static SmStatRes decoded(XdrReader reply) {
        try {
            return SmStatRes.decode(reply);
        } catch (MalformedXdrException e) {
            throw new Violation("statd's answer is none: " + e.getMessage());
        }
    }

    private Answer granted(Caller caller, Granted call) {
        OptionalInt stat = judge(caller, call);
        return stat.isPresent()
                ? Answer.now(wire.result(call.cookie(), stat.getAsInt()))
                : Answer.none();
    }

    private Answer grantedMessage(Caller caller, Granted call) {
        judge(caller, call)
                .ifPresent(
                        stat ->
                                calls.tell(
                                        Wire.PROGRAM,
                                        wire.version(),
                                        Wire.GRANTED_RES,
                                        wire.result(call.cookie(), stat)));
        return Answer.none();
    }

    /** Returns what a GRANTED is answered; nothing if it is passed over in silence. */
    private OptionalInt judge(Caller caller, Granted call) {
        Integer before = answered.get(call.cookie());
        if (before != null) {
            return OptionalInt.of(before);
        }
        switch (client.manners()) {
            case DEAF -> {
                return OptionalInt.empty();
            }
            case REFUSING -> {
                return OptionalInt.of(Wire.STAT_DENIED);
            }
            case UNREADY -> {
                if (random().chance(50)) {
                    return OptionalInt.of(Wire.STAT_GRACE);
                }
            }
            case GOOD -> {}
        }
        InetAddress from = caller.remote().getAddress();
        int stat = Wire.STAT_DENIED;
        if (from.equals(client.serverAddress())) {
            for (App app : apps) {
                if (app.granted(call, network().senderBoots())) {
                    stat = Wire.STAT_GRANTED;
                }
            }
        }
        answered.put(call.cookie(), stat);
        return OptionalInt.of(stat);
    }

    private Answer notified(Caller caller, SmStatus status) {
        if (caller.remote().getAddress().isLoopbackAddress() && status.priv().equals(PRIV)) {
            recovery.serverRebooted(status.state());
        }
        return Answer.now(XdrEncodable.VOID);
    }
}
