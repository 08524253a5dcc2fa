package org.relock.tests.sim;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.relock.state.nsm.Sm;
import org.relock.state.nsm.SmStatus;
import org.relock.state.nsm.StatChange;
import org.relock.state.rpc.RpcOutcome;
import org.relock.state.rpc.Transport;
import org.relock.state.xdr.MalformedXdrException;
import org.relock.state.xdr.Opaque;
import org.relock.state.xdr.XdrEncodable;
import org.relock.state.xdr.XdrReader;

/** What a script's clients do, and what they are answered. */
final class ScriptCalls implements SimNetwork.Tap {

    private static final List<String> STATS =
            List.of(
                    "GRANTED",
                    "DENIED",
                    "NOLOCKS",
                    "BLOCKED",
                    "GRACE",
                    "DEADLCK",
                    "ROFS",
                    "STALE_FH",
                    "FBIG",
                    "FAILED");

    private static final int HANDLE_BYTES = 32;

    /** Longer than the server may take to say that it cannot. */
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    private final SimLockServer server;
    private Optional<Runnable> again = Optional.empty();
    private Optional<byte[]> reply = Optional.empty();

    ScriptCalls(SimLockServer server) {
        this.server = server;
    }

    /** How a call is made. */
    private record Manner(
            int version, Transport transport, int address, String owner, String name) {}

    static Duration duration(String text) {
        int number = Integer.parseInt(text.substring(0, text.length() - 1));
        return switch (text.charAt(text.length() - 1)) {
            case 's' -> Duration.ofSeconds(number);
            case 'm' -> Duration.ofMinutes(number);
            default -> throw new IllegalArgumentException("how long is " + text);
        };
    }

    /** A file's handle: its name, and zeros. */
    static Opaque file(String name) {
        return Opaque.copyOf(Arrays.copyOf(name.getBytes(ISO_8859_1), HANDLE_BYTES));
    }

    String does(ScriptClient client, Words words) {
        String verb = words.next();
        return switch (verb) {
            case "answers" -> {
                String answer = words.next();
                client.answers(answer.equals("nothing") ? -1 : STATS.indexOf(answer));
                yield "";
            }
            case "restarts" -> {
                client.restart();
                yield "";
            }
            case "reboots" -> {
                client.restart();
                client.state(client.state() + 2);
                yield notice(client, client.name(), client.state());
            }
            case "says" -> notice(client, words.next(), words.number());
            case "forges" -> forged(client, words.next(), words.number());
            case "again" -> sentAgain();
            case "freeall" ->
                    answered(
                            client,
                            manner(client, words),
                            Wire.FREE_ALL,
                            new Wire(4).farewell(words.isEmpty() ? client.name() : words.next(), 0),
                            false);
            default -> lockCall(client, verb, words);
        };
    }

    private Manner manner(ScriptClient client, Words words) {
        Transport transport =
                words.option("over").orElse("udp").equals("tcp") ? Transport.TCP : Transport.UDP;
        return new Manner(
                Integer.parseInt(words.option("version").orElse("4")),
                transport,
                Integer.parseInt(words.option("to").orElse("1")),
                words.option("as").orElse("1"),
                words.option("named").orElse(client.name()));
    }

    private String lockCall(ScriptClient client, String verb, Words words) {
        Manner manner = manner(client, words);
        int state = Integer.parseInt(words.option("state").orElse("" + client.state()));
        boolean wait = words.flag("wait");
        boolean reclaim = words.flag("reclaim");
        Opaque file = file(words.next());
        Wire wire = new Wire(manner.version());
        Opaque cookie = client.cookie();
        if (verb.equals("share") || verb.equals("unshare")) {
            int access = Integer.parseInt(words.option("access").orElse("0"));
            int deny = Integer.parseInt(words.option("deny").orElse("0"));
            Wire.Claim claim = claim(manner, file, "0+0", false);
            int procedure = verb.equals("share") ? Wire.SHARE : Wire.UNSHARE;
            return answered(
                    client,
                    manner,
                    procedure,
                    wire.share(cookie, claim, deny, access, reclaim),
                    true);
        }
        String range = words.next();
        boolean exclusive = words.flag("write");
        words.flag("read");
        Wire.Claim claim = claim(manner, file, range, exclusive);
        if (!words.isEmpty()) {
            throw words.unclear();
        }
        return switch (verb) {
            case "lock" ->
                    answered(
                            client,
                            manner,
                            Wire.LOCK,
                            wire.lock(cookie, wait, claim, reclaim, state),
                            true);
            case "nmlock" ->
                    answered(
                            client,
                            manner,
                            Wire.NM_LOCK,
                            wire.lock(cookie, wait, claim, reclaim, 0),
                            true);
            case "test" -> answered(client, manner, Wire.TEST, wire.test(cookie, claim), true);
            case "cancel" ->
                    answered(client, manner, Wire.CANCEL, wire.cancel(cookie, wait, claim), true);
            case "unlock" ->
                    answered(client, manner, Wire.UNLOCK, wire.unlock(cookie, claim), true);
            default -> throw words.unclear();
        };
    }

