package org.relock.tests.sim;

import java.net.InetAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.relock.lockd.journal.JournalOptions;

/**
 * Plays a script on the wiring that production uses, and writes down what came of each line. A line
 * is a command, and behind an arrow what it was answered and whom the server called back because of
 * it. What is empty or begins with # says something to people only.
 */
public final class Interaction implements AutoCloseable {

    private static final String ARROW = " -> ";

    /** Long enough for whatever was sent on the spot, too short for anything that waits. */
    private static final Duration MOMENT = Duration.ofMillis(50);

    private final SimWorld world = new SimWorld(1);
    private final SimLockServer server;
    private final Map<String, ScriptClient> clients = new TreeMap<>();
    private final List<ScriptClient.Callback> callbacks = new ArrayList<>();
    private final ScriptCalls calls;
    private boolean details;
    private int machines;

    private Interaction() {
        world.network().weather(Weather.STILL);
        world.scheduler().inOrder();
        SimNode machine =
                world.node("server.test", Hosts.address("10.0.0.1"), Hosts.address("10.0.1.1"));
        server = new SimLockServer(machine, JournalOptions.Force.ALWAYS);
        world.network().tap(new Announcements(machine));
        world.network().tap(new Duplicates(server));
        calls = new ScriptCalls(server);
        world.network().tap(calls);
    }

    /**
     * Plays a script.
     *
     * @return the same with the answers that were given this time
     */
    public static String play(String script) {
        try (Interaction play = new Interaction()) {
            return play.all(script);
        }
    }

    private String all(String script) {
        StringBuilder said = new StringBuilder();
        for (String line : script.split("\n", -1)) {
            try {
                said.append(line(line)).append('\n');
            } catch (RuntimeException e) {
                throw new IllegalStateException(
                        said + line + "\n" + e.getMessage() + "\n" + world.trace(), e);
            }
        }
        said.setLength(said.length() - 1);
        return said.toString();
    }

    @Override
    public void close() {
        server.close();
    }

    private String line(String line) {
        if (line.isBlank() || line.startsWith("#")) {
            return line;
        }
        int arrow = line.indexOf(ARROW);
        String command = arrow < 0 ? line : line.substring(0, arrow);
        callbacks.clear();
        List<String> answers = new ArrayList<>();
        String answer = command(new Words(command));
        world.run(MOMENT);
        if (!answer.isEmpty()) {
            answers.add(answer);
        }
        for (ScriptClient.Callback callback : callbacks) {
            answers.add(text(callback));
        }
        return answers.isEmpty()
                ? command.stripTrailing()
                : command + ARROW + String.join("; ", answers);
    }

    private String text(ScriptClient.Callback callback) {
        Wire.Claim claim = callback.call().claim();
        String text =
                "callback "
                        + callback.client().name()
                        + " "
                        + claim.offset()
                        + "+"
                        + claim.length()
                        + (claim.exclusive() ? " write" : " read");
        return details
                ? text
                        + " (v"
                        + callback.version()
                        + " "
                        + callback.caller().transport()
                        + " proc "
                        + callback.procedure()
                        + " from "
                        + callback.caller().remote().getAddress().getHostAddress()
                        + ")"
                : text;
    }

    private String command(Words words) {
        String first = words.next();
        switch (first) {
            case "start", "reboot", "crash", "kill" -> {
                new ScriptPower(server).does(first, words);
                return "";
            }
            case "advance" -> {
                world.run(ScriptCalls.duration(words.next()));
                return "";
            }
            case "details" -> {
                details = true;
                return "";
            }
            case "host" -> {
                host(words);
                return "";
            }
            case "held" -> {
                return ScriptState.held(server, ScriptCalls.file(words.next()));
            }
            case "waiting" -> {
                return ScriptState.waiting(server, ScriptCalls.file(words.next()));
            }
            case "watched" -> {
                return ScriptState.watched(server);
            }
            case "grace" -> {
                return ScriptState.grace(server);
            }
            default -> {
                return calls.does(client(first), words);
            }
        }
    }

    /** A client with an address that a script cares about, or with another client's. */
    private void host(Words words) {
        String name = words.next();
        SimNode node;
        if (words.take("on")) {
            node = client(words.next()).node();
        } else {
            InetAddress[] addresses = {Hosts.address(words.next())};
            node = world.node(name, addresses);
        }
        clients.put(name, new ScriptClient(node, name, callbacks::add));
    }

    private ScriptClient client(String name) {
        return clients.computeIfAbsent(
                name,
                any ->
                        new ScriptClient(
                                world.node(name, Hosts.address("10.0.2." + ++machines)),
                                name,
                                callbacks::add));
    }
}
