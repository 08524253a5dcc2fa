package org.relock.tests.names;

import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.relock.state.names.NameLimits;
import org.relock.state.names.SystemNames;

/**
 * The half of {@link LibraryNamesTest} that runs in namespaces of its own, as a program: it prints
 * what it finds and judges nothing.
 */
final class LookupRun {

    /** Little patience and little memory, so that a test need not wait. */
    private static final NameLimits HASTY =
            new NameLimits(
                    Duration.ofMillis(300),
                    4,
                    16,
                    256,
                    Duration.ofSeconds(10),
                    16,
                    Duration.ofSeconds(60),
                    Duration.ofMillis(1));

    private LookupRun() {}

    public static void main(String[] arguments) throws IOException, InterruptedException {
        switch (arguments[0]) {
            case "hosts" -> hosts();
            case "silent" -> silentServer();
            case "slow" -> slowServer();
            case "moved" -> movedServer(Path.of(arguments[1]));
            default -> throw new IllegalArgumentException(arguments[0]);
        }
    }

    private static void hosts() {
        try (SystemNames names = new SystemNames()) {
            for (String name :
                    List.of(
                            "peer.example.test",
                            "peer",
                            "PEER",
                            "alias",
                            "10.9.0.2",
                            "2001:db8::2",
                            "::ffff:10.9.0.2",
                            "multi",
                            "10.9.0.3",
                            "2001:db8::3",
                            "10.9.0.4",
                            "nosuch")) {
                System.out.println(
                        name
                                + " "
                                + names.canonical(name).join().orElse("-")
                                + " "
                                + texts(names.addresses(name).join()));
            }
        }
    }

    /** The deadline passes while the server keeps the question; then it answers after all. */
    private static void silentServer() throws IOException, InterruptedException {
        try (NameServer server = new NameServer(Duration.ZERO);
                SystemNames names = new SystemNames(HASTY)) {
            server.host("dead.example.test", "10.9.0.7");
            server.silent(true);
            for (int i = 0; i < HASTY.threads(); i++) {
                System.out.println(names.canonical("dead" + i + ".example.test").join());
            }
            System.out.println(names.canonical("10.9.0.7").join());
            System.out.println(names.canonical("dead.example.test").join());
            server.asked.acquire(); // it was a question that went unanswered
            System.out.println(names.canonical("peer").join()); // of the hosts file
            server.silent(false);
            Optional<String> late = Optional.empty();
            while (late.isEmpty()) {
                late = names.canonical("dead.example.test").join();
            }
            System.out.println(late);
        }
    }

    private static void slowServer() throws IOException {
        try (NameServer server = new NameServer(Duration.ofMillis(5));
                SystemNames names = new SystemNames()) {
            List<CompletableFuture<Optional<String>>> answers = new ArrayList<>();
            for (int i = 1; i <= 100; i++) {
                server.host("host" + i + ".example.test", "10.9.1." + i);
                answers.add(names.canonical("host" + i + ".example.test"));
                answers.add(names.canonical("10.9.1." + i));
            }
            int wrong = 0;
            for (int i = 0; i < answers.size(); i++) {
                String name = "host" + (i / 2 + 1) + ".example.test";
                wrong += answers.get(i).join().equals(Optional.of(name)) ? 0 : 1;
            }
            System.out.println(answers.size() + " answers, wrong: " + wrong);
            // What a stranger can write into his reverse zone.
            server.pointer("1.2.9.10", "10.9.0.2");
            server.pointer("2.2.9.10", "a/b");
            server.pointer("3.2.9.10", "two words");
            for (int i = 1; i <= 3; i++) {
                System.out.println(names.canonical("10.9.2." + i).join());
            }
        }
    }

    /** The C library reads a changed resolv.conf again by itself. */
    private static void movedServer(Path resolvConf) throws IOException {
        Files.writeString(resolvConf, "nameserver 127.0.0.9\noptions attempts:1\n");
        try (NameServer server = new NameServer(Duration.ZERO);
                SystemNames names = new SystemNames(HASTY)) {
            server.host("far.example.test", "10.9.0.8");
            System.out.println(names.canonical("far.example.test").join());
            Files.writeString(resolvConf, "nameserver 127.0.0.1\noptions attempts:2\n");
            Optional<String> found = Optional.empty();
            while (found.isEmpty()) {
                found = names.canonical("far.example.test").join();
            }
            System.out.println(found);
        }
    }

    private static String texts(List<InetAddress> addresses) {
        return addresses.stream().map(InetAddress::getHostAddress).sorted().toList().toString();
    }
}
