package org.relock.tests.nlm;

import java.io.IOException;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import org.relock.state.xdr.Opaque;

/** Everything a check needs: the server, fresh clients, fresh files, and what else we may do. */
final class Stage implements AutoCloseable {

    private final Options options;
    private final Addresses addresses;
    private final Addresses addresses6;
    private final List<Client> clients = new ArrayList<>();
    private final Optional<ScriptedStatd> statd;
    private Optional<Files3> files = Optional.empty();
    private int tcpPort;
    private int udpPort;

    Stage(Options options) {
        this.options = options;
        this.addresses = new Addresses(options.firstClient);
        this.addresses6 = new Addresses(options.firstClient6);
        this.statd = options.serverPid.map(pid -> new ScriptedStatd(new ServerSide(pid)));
        tcpPort = options.port;
        udpPort = options.port;
    }

    /** Starts the server, if that is ours to do, and returns when it serves. */
    void up() {
        if (options.hook.isPresent()) {
            hook("start");
        }
        until("the server answers", this::answers);
        if (options.port == 0) {
            tcpPort = lookUp(Transport.TCP);
            udpPort = lookUp(Transport.UDP);
        }
        files =
                Optional.of(
                        options.export
                                .<Files3>map(
                                        path ->
                                                new ExportedFiles(
                                                        addresses.deal(), options.server, path))
                                .orElseGet(OpaqueFiles::new));
    }

    private int lookUp(Transport transport) {
        return PortQuestion.port(addresses.deal(), options.server, Nlm.PROGRAM, 4, transport);
    }

    boolean answers() {
        if (options.port == 0) {
            return lookUp(Transport.TCP) != 0;
        }
        try (Client probe = new Client(this, addresses.deal(), "probe.test")) {
            Call call = probe.v4().call(Nlm.NULL, new byte[0]);
            return probe.v4().link().ask(call, Duration.ofSeconds(2)).isPresent();
        } catch (RuntimeException | AssertionError e) {
            // Not yet; it is asked again.
            return false;
        }
    }

    /** Calls the hook that starts and stops the server; it returns when that is done. */
    void hook(String verb) {
        String command = options.hook.orElseThrow(() -> new CheckSkipped("needs --hook"));
        try {
            int status =
                    new ProcessBuilder("sh", "-c", command + " " + verb)
                            .inheritIO()
                            .start()
                            .waitFor();
            if (status != 0) {
                throw new IllegalStateException("the hook failed: " + verb);
            }
        } catch (IOException | InterruptedException e) {
            throw new IllegalStateException("the hook: " + verb, e);
        }
    }

    /** Whether the server still serves; it is given the time to answer. */
    boolean isUp() {
        try {
            until("the server answers", this::answers);
            return true;
        } catch (CheckFailed e) {
            // It does not.
            return false;
        }
    }

    /** Starts the server anew, if it is to know nothing of what other checks did. */
    void freshen() {
        if (options.fresh) {
            restart("kill", 0);
        }
    }

    /** Starts a server again that died or hangs, where that is ours to do. */
    void revive() {
        if (options.hook.isPresent()) {
            restart("kill", 0);
        }
    }

    /** Kills and starts the server, or reboots its host as far as it can tell. */
    void restart(String how, int graceSeconds) {
        hook(how);
        hook("start " + graceSeconds);
        until("the server answers again", this::answers);
    }

    ScriptedStatd statd() {
        return statd.orElseThrow(() -> new CheckSkipped("needs --server-pid"));
    }

    boolean hasStatd() {
        return statd.isPresent();
    }

    ServerSide side() {
        return new ServerSide(
                options.serverPid.orElseThrow(() -> new CheckSkipped("needs --server-pid")));
    }

    Files3 files() {
        return files.orElseThrow();
    }

    Opaque file() {
        return files().fresh();
    }

    int port(Transport transport) {
        return transport == Transport.TCP ? tcpPort : udpPort;
    }

    InetAddress server() {
        return options.server;
    }

    /** Returns the server's address of the same family. */
    InetAddress serverFor(InetAddress client) {
        return client instanceof Inet6Address ? six() : options.server;
    }

    InetAddress second() {
        return options.second.orElseThrow(() -> new CheckSkipped("needs --also"));
    }

    InetAddress six() {
        return options.six.orElseThrow(() -> new CheckSkipped("needs --six"));
    }

    List<Integer> versions() {
        return options.versions;
    }

    int rounds() {
        return options.rounds;
    }

    /** Goes on only if checks may take minutes. */
    void takesLong() {
        if (!options.takeLong) {
            throw new CheckSkipped("takes minutes; needs --long");
        }
    }

    /** Returns a bound of time as far as this machine can keep it. */
    Duration within(long millis) {
        return Duration.ofMillis(millis * options.slack);
    }

    Client client() {
        return at(addresses.deal());
    }

    Client client6() {
        return at(addresses6.deal());
    }

    InetAddress address() {
        return addresses.deal();
    }

    private Client at(InetAddress address) {
        String numeric = address.getHostAddress();
        String name =
                options.numericNames
                        ? numeric
                        : "c-" + numeric.replace('.', '-').replace(':', '-') + ".nlm.test";
        return keep(new Client(this, address, name));
    }

    Client keep(Client client) {
        clients.add(client);
        return client;
    }

    /** Takes the clients of one check away, with what they hold. */
    void clear() {
        for (Client client : clients) {
            client.close();
        }
        clients.clear();
        statd.ifPresent(played -> played.asked().clear());
    }

    /** Waits until something is so that cannot tell us. */
    void until(String what, BooleanSupplier there) {
        Inbox<Object> nothing = new Inbox<>();
        long end = System.nanoTime() + Duration.ofSeconds(20).toNanos();
        while (!there.getAsBoolean()) {
            if (System.nanoTime() > end) {
                throw new CheckFailed("waited in vain until " + what);
            }
            nothing.take(Duration.ofMillis(20));
        }
    }

    @Override
    public void close() {
        clear();
        if (options.hook.isPresent()) {
            hook("stop");
        }
        statd.ifPresent(ScriptedStatd::close);
    }
}
