package org.relock.tests.interop;

import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.relock.state.rpc.CallSource;
import org.relock.state.rpc.ReservedPorts;
import org.relock.state.rpc.RpcCallLoop;
import org.relock.state.rpc.SourcePort;
import org.relock.state.rpc.UdpCalls;
import org.relock.state.rpcbind.Portmapper;
import org.relock.state.rpcbind.Registration;
import org.relock.state.rpcbind.RpcService;
import org.relock.state.rpcbind.Rpcbind;
import org.relock.state.rpcbind.RpcbindException;
import org.relock.state.rpcbind.RpcbindPolicy;

/** What a test has run on a {@link PrivateHost}: our side of rpcbind, as a program. */
public final class RpcbindCommand {

    private static final int PROGRAM = 100024;
    private static final Duration CHECK = Duration.ofMillis(100);

    private RpcbindCommand() {}

    /** Does what the first word says, and undoes it at the end of standard input. */
    public static void main(String[] words) throws Exception {
        switch (words[0]) {
            case "register" -> register(words[1], Integer.parseInt(words[2]));
            case "probe" -> say(Rpcbind.OF_THIS_HOST.probe(PROGRAM, 1).toString());
            case "reserved" -> reserved();
            case "clear" -> {
                Registration.clear(Rpcbind.OF_THIS_HOST, PROGRAM, 1);
                say("cleared");
            }
            case "portmapper" -> {
                try (Portmapper portmapper = Portmapper.open()) {
                    portmapper.start();
                    say("serving");
                    waitForTheEnd();
                }
            }
            default -> throw new IllegalArgumentException(words[0]);
        }
    }

    /** Binds a reserved port, if there is one to be had. */
    private static void reserved() throws Exception {
        CallSource source = CallSource.ANY.at(new SourcePort.Reserved(ReservedPorts.ofThisHost()));
        try (RpcCallLoop loop = RpcCallLoop.open("reserved")) {
            UdpCalls calls = loop.udp(source);
            say(calls.source().getPort() + " " + calls.notice().orElse("reserved"));
        }
    }

    private static void register(String policy, int port) throws Exception {
        List<RpcService> services =
                Stream.of("udp", "tcp", "udp6", "tcp6")
                        .map(netid -> new RpcService(PROGRAM, 1, netid, port))
                        .toList();
        try (Registration registration =
                Registration.start(
                        Rpcbind.OF_THIS_HOST, services, RpcbindPolicy.valueOf(policy), CHECK)) {
            say("started " + registration.problems());
            waitForTheEnd();
        } catch (RpcbindException e) {
            say(e.kind() + " " + e.getMessage());
            return;
        }
        say("closed");
    }

    private static void waitForTheEnd() throws Exception {
        while (System.in.read() >= 0) {
            // Only the end matters.
        }
    }

    private static void say(String line) {
        System.out.println(line);
    }
}
