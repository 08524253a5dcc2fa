package org.relock.tests.smnotify;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.relock.state.names.SystemNames;
import org.relock.state.notify.LeftOver;
import org.relock.state.store.NsmDirectory;
import org.relock.tests.Await;
import org.relock.tests.smnotify.ScriptedPeer.Way;

/**
 * The half of {@link SmNotifyProgramTest} that runs in namespaces of its own, as a program: it
 * prints what happens and judges nothing.
 */
final class Stories {

    private static final String PEER = "127.0.0.2";
    private static final String OTHER = "127.0.0.3";
    private static final String US = "us.example.test";
    private static final Path CONF = Path.of("/etc/nfs.conf");

    private Stories() {}

    public static void main(String[] arguments) throws IOException, InterruptedException {
        switch (arguments[0]) {
            case "nobody" -> nobody();
            case "told" -> told();
            case "again" -> again();
            case "bytes" -> bytes();
            case "sources" -> sources();
            case "badSources" -> badSources();
            case "gone" -> gone();
            case "addresses" -> addresses();
            case "unreadable" -> unreadable();
            case "forged" -> forged();
            case "cluster" -> cluster();
            case "together" -> together();
            case "marks" -> marks();
            case "usage" -> usage();
            case "lateAddress" -> lateAddress();
            case "privileges" -> privileges();
            case "unprivileged" -> unprivileged();
            case "silentNames" -> silentNames();
            case "leftOver" -> leftOver();
            case "background" -> background(arguments[1]);
            default -> throw new IllegalArgumentException(arguments[0]);
        }
        System.exit(0);
    }

    private static void nobody() throws IOException, InterruptedException {
        NotifyHost host = new NotifyHost(NotifyHost.USUAL);
        Files.writeString(CONF, "[sm-notify]\nlift-grace=n\n");
        host.run("-d").show();
        System.out.println("mark " + Files.exists(Path.of("/run/sm-notify.pid")));
        Files.writeString(CONF, "");
        host.run("-d", "-f").show();
    }

    private static void told() throws IOException, InterruptedException {
        ScriptedPeer peer = new ScriptedPeer(PEER, Way.WELL);
        ScriptedPeer tcp = new ScriptedPeer(OTHER, Way.TCP_ONLY);
        NotifyHost host =
                new NotifyHost(NotifyHost.USUAL)
                        .monitors(PEER, US, "short", "10.0.0.9")
                        .monitors(OTHER, "tcp.example.test");
        host.run("-d").show();
        // Notices of different records may overtake each other; the two of one record may not.
        List<String> heard = peer.heard();
        String fullName = US + " 7 from 127.0.0.1 reserved";
        String shortName = "us 7 from 127.0.0.1 reserved";
        heard.stream().sorted().forEach(System.out::println);
        System.out.println(
                "full name first " + (heard.indexOf(fullName) < heard.indexOf(shortName)));
        NotifyHost.show(tcp);
        host.state(0x7fffffff).monitors(PEER, "wrapped").run("-d", "-f").show();
        NotifyHost.show(peer);
    }

    private static void again() throws IOException, InterruptedException {
        ScriptedPeer peer = new ScriptedPeer(PEER, Way.WELL);
        NotifyHost host = new NotifyHost(NotifyHost.USUAL);
        host.run("-d");
        host.monitors(PEER, "second").run("-d").show();
        host.run("-d", "-n").show();
        NotifyHost.show(peer);
        host.monitors(PEER, "third").run("-d", "-f").show();
        NotifyHost.show(peer);
    }

    private static void bytes() throws IOException, InterruptedException {
        ScriptedPeer peer = new ScriptedPeer(PEER, Way.WELL);
        new NotifyHost(NotifyHost.USUAL).monitors(PEER, "short").run("-d", "-p", "5055");
        System.out.println(peer.lastBytes());
        NotifyHost.show(peer);
    }

    private static void sources() throws IOException, InterruptedException {
        ScriptedPeer peer = new ScriptedPeer(PEER, Way.WELL);
        NotifyHost host = new NotifyHost(NotifyHost.USUAL).monitors(PEER, US);
        host.run("-d", "-v", "127.0.0.100");
        NotifyHost.show(peer);
        host.monitors(PEER, US).run("-df", "-v", "vip.example.test");
        NotifyHost.show(peer);
        host.monitors(PEER, US).run("-df", "-v127.0.0.100", "-v", "127.0.0.101");
        peer.heard().stream().sorted().forEach(System.out::println);
        host.monitors(PEER, US).run("-df", "--announce-address", "-v", "127.0.0.102");
        NotifyHost.show(peer);
        host.show();
    }

    private static void badSources() throws IOException, InterruptedException {
        new ScriptedPeer(PEER, Way.WELL);
        NotifyHost host = new NotifyHost(NotifyHost.USUAL).monitors(PEER, US);
        host.run("-v", "127.0.0.102").show();
        host.run("-v", "nowhere.example.test").show();
        host.run("-v", "away.example.test").show();
        host.run("-d", "-v", "10.77.0.1").show();
        System.out.println("mark " + Files.exists(Path.of("/run/sm-notify.pid")));
        host.run("-d").show();
    }

