package org.relock.statd;

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
        return root.resolve("run/rpc.statd.pid");
    }

    Path services() {
        return root.resolve("etc/services");
    }

    Path proc() {
        return root.resolve("proc");
    }

    /** The directory of hosts.allow and hosts.deny. */
    Path accessFiles() {
        return root.resolve("etc");
    }

    Path kernelState() {
        return root.resolve("proc/sys/fs/nfs/nsm_local_state");
    }

    Path kernelTcpPort() {
        return root.resolve("proc/sys/fs/nfs/nlm_tcpport");
    }

    Path kernelUdpPort() {
        return root.resolve("proc/sys/fs/nfs/nlm_udpport");
    }

    /**
     * Returns the sm-notify that belongs to us: the one beside our own program, if there is one.
     */
    Path smNotify() {
        try {
            Path beside =
                    Files.readSymbolicLink(Path.of("/proc/self/exe")).resolveSibling("sm-notify");
            if (Files.isExecutable(beside)) {
                return beside;
            }
        } catch (IOException noProc) {
            // Then the usual place has to do.
        }
        Path usual = root.resolve("usr/sbin/sm-notify");
        return Files.isExecutable(usual) ? usual : root.resolve("sbin/sm-notify");
    }

    Path modprobe() {
        Path usual = root.resolve("usr/sbin/modprobe");
        return Files.isExecutable(usual) ? usual : root.resolve("sbin/modprobe");
    }
}
