package org.relock.tests.nlm;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.Optional;
import org.relock.state.xdr.Opaque;

/**
 * A client that locks files of this machine, and a program of this machine (this one) that locks
 * them too: {@code LockedFilesMain DIRECTORY} says what it saw of the exports below it. It waits
 * for a line before it looks what is left of a lock after a restart.
 */
final class LockedFilesMain {

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final Path top;
    private final InetAddress here = InetAddress.getLoopbackAddress();
    private final Opaque oh = Opaque.ofHex("6f68");
    private int port;

    private LockedFilesMain(Path top) {
        this.top = top;
    }

    public static void main(String[] arguments) throws Exception {
        LockedFilesMain story = new LockedFilesMain(Path.of(arguments[0]));
        story.whoMayLock();
        story.programsAndClients("rw");
        story.programsAndClients("apart");
        story.restart();
    }

    private ExportedFiles export(String name) {
        port = PortQuestion.port(here, here, Nlm.PROGRAM, 4, Transport.TCP);
        return new ExportedFiles(here, here, top.resolve(name).toString());
    }

    private Want want(Opaque file) {
        return new Want(Opaque.ofHex("0102"), "program", file, oh, 1, 0, 0, true, false, false, 3);
    }

    private Result ask(int uid, int procedure, Want want) {
        InetSocketAddress to = new InetSocketAddress(here, port);
        Opaque arguments = Opaque.copyOf(want.arguments(4, procedure));
        Call call = new Call(Xids.next(), Nlm.PROGRAM, 4, procedure, uid, arguments);
        try (Link link = Link.openReserved(Transport.TCP, here, to)) {
            Optional<Reply> reply = link.ask(call, PATIENCE);
            return Result.of(reply.orElseThrow().reader(), 4, procedure, 0);
        }
    }

    private Stat locks(int uid, Want want) {
        Stat stat = ask(uid, Nlm.LOCK, want).stat();
        ask(uid, Nlm.UNLOCK, want);
        return stat;
    }

    private static void say(String line) {
        System.out.println(line);
    }

    private void whoMayLock() {
        ExportedFiles files = export("rw");
        Opaque closed = files.find("closed");
        Opaque readable = files.find("readable");
        say("its owner: " + locks(4001, want(closed)));
        say("another: " + locks(4002, want(closed)));
        say("root, who is nobody here: " + locks(0, want(closed)));
        say("who may read it, against all: " + locks(4002, want(readable)));
        Opaque elsewhere = export("ro").find("readable");
        say("read-only, against all: " + locks(4002, want(elsewhere)));
        say("read-only, against writers: " + locks(4002, want(elsewhere).read()));
    }

    private FileChannel program(String export) throws IOException {
        return FileChannel.open(
                top.resolve(export).resolve("readable"),
                StandardOpenOption.READ,
                StandardOpenOption.WRITE);
    }

    private void programsAndClients(String export) throws IOException {
        say(export);
        Want want = want(export(export).find("readable")).range(0, 10);
        try (FileChannel program = program(export)) {
            FileLock theirs = program.lock(3, 4, false);
            say("LOCK against a program: " + ask(0, Nlm.LOCK, want).stat());
            Optional<Result.Holder> holder = ask(0, Nlm.TEST, want).holder();
            say(
                    "TEST: "
                            + holder.map(
                                    it -> it.exclusive() + " " + it.offset() + " " + it.length()));
            say("LOCK that waits: " + ask(0, Nlm.LOCK, want.waiting()).stat());
            theirs.release();
            Stat stat = ask(0, Nlm.LOCK, want.waiting()).stat();
            while (stat == Stat.BLOCKED) {
                stat = ask(0, Nlm.LOCK, want.waiting()).stat();
            }
            say("once it has let go: " + stat);
            say("a program beside it: " + gets(program, 10) + ", in it: " + gets(program, 9));
            ask(0, Nlm.UNLOCK, want);
            say("after UNLOCK: " + gets(program, 9));
        }
    }

    private static boolean gets(FileChannel program, long at) throws IOException {
        try (FileLock lock = program.tryLock(at, 1, false)) {
            return lock != null;
        }
    }

    private void restart() throws IOException {
        Want want = want(export("rw").find("readable"));
        ask(0, Nlm.LOCK, want);
        say("restart");
        System.in.read();
        try (FileChannel program = program("rw")) {
            port = PortQuestion.port(here, here, Nlm.PROGRAM, 4, Transport.TCP);
            say("after the restart: " + gets(program, 9));
            ask(0, Nlm.UNLOCK, want);
            say("after UNLOCK: " + gets(program, 9));
        }
    }
}