    private static void gone() throws IOException, InterruptedException {
        ScriptedPeer peer = new ScriptedPeer(PEER, Way.WELL);
        ScriptedPeer other = new ScriptedPeer(OTHER, Way.SILENT);
        NotifyHost host = new NotifyHost(NotifyHost.USUAL).monitors(PEER, "a").monitors(OTHER, "b");
        host.run("-d", "-m", "5s").show();
        NotifyHost.show(peer);
        // Once or a few times, as the clock will have it.
        other.heard().stream().distinct().forEach(System.out::println);
        other.become(Way.WELL);
        host.run("-d", "-f").show();
        NotifyHost.show(peer, other);
    }

    private static void addresses() throws IOException, InterruptedException {
        ScriptedPeer peer = new ScriptedPeer(OTHER, Way.WELL);
        new NotifyHost(NotifyHost.USUAL).monitors("both.example.test", "us").run("-d").show();
        NotifyHost.show(peer);
    }

    private static void unreadable() throws IOException, InterruptedException {
        ScriptedPeer peer = new ScriptedPeer(PEER, Way.WELL);
        NotifyHost host = new NotifyHost(NotifyHost.USUAL);
        Files.delete(Path.of("/var/lib/nfs/sm.bak"));
        host.run("-df").show();
        Files.writeString(Path.of("/run/proc/fs/lockd/nlm_end_grace"), "");
        Files.writeString(Path.of("/var/lib/nfs/sm/bad"), "no record\n");
        host.run("-df").show();
        host.monitors(PEER, "us").run("-df").show();
        NotifyHost.show(peer);
    }

    private static void forged() throws IOException, InterruptedException {
        ScriptedPeer peer = new ScriptedPeer(PEER, Way.FORGED);
        new NotifyHost(NotifyHost.USUAL).monitors(PEER, "us").run("-d", "-m", "5s").show();
        peer.heard().stream().distinct().forEach(System.out::println);
    }

    private static void cluster() throws IOException, InterruptedException {
        ScriptedPeer peer = new ScriptedPeer(PEER, Way.WELL);
        Path directory = Path.of("/run/ctdb/vip");
        NotifyHost host = new NotifyHost(directory).state(1_700_000_000);
        host.monitors(PEER, "127.0.0.100");
        host.run("-d", "-f", "-m", "0", "-n", "-P", directory.toString(), "-v", "127.0.0.100");
        host.show();
        NotifyHost.show(peer);
        host.run("-d", "-P", directory.toString()).show();
        System.out.println("mark " + Files.exists(Path.of("/run/sm-notify.pid")));
    }

    private static void together() throws IOException, InterruptedException {
        ScriptedPeer peer = new ScriptedPeer(PEER, Way.WELL);
        ScriptedPeer dead = new ScriptedPeer(OTHER, Way.SILENT);
        NotifyHost host =
                new NotifyHost(NotifyHost.USUAL).monitors(PEER, "us").monitors(OTHER, "us");
        Process first = host.start("-d");
        while (dead.heard().isEmpty()) {
            Thread.onSpinWait();
        }
        host.run("-d", "-f");
        Process second = host.start("-d", "-f", "-v", "vip.example.test");
        String heard = String.join("\n", dead.heard());
        while (!heard.contains("vip")) {
            heard = String.join("\n", dead.heard());
        }
        dead.become(Way.WELL);
        NotifyHost.end(first);
        NotifyHost.end(second);
        host.show();
        NotifyHost.show(peer);
    }

    private static void marks() throws IOException, InterruptedException {
        Path mark = Path.of("/run/sm-notify.pid");
        NotifyHost host = new NotifyHost(NotifyHost.USUAL);
        host.run("-d");
        System.out.println(Files.readString(mark).matches("[0-9]+\n"));
        System.out.println(PosixFilePermissions.toString(Files.getPosixFilePermissions(mark)));
        host.monitors("unmoved", "us").run("-d").show();
        host.boot("second boot");
        host.run("-d", "-m", "1s").show();
        Files.delete(mark);
        Files.createDirectory(mark);
        Files.delete(Path.of("/run/sm-notify.boot"));
        Files.createDirectory(Path.of("/run/sm-notify.boot"));
        host.run("-d");
    }

    private static void usage() throws IOException, InterruptedException {
        NotifyHost host = new NotifyHost(NotifyHost.USUAL).monitors(PEER, "us");
        for (String wrong :
                new String[] {"-q", "-h", "-V", "--x", "extra", "-pabc", "-p0", "-p70000", "-v"}) {
            host.run(wrong);
        }
        host.run("-P", "/nowhere").run("--help").run("--version").show();
    }

    private static void lateAddress() throws IOException, InterruptedException {
        ScriptedPeer peer = new ScriptedPeer(PEER, Way.WELL);
        NotifyHost host = new NotifyHost(NotifyHost.USUAL).monitors(PEER, "us");
        Process process =
                host.start("-d", "--announce-address", "--wait-for-addr", "20", "-v", "10.77.0.1");
        new ProcessBuilder("ip", "address", "add", "10.77.0.1/32", "dev", "lo").start().waitFor();
        NotifyHost.end(process);
        NotifyHost.show(peer);
    }

