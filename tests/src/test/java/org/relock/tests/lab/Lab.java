package org.relock.tests.lab;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.relock.tests.Needs;

/**
 * A network of guests, all by itself in a network namespace, with a bridge and one tap for each
 * host. Each guest is the first process of a process namespace of its own, so that ending one
 * process ends all of it; those lie in one process namespace of the lab, whose first process ends
 * when the line to it does. So nothing is left behind even if this process is killed.
 */
final class Lab implements AutoCloseable {

    /** The top of the project: the nearest directory above that holds the licence. */
    static final Path PROJECT = top();

    private static final String MEMORY = "mem=384M";
    private static final long DISK_BYTES = 64L << 20;

    private final Path folder;
    private final Process namespace;
    private final Map<LabHost, Guest> guests = new EnumMap<>(LabHost.class);

    private Lab(Path folder, Process namespace) {
        this.folder = folder;
        this.namespace = namespace;
    }

    /** Goes on only where guests can be booted. */
    static void needs() {
        Needs.root();
        Needs.program("linux.uml");
        Needs.file("/usr/lib/uml/modules");
        Needs.file("/dev/net/tun");
        for (String program :
                List.of(
                        "unshare",
                        "nsenter",
                        "setpriv",
                        "ip",
                        "insmod",
                        "mkfs.ext4",
                        "python3",
                        "pkill",
                        "rpcbind",
                        "mount.nfs",
                        "rpc.nfsd",
                        "rpc.mountd",
                        "exportfs",
                        "rpc.statd",
                        "sm-notify")) {
            Needs.program(program);
        }
    }

    /**
     * Makes the network. {@code folder} is an empty one for disks and logs; its path must be short,
     * for a UNIX socket in it must not be longer than 108 bytes.
     */
    static Lab open(Path folder) throws IOException {
        StringBuilder script =
                new StringBuilder(
                        "ip link set lo up; ip link add bridge type bridge;"
                                + " ip link set bridge up;");
        for (LabHost host : LabHost.values()) {
            script.append(" ip tuntap add dev ").append(host.label()).append(" mode tap;");
            script.append(" ip link set ").append(host.label()).append(" master bridge up;");
        }
        // The first process of the process namespace: when its standard input ends, it ends, and
        // the kernel kills everything that is left in there. Bash, because it buries orphans.
        script.append(" echo made; while read -r; do :; done");
        Process namespace =
                new ProcessBuilder(
                                "unshare",
                                "--net",
                                "--pid",
                                "--fork",
                                "--kill-child=KILL",
                                "bash",
                                "-ec",
                                script.toString())
                        .redirectErrorStream(true)
                        .start();
        String said =
                new BufferedReader(
                                new InputStreamReader(
                                        namespace.getInputStream(), StandardCharsets.UTF_8))
                        .readLine();
        if (!"made".equals(said)) {
            namespace.destroyForcibly();
            throw new AssertionError("no network for the lab: " + said);
        }
        return new Lab(folder, namespace);
    }

    /**
     * Switches a host on and returns at once. Its disk is the one it had before; the first time it
     * is empty.
     */
    Guest switchOn(LabHost host) throws IOException, InterruptedException {
        Path own = Files.createDirectories(folder.resolve(host.label()));
        Files.createDirectories(own.resolve("commands"));
        writeEtc(Files.createDirectories(own.resolve("etc")));
        Path disk = own.resolve("disk");
        if (!Files.exists(disk)) {
            makeDisk(disk);
        }
        List<String> command = new ArrayList<>();
        Path outside = Path.of("/proc", Long.toString(namespace.pid()), "ns");
        command.addAll(
                List.of(
                        "nsenter",
                        "--net=" + outside.resolve("net"),
                        "--pid=" + outside.resolve("pid_for_children"),
                        "--"));
        // nsenter's child, and unshare's, die with their parent.
        command.addAll(List.of("setpriv", "--pdeathsig", "KILL"));
        command.addAll(List.of("unshare", "--pid", "--fork", "--kill-child=KILL", "--"));
        command.addAll(List.of("linux.uml", MEMORY, "rootfstype=hostfs", "rootflags=/", "ro"));
        command.add("init=" + PROJECT.resolve("tests/lab/guest-init"));
        command.add("lab.name=" + host.label());
        command.add("lab.address=" + host.address());
        command.add("lab.folder=" + own);
        command.add("lab.project=" + PROJECT);
        command.add("lab.disk=1");
        command.add("ubda=" + disk);
        command.add("vec0:transport=tap,ifname=" + host.label() + ",depth=128,gro=1");
        command.addAll(List.of("ssl0=fd:0,fd:1", "ssl=null", "con0=null,fd:2", "con=null"));
        command.addAll(
                List.of("umid=" + host.label(), "uml_dir=" + folder.resolve("uml"), "quiet"));
        ProcessBuilder builder = new ProcessBuilder(command);
        builder.redirectError(ProcessBuilder.Redirect.appendTo(own.resolve("console").toFile()));
        Guest guest = new Guest(host, own, builder.start());
        guests.put(host, guest);
        return guest;
    }

    /** Switches hosts on, side by side, and waits until all take commands. */
    void boot(LabHost... hosts) throws IOException, InterruptedException {
        for (LabHost host : hosts) {
            switchOn(host);
        }
        for (LabHost host : hosts) {
            guest(host).awaitBoot();
        }
    }

    /** Returns the guest that a host is now. */
    Guest guest(LabHost host) {
        return guests.get(host);
    }

    /** Cuts everybody's power and removes the network. */
    @Override
    public void close() {
        try {
            guests.values().forEach(Guest::cutPower);
        } finally {
            namespace.destroyForcibly();
        }
    }

    /** Nobody but the hosts file knows a name, so no test depends on the machine's DNS. */
    private static void writeEtc(Path etc) throws IOException {
        StringBuilder hosts = new StringBuilder("127.0.0.1 localhost\n");
        for (LabHost host : LabHost.values()) {
            hosts.append(host.address()).append(' ').append(host.label()).append('\n');
        }
        Files.writeString(etc.resolve("hosts"), hosts);
        Files.writeString(
                etc.resolve("nsswitch.conf"),
                """
                passwd: files
                group: files
                hosts: files
                services: files
                protocols: files
                rpc: files
                """);
        Files.writeString(etc.resolve("nfs.conf"), "");
    }

    private static void makeDisk(Path disk) throws IOException, InterruptedException {
        try (RandomAccessFile file = new RandomAccessFile(disk.toFile(), "rw")) {
            file.setLength(DISK_BYTES);
        }
        Process mkfs =
                new ProcessBuilder("mkfs.ext4", "-q", "-F", disk.toString())
                        .redirectErrorStream(true)
                        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                        .start();
        if (!mkfs.waitFor(30, TimeUnit.SECONDS) || mkfs.exitValue() != 0) {
            mkfs.destroyForcibly();
            throw new AssertionError("no file system on " + disk);
        }
    }

    private static Path top() {
        Path directory = Path.of("").toAbsolutePath();
        while (!Files.exists(directory.resolve("LICENSE"))) {
            directory = directory.getParent();
            if (directory == null) {
                throw new IllegalStateException("not started inside the project");
            }
        }
        return directory;
    }
}
