package org.relock.tests.sim;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import org.relock.state.rpc.Answer;
import org.relock.state.rpc.Caller;
import org.relock.state.rpc.Dispatcher;
import org.relock.state.rpc.Gate;
import org.relock.state.rpc.Program;
import org.relock.state.rpc.RpcCall;
import org.relock.state.rpc.RpcOutcome;
import org.relock.state.rpc.Transport;
import org.relock.state.xdr.Opaque;
import org.relock.state.xdr.XdrEncodable;
import org.relock.state.xdr.XdrWriter;

/** A client that does what a script says, word for word. */
final class ScriptClient {

    private static final Duration PATIENCE = Duration.ofSeconds(4);

    /** A GRANTED that came. */
    record Callback(ScriptClient client, Granted call, int version, int procedure, Caller caller) {}

    private final SimNode node;
    private final String name;
    private final Consumer<Callback> heard;
    private final Map<Transport, SimCalls> calls = new HashMap<>();
    private SimProcess process;
    private int state = 1;
    private int cookies;

    /** What it answers to a GRANTED; nothing at all if negative. */
    private int answer = Wire.STAT_GRANTED;

    ScriptClient(SimNode node, String name, Consumer<Callback> heard) {
        this.node = node;
        this.name = name;
        this.heard = heard;
        boot();
    }

    /** A machine may have several of them, as containers do. */
    private void boot() {
        if (!node.up()) {
            node.boot();
        }
        start();
    }

    private void start() {
        process = node.start("nlm of " + name);
        calls.put(Transport.UDP, new SimUdpCalls(process, node.address(), true));
        calls.put(Transport.TCP, new SimTcpCalls(process, node.address()));
        List<Program> programs = new ArrayList<>();
        for (int version : List.of(1, 3, 4)) {
            programs.add(
                    new Program(Wire.PROGRAM, version)
                            .procedure(
                                    Wire.GRANTED,
                                    "GRANTED",
                                    Granted.decoder(version),
                                    (caller, call) -> granted(caller, call, version))
                            .procedure(
                                    Wire.GRANTED_MSG,
                                    "GRANTED_MSG",
                                    Granted.decoder(version),
                                    (caller, call) -> grantedMessage(caller, call, version)));
        }
        SimServer.start(process, new Dispatcher(programs, Gate.OPEN));
    }

    SimNode node() {
        return node;
    }

    String name() {
        return name;
    }

    int state() {
        return state;
    }

    void state(int now) {
        state = now;
    }

    void answers(int stat) {
        answer = stat;
    }

    /** Its lock service ends and begins again, on another port. */
    void restart() {
        process.end();
        start();
    }

    Opaque cookie() {
        return Opaque.copyOf(new XdrWriter(8).i32(++cookies).toBytes());
    }

    /** Calls a procedure of a program at an address of the server. */
    CompletableFuture<RpcOutcome> call(
            Transport transport,
            Endpoint to,
            int program,
            int version,
            int procedure,
            XdrEncodable arguments) {
        RpcCall call =
                new RpcCall(
                        new InetSocketAddress(to.address(), to.port()),
                        program,
                        version,
                        procedure,
                        arguments);
        return calls.get(transport).call(call, List.of(), PATIENCE);
    }

    InetAddress address() {
        return node.address();
    }

    private Answer granted(Caller caller, Granted call, int version) {
        heard.accept(new Callback(this, call, version, Wire.GRANTED, caller));
        return answer < 0
                ? Answer.none()
                : Answer.now(new Wire(version).result(call.cookie(), answer));
    }

    private Answer grantedMessage(Caller caller, Granted call, int version) {
        heard.accept(new Callback(this, call, version, Wire.GRANTED_MSG, caller));
        if (answer >= 0) {
            SimNode server =
                    node.world().network().owner(node, caller.remote().getAddress()).orElseThrow();
            int port = SimRpcbind.port(server, Wire.PROGRAM, version, caller.transport());
            RpcCall result =
                    new RpcCall(
                            new InetSocketAddress(caller.remote().getAddress(), port),
                            Wire.PROGRAM,
                            version,
                            Wire.GRANTED_RES,
                            new Wire(version).result(call.cookie(), answer));
            var unused = calls.get(caller.transport()).tell(result, PATIENCE);
        }
        return Answer.none();
    }
}
