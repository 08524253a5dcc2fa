package org.relock.lockd;

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

    /** The directory of hosts.allow and hosts.deny. */
    Path accessFiles() {
        return root.resolve("etc");
    }
}