    private static Wire.Claim claim(Manner manner, Opaque file, String range, boolean exclusive) {
        int plus = range.indexOf('+');
        // svid and oh are both of the owner, unless the script has them apart: 1/2@x.
        int slash = manner.owner().indexOf('/');
        String svid = slash < 0 ? manner.owner() : manner.owner().substring(0, slash);
        String oh =
                slash < 0
                        ? manner.owner() + "@" + manner.name()
                        : manner.owner().substring(slash + 1);
        return new Wire.Claim(
                manner.name(),
                file,
                Opaque.copyOf(oh.getBytes(ISO_8859_1)),
                Integer.parseInt(svid),
                Long.parseUnsignedLong(range.substring(0, plus)),
                Long.parseUnsignedLong(range.substring(plus + 1)),
                exclusive);
    }

    private String answered(
            ScriptClient client,
            Manner manner,
            int procedure,
            XdrEncodable arguments,
            boolean stat) {
        Optional<XdrReader> results =
                call(
                        client,
                        manner.transport(),
                        manner.address(),
                        Wire.PROGRAM,
                        manner.version(),
                        procedure,
                        arguments);
        if (results.isEmpty()) {
            return "silence";
        }
        if (!stat) {
            return "";
        }
        return stat(results.get(), procedure, manner.version());
    }

    private static String stat(XdrReader results, int procedure, int version) {
        try {
            results.opaque(1024);
            int number = results.i32();
            String text = STATS.get(number);
            if (procedure != Wire.TEST || number != Wire.STAT_DENIED) {
                return text;
            }
            boolean exclusive = results.bool();
            int svid = results.i32();
            String oh = new String(results.opaque(1024).toBytes(), ISO_8859_1);
            long offset = version == 4 ? results.i64() : Integer.toUnsignedLong(results.i32());
            long length = version == 4 ? results.i64() : Integer.toUnsignedLong(results.i32());
            return text
                    + " by "
                    + oh
                    + " svid "
                    + svid
                    + " "
                    + Long.toUnsignedString(offset)
                    + "+"
                    + Long.toUnsignedString(length)
                    + (exclusive ? " write" : " read");
        } catch (MalformedXdrException e) {
            throw new Violation("results that are none: " + e.getMessage());
        }
    }

    /** Tells the server's statd of a reboot, as the client's sm-notify would. */
    private String notice(ScriptClient client, String name, int state) {
        StatChange change = new StatChange(name, state);
        boolean heard =
                call(client, Transport.UDP, 1, Sm.PROGRAM, Sm.VERSION, Sm.NOTIFY, change)
                        .isPresent();
        return heard ? "" : "silence";
    }

    /** Tells lockd itself of a reboot, as only its statd may. */
    private String forged(ScriptClient client, String name, int state) {
        Opaque priv = Opaque.copyOf(new byte[Sm.PRIV_BYTES]);
        call(
                client,
                Transport.UDP,
                1,
                Wire.PROGRAM,
                4,
                Wire.SM_NOTIFY,
                new SmStatus(name, state, priv));
        return "";
    }

    private Optional<XdrReader> call(
            ScriptClient client,
            Transport transport,
            int address,
            int program,
            int version,
            int procedure,
            XdrEncodable arguments) {
        SimNode node = server.node();
        int port = SimRpcbind.port(node, program, version, transport);
        if (port == 0) {
            return Optional.empty();
        }
        Endpoint to = new Endpoint(node, node.addresses().get(address - 1), port);
        CompletableFuture<RpcOutcome> outcome =
                client.call(transport, to, program, version, procedure, arguments);
        SimWorld world = node.world();
        long until = world.scheduler().now() + PATIENCE.toNanos();
        while (!outcome.isDone() && world.step(until)) {
            // The step is all there is to do.
        }
        return outcome.getNow(RpcOutcome.Silence.INSTANCE) instanceof RpcOutcome.Success success
                ? Optional.of(success.results())
                : Optional.empty();
    }

    /** The network brings the last call of anybody once more. */
    private String sentAgain() {
        reply = Optional.empty();
        again.orElseThrow().run();
        server.node().world().run(Duration.ofMillis(10));
        return reply.map(message -> STATS.get(Rpc.stat(message))).orElse("silence");
    }

    @Override
    public void sent(Transport transport, Endpoint from, Endpoint to, byte[] message) {
        if (from.node() == server.node() && Rpc.call(message).isEmpty()) {
            reply = Optional.of(message);
        } else if (to.node() == server.node()
                && from.node() != server.node()
                && Rpc.call(message).filter(call -> call.program() == Wire.PROGRAM).isPresent()
                && ByteBuffer.wrap(message).getInt(20) != Wire.GRANTED_RES) {
            again = Optional.of(() -> from.node().world().network().datagram(from, to, message));
        }
    }

    @Override
    public Runnable arrives(Transport transport, Endpoint from, Endpoint to, byte[] message) {
        return () -> {};
    }
}
