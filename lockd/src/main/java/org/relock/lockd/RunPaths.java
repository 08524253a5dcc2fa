package org.relock.lockd;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * The files of the machine that the daemon touches, besides its state directory.
 *
 * @param root what stands for {@code /}; a test's own directory, else the machine's
 */
record RunPaths(Path root) {

    /**
     * The machine's own, or those under the directory that the property {@code relock.root} names.
     */
    static RunPaths ofThisMachine() {
        return new RunPaths(Path.of(System.getProperty("relock.root", "/")));
    }

    Path pidFile() {
        return root.resolve("run/rpc.lockd.pid");
    }

    Path proc() {
        return root.resolve("proc");
    }

    /** Returns what this host calls itself, as uname(2) has it; "localhost" if it does not say. */
    String hostName() {
        try {
            return Files.readString(proc().resolve("sys/kernel/hostname"), ISO_8859_1).strip();
        } catch (IOException e) {
            return "localhost";
        }
    }

    /** The directory of hosts.allow and hosts.deny. */
    Path accessFiles() {
        return root.resolve("etc");
    }
}
