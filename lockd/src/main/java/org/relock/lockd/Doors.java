package org.relock.lockd;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import org.relock.state.rpc.Program;
import org.relock.state.rpc.RpcServer;
import org.relock.state.rpc.ServerConfig;
import org.relock.state.rpcbind.RpcService;

/** Where requests come in: a server for each pair of ports. */
final class Doors implements AutoCloseable {

    private record Door(String name, RpcServer server, List<Program> programs) {}

    private final List<Door> doors = new ArrayList<>();

    /**
     * Opens one more; nothing is read from the network yet.
     *
     * @param udp 0 for a port of the system's choice
     * @param tcp likewise
     * @param usual limits, gate and cache
     * @throws IOException if a port is taken
     */
    void open(String name, int udp, int tcp, List<Program> programs, ServerConfig usual)
            throws IOException {
        ServerConfig config =
                new ServerConfig(
                        name,
                        programs,
                        List.of(),
                        OptionalInt.of(udp),
                        OptionalInt.of(tcp),
                        usual.loops(),
                        usual.gate(),
                        usual.limits(),
                        usual.replies());
        doors.add(new Door(name, RpcServer.open(config), List.copyOf(programs)));
    }

    /** Returns the names and ports, for a log. */
    String whereabouts() {
        StringBuilder text = new StringBuilder();
        for (Door door : doors) {
            text.append(text.length() == 0 ? "" : ", ").append(door.name()).append(" at ");
            RpcServer.Ports ports = door.server().ports();
            ports.udp().ifPresent(port -> text.append("UDP ").append(port));
            ports.tcp().ifPresent(port -> text.append(" and TCP ").append(port));
        }
        return text.toString();
    }

    /** Begins to answer at all of them. */
    void start() {
        for (Door door : doors) {
            door.server().start();
        }
    }

    /** Returns where the first one is. */
    RpcServer.Ports first() {
        return doors.get(0).server().ports();
    }

    /** Returns what rpcbind shall know. */
    List<RpcService> services() {
        List<RpcService> services = new ArrayList<>();
        for (Door door : doors) {
            RpcServer.Ports ports = door.server().ports();
            for (Program program : door.programs()) {
                ports.udp().ifPresent(port -> services.add(service(program, "udp", port)));
                ports.tcp().ifPresent(port -> services.add(service(program, "tcp", port)));
                if (ports.ipv6()) {
                    ports.udp().ifPresent(port -> services.add(service(program, "udp6", port)));
                    ports.tcp().ifPresent(port -> services.add(service(program, "tcp6", port)));
                }
            }
        }
        return services;
    }

    private static RpcService service(Program program, String netid, int port) {
        return new RpcService(program.number(), program.version(), netid, port);
    }

    /** Closes all at the same time, as each may wait for answers that are under way. */
    @Override
    public void close() {
        List<Thread> closing = new ArrayList<>();
        for (Door door : doors) {
            Thread thread = new Thread(door.server()::close, "closing");
            thread.start();
            closing.add(thread);
        }
        for (Thread thread : closing) {
            try {
                thread.join();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return;
            }
        }
    }
}
