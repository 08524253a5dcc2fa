package org.relock.lockd;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import org.relock.lockd.nlm.Nlm;
import org.relock.state.rpcbind.Rpcbind;
import org.relock.state.rpcbind.Running;
import org.relock.state.service.StartException;

/** Two lock managers on one host would each grant what the other has: we never are the second. */
final class OtherLockd {

    /** The name of the kernel's own thread. */
    private static final String KERNEL_THREAD = "lockd";

    private OtherLockd() {}

    /**
     * Looks for another.
     *
     * @throws StartException if there is one; the message says which
     */
    static void refuse(Rpcbind rpcbind, Path proc) throws StartException {
        for (int i = Lockd.VERSIONS.size() - 1; i >= 0; i--) {
            var other = rpcbind.probe(Nlm.PROGRAM, Lockd.VERSIONS.get(i));
            if (other.isPresent()) {
                throw new StartException(sentence(other.get(), kernelHasOne(proc)));
            }
        }
    }

    private static String sentence(Running other, boolean kernels) {
        String which = " (port " + other.port() + ", registered by " + other.owner() + ")";
        return kernels
                ? "The kernel's own lock manager is running"
                        + which
                        + ". It runs as long as the kernel's NFS server does or an NFS version 2 or"
                        + " 3 file system is mounted; stop the one and unmount the other, or mount"
                        + " with -o nolock"
                : "A lock manager is running already" + which;
    }

    private static boolean kernelHasOne(Path proc) {
        try (DirectoryStream<Path> processes = Files.newDirectoryStream(proc, "[1-9]*")) {
            for (Path process : processes) {
                if (KERNEL_THREAD.equals(nameOf(process))) {
                    return true;
                }
            }
        } catch (IOException e) {
            // Then we do not know whose it is, only that there is one.
        }
        return false;
    }

    private static String nameOf(Path process) {
        try {
            return Files.readString(process.resolve("comm"), StandardCharsets.ISO_8859_1).strip();
        } catch (IOException gone) {
            return "";
        }
    }
}
