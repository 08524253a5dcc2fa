package org.relock.tests.lab;

import java.nio.file.Files;
import org.relock.tests.Needs;

/** Who plays rpc.statd and sm-notify on a host. */
enum Programs {
    NFS_UTILS("rpc.statd", "sm-notify"),
    RELOCK("$PROJECT/target/dist/bin/rpc.statd", "$PROJECT/target/dist/bin/sm-notify");

    private final String statd;
    private final String smNotify;

    Programs(String statd, String smNotify) {
        this.statd = statd;
        this.smNotify = smNotify;
    }

    /** Goes on only where our own programs have been built. */
    static void needOurs() {
        Needs.that(
                Files.isExecutable(Lab.PROJECT.resolve("target/dist/bin/rpc.statd"))
                        && Files.isExecutable(Lab.PROJECT.resolve("target/dist/bin/sm-notify")),
                "target/dist (\"./relock build\" makes it)");
    }

    /** The command that starts statd and returns when it serves; it tells nobody of a reboot. */
    String statd() {
        return statd + " --no-notify\n";
    }

    /** The same, but statd has sm-notify tell of a reboot, once after each boot. */
    String statdThatNotifies() {
        return statd + "\n";
    }

    /** The command that tells everybody of a reboot, once after each boot. */
    String smNotify() {
        return smNotify + "\n";
    }

    /**
     * The command that has the programs' files in the guest's memory. Without it the times would be
     * those of hostfs, which reads a page at a time, and not those of the programs.
     */
    String readFiles() {
        return this == NFS_UTILS
                ? "cat /sbin/rpc.statd /sbin/sm-notify > /dev/null\n"
                : "cd '"
                        + System.getProperty("java.home")
                        + "/lib' && cat server/*.so *.so > /dev/null\n"
                        + "find $PROJECT/target/dist -type f -exec cat {} + > /dev/null\n";
    }

    /** What tables call them. */
    String label() {
        return this == RELOCK ? "Relock" : "nfs-utils";
    }
}
