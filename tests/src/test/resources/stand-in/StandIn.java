package org.relock.standin;

import java.io.FileInputStream;
import java.io.IOException;
import java.net.DatagramSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.CountDownLatch;
import org.relock.state.os.Daemon;
import org.relock.state.os.Privileges;
import org.relock.state.os.Signals;

/**
 * A program for the launcher to start, in place of the daemons. The arguments from {@code out=} on
 * are orders, carried out in turn; answers go line by line into the file that it names.
 */
public final class StandIn {

    private static Path out;

    public static void main(String[] arguments) throws Exception {
        for (String order : arguments) {
            if (out != null || order.startsWith("out=")) {
                int equals = order.indexOf('=');
                String word = equals < 0 ? order : order.substring(0, equals);
                String value = order.substring(equals + 1);
                carryOut(word, value, arguments);
            }
        }
    }

    private static void carryOut(String word, String value, String[] arguments) throws Exception {
        switch (word) {
            case "out" -> out = Path.of(value);
            case "arguments" -> say(String.join("|", arguments));
            case "ready" -> Daemon.ready();
            case "awaited" -> say("awaited " + Daemon.isAwaited());
            case "wait-for" -> new FileInputStream(value).read();
            case "exit" -> Daemon.failed(Integer.parseInt(value));
            case "throw" -> throw new IOException("thrown as told");
            case "die" -> {
                long self = ProcessHandle.current().pid();
                new ProcessBuilder("/bin/kill", "-KILL", Long.toString(self)).start();
                hold();
            }
            case "drop" -> say(Privileges.dropToOwnerOf(Path.of(value)).name());
            case "bind" -> bind(Integer.parseInt(value));
            case "on" -> {
                boolean heard = Signals.on(Signals.Kind.valueOf(value), () -> say("got " + value));
                say(value + " " + heard);
            }
            case "say" -> say(value);
            case "load" -> Class.forName(value);
            case "hold" -> hold();
            default -> throw new IllegalArgumentException(word);
        }
    }

    private static void bind(int port) throws Exception {
        String[] how = new String[1];
        Thread later =
                new Thread(
                        () -> {
                            try (DatagramSocket socket = new DatagramSocket(port)) {
                                how[0] = "bound";
                            } catch (IOException e) {
                                how[0] = e.toString();
                            }
                        });
        later.start();
        later.join();
        say(how[0]);
    }

    private static void hold() throws InterruptedException {
        Signals.on(Signals.Kind.TERM, () -> System.exit(0));
        say("holding");
        new CountDownLatch(1).await();
    }

    private static synchronized void say(String line) {
        try {
            Files.write(
                    out,
                    (line + "\n").getBytes(StandardCharsets.ISO_8859_1),
                    StandardOpenOption.CREATE,
                    StandardOpenOption.APPEND);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }
}
