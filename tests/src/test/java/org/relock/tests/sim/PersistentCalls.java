package org.relock.tests.sim;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.relock.state.rpc.RpcCall;
import org.relock.state.rpc.RpcCalls;
import org.relock.state.rpc.RpcOutcome;
import org.relock.state.rpc.Transport;
import org.relock.state.rpcbind.PortLookup;
import org.relock.state.rpcbind.RemotePort;
import org.relock.state.xdr.XdrEncodable;
import org.relock.state.xdr.XdrReader;

/**
 * Calls as a hard mount makes them: again and again until there is an answer. A try is given up,
 * and with it its xid, only when no copy of it can be on its way any more.
 */
final class PersistentCalls {

    private static final List<Duration> AGAIN =
            List.of(Duration.ofSeconds(1), Duration.ofSeconds(2));
    private static final Duration PATIENCE = Weather.OLDEST_DATAGRAM.plusSeconds(1);
    private static final Duration PAUSE = Duration.ofSeconds(1);

    private record Service(int program, int version) {}

    private final SimProcess process;
    private final InetAddress server;
    private final Transport transport;
    private final RpcCalls calls;
    private final RpcCalls questions;
    private final Map<Service, Integer> ports = new HashMap<>();

    PersistentCalls(
            SimProcess process, InetAddress source, InetAddress server, Transport transport) {
        this.process = process;
        this.server = server;
        this.transport = transport;
        calls =
                transport == Transport.UDP
                        ? new SimUdpCalls(process, source, true)
                        : new SimTcpCalls(process, source);
        questions = new SimUdpCalls(process, source, false);
    }

    /** Calls until there are results. */
    void call(
            int program,
            int version,
            int procedure,
            XdrEncodable arguments,
            Consumer<XdrReader> results) {
        Service service = new Service(program, version);
        Integer port = ports.get(service);
        if (port == null) {
            ask(service, () -> call(program, version, procedure, arguments, results));
            return;
        }
        InetSocketAddress to = new InetSocketAddress(server, port);
        var unused =
                calls.call(new RpcCall(to, program, version, procedure, arguments), AGAIN, PATIENCE)
                        .thenAccept(
                                outcome -> {
                                    if (outcome instanceof RpcOutcome.Success success) {
                                        results.accept(success.results());
                                        return;
                                    }
                                    if (outcome instanceof RpcOutcome.Refused refused
                                            && refused.status().startsWith("GARBAGE")) {
                                        throw new Violation(refused.status() + " for " + procedure);
                                    }
                                    ports.remove(service);
                                    process.after(
                                            PAUSE,
                                            () ->
                                                    call(
                                                            program, version, procedure, arguments,
                                                            results));
                                });
    }

    /** Asks anew where a service is, the next time it is called. */
    void lookAgain(int program, int version) {
        ports.remove(new Service(program, version));
    }

    /** Sends a call that has no reply, once. */
    void tell(int program, int version, int procedure, XdrEncodable arguments) {
        tell(program, version, procedure, arguments, () -> {});
    }

    /** The same, and runs {@code sent} when it has been sent. */
    void tell(int program, int version, int procedure, XdrEncodable arguments, Runnable sent) {
        Service service = new Service(program, version);
        Integer port = ports.get(service);
        if (port == null) {
            ask(service, () -> tell(program, version, procedure, arguments, sent));
            return;
        }
        sent.run();
        InetSocketAddress to = new InetSocketAddress(server, port);
        var unused =
                calls.call(
                                new RpcCall(to, program, version, procedure, arguments),
                                List.of(),
                                PATIENCE)
                        .thenAccept(
                                outcome -> {
                                    if (outcome instanceof RpcOutcome.Unreachable) {
                                        ports.remove(service);
                                    }
                                });
    }

    private void ask(Service service, Runnable then) {
        var unused =
                PortLookup.ask(
                                questions,
                                server,
                                service.program(),
                                service.version(),
                                transport,
                                AGAIN,
                                PATIENCE)
                        .thenAccept(
                                answer -> {
                                    if (answer instanceof RemotePort.Port port) {
                                        ports.put(service, port.number());
                                        then.run();
                                    } else {
                                        process.after(PAUSE, () -> ask(service, then));
                                    }
                                });
    }
}
