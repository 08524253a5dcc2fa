package org.relock.tests.faults;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;

/** The state directory as sm-notify finds and leaves it. */
final class Lists {

    private static final Path SM = Daemon.STATE.resolve("sm");
    private static final Path SM_BAK = Daemon.STATE.resolve("sm.bak");
    private static final Path NUMBER = Daemon.STATE.resolve("state");
    private static final int NOBODY = 65534;

    private Lists() {}

    /** Records that a host is monitored, under our name us.test. */
    static void monitor(String host) throws IOException {
        own(
                Files.writeString(
                        SM.resolve(host),
                        "0100007f 000186b5 00000003 00000010 000102030405060708090a0b0c0d0e0f "
                                + host
                                + " us.test\n"));
    }

    static void state(int state) throws IOException {
        byte[] bytes = ByteBuffer.allocate(4).order(ByteOrder.nativeOrder()).putInt(state).array();
        own(Files.write(NUMBER, bytes));
    }

    static int state() throws IOException {
        byte[] bytes = Files.readAllBytes(NUMBER);
        return ByteBuffer.wrap(bytes).order(ByteOrder.nativeOrder()).getInt();
    }

    private static void own(Path file) throws IOException {
        Files.setAttribute(file, "unix:uid", NOBODY);
        Files.setAttribute(file, "unix:gid", NOBODY);
    }

    static Set<String> monitored() {
        return names(SM);
    }

    static Set<String> retired() {
        return names(SM_BAK);
    }

    /** Returns those in either list. */
    static Set<String> either() {
        Set<String> all = monitored();
        all.addAll(retired());
        return all;
    }

    private static Set<String> names(Path list) {
        Set<String> names = new TreeSet<>();
        String[] found = list.toFile().list();
        if (found != null) {
            for (String name : found) {
                if (!name.startsWith(".")) {
                    names.add(name);
                }
            }
        }
        return names;
    }
}