    private static void privileges() throws IOException, InterruptedException {
        ScriptedPeer silent = new ScriptedPeer(PEER, Way.SILENT);
        ScriptedPeer tcp = new ScriptedPeer(OTHER, Way.TCP_ONLY);
        NotifyHost host = new NotifyHost(NotifyHost.USUAL).monitors(PEER, "us");
        host.monitors(OTHER, "tcp").ownedByNobody();
        Process process = host.start("-d");
        while (silent.heard().isEmpty()) {
            Thread.onSpinWait();
        }
        try (Stream<Path> tasks = Files.list(Path.of("/proc/" + process.pid() + "/task"))) {
            for (Path task : tasks.toList()) {
                // Capabilities are each thread's own; this one binds and reads sockets.
                if (Files.readString(task.resolve("comm")).equals("calls\n")) {
                    for (String line : Files.readAllLines(task.resolve("status"))) {
                        if (line.matches("(Uid|Gid|CapPrm|CapEff|CapBnd):.*")) {
                            System.out.println(line.replaceAll("\\s+", " "));
                        }
                    }
                }
            }
        }
        silent.become(Way.WELL);
        NotifyHost.end(process);
        host.show();
        NotifyHost.show(tcp);
    }

    private static void unprivileged() throws IOException, InterruptedException {
        ScriptedPeer peer = new ScriptedPeer(PEER, Way.WELL);
        Path directory = Path.of("/run/private");
        NotifyHost host = new NotifyHost(directory).monitors(PEER, "us").ownedByNobody();
        host.runAsNobody("-d", "-P", directory.toString());
        NotifyHost.show(peer);
    }

    private static void silentNames() throws IOException, InterruptedException {
        ScriptedPeer peer = new ScriptedPeer(PEER, Way.WELL);
        Files.writeString(Path.of("/etc/nsswitch.conf"), "hosts: files dns\nservices: files\n");
        NotifyHost host = new NotifyHost(NotifyHost.USUAL);
        for (int i = 0; i < 100; i++) {
            host.monitors("host" + i + ".example.test", "us");
        }
        host.monitors(PEER, "us");
        try (DatagramSocket silent = new DatagramSocket(new InetSocketAddress("127.0.0.53", 53))) {
            Process process = host.start("-d", "-m", "3s");
            String heard = String.join("\n", peer.heard());
            while (heard.isEmpty()) {
                heard = String.join("\n", peer.heard());
            }
            silent.receive(new DatagramPacket(new byte[512], 512));
            System.out.println("told while names are looked up\n" + heard);
            NotifyHost.end(process);
        }
        System.out.println(host.left() + " left");
    }

    private static void leftOver() throws IOException, InterruptedException {
        ScriptedPeer peer = new ScriptedPeer(PEER, Way.SILENT);
        NotifyHost host = new NotifyHost(NotifyHost.USUAL).monitors(PEER, "us");
        try (NsmDirectory store = NsmDirectory.open(NotifyHost.USUAL);
                SystemNames names = new SystemNames();
                LeftOver leftOver = new LeftOver(NotifyHost.USUAL, store, names, NotifyHost.PROC)) {
            Duration time = Duration.ofSeconds(1);
            System.out.println(leftOver.tryOnce(time) + " before any run");
            Process run = host.start("-d", "-m", "2s", "-v", "vip.example.test");
            while (peer.heard().isEmpty()) {
                Thread.onSpinWait();
            }
            System.out.println(leftOver.tryOnce(time) + " beside a run");
            NotifyHost.end(run);
            peer.heard();
            System.out.println(leftOver.tryOnce(time) + " while the peer is silent");
            peer.heard();
            peer.become(Way.WELL);
            host.boot("second boot");
            System.out.println(leftOver.tryOnce(time) + " after a reboot");
            host.boot("first boot");
            host.state(9);
            System.out.println(leftOver.tryOnce(time) + " of another state");
            host.state(7);
            System.out.println(leftOver.tryOnce(time) + " when the peer is back");
            host.show();
            NotifyHost.show(peer);
        }
    }

    private static void background(String launcher) throws IOException, InterruptedException {
        ScriptedPeer peer = new ScriptedPeer(PEER, Way.SILENT);
        NotifyHost host = new NotifyHost(NotifyHost.USUAL).monitors(PEER, "us");
        host.launch(launcher).show();
        long pid = Long.parseLong(Files.readString(Path.of("/run/sm-notify.pid")).strip());
        System.out.print(Files.readString(Path.of("/proc/" + pid + "/comm")));
        ProcessHandle.of(pid).orElseThrow().destroy();
        Await.until("the end of sm-notify", () -> !Files.exists(Path.of("/proc/" + pid)));
        host.show();
        peer.become(Way.WELL);
        peer.heard();
        host.launch(launcher, "-f");
        Await.until("an empty list", () -> host.left() == 0);
        NotifyHost.show(peer);
        host.monitors(PEER, "us").launch(launcher, "-f", "-v", "away.example.test").show();
    }
}
