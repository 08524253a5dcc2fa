package org.relock.tests.lab;

import java.io.IOException;
import java.nio.file.Files;
import org.relock.tests.Needs;

/** Alpha with {@code relock up}: our programs serve the files, and their locks. */
final class RelockHost {

    /** What all of them say, with a line of the lock manager for each request. */
    private static final String LOG = "/run/relock.log";

    /**
     * Nobody may just wait the grace out, so it is longer than any test; it begins where clients
     * held locks only.
     */
    private static final String CONFIGURATION = "[lockd]\\ndebug=yes\\ngrace=600\\n";

    private final Lab lab;
    private final NfsHost host;
    private final LockdWords lockd;

    private RelockHost(Lab lab, NfsHost host) {
        this.lab = lab;
        this.host = host;
        this.lockd = new LockdWords(lab, LOG);
    }

    /** Goes on only where our programs are built. */
    static void needs() {
        Programs.needOurs();
        Needs.that(
                Files.isExecutable(Lab.PROJECT.resolve("target/dist/bin/rpc.lockd")),
                "target/dist (\"./relock build\" makes it)");
    }

    /** Makes alpha, newly booted for the first time, such a server. */
    static RelockHost open(Lab lab) throws IOException, InterruptedException {
        NfsHost host = new NfsHost(lab, LabHost.ALPHA, Programs.RELOCK);
        host.install();
        RelockHost alpha = new RelockHost(lab, host);
        alpha.guest().run("chmod 1777 /srv/export && sync");
        var unused = alpha.start();
        return alpha;
    }

    /**
     * Starts everything after a boot.
     *
     * @return which was begun with our programs and has ended when all of them serve
     */
    Task start() throws IOException, InterruptedException {
        guest().run(
                        "printf '%s' > /run/nfs.conf && mount --bind /run/nfs.conf /etc/nfs.conf\n"
                                        .formatted(CONFIGURATION)
                                + Programs.RELOCK.readFiles());
        return guest().runTimed(up());
    }

    /**
     * The commands that start our programs and wait until they serve. To ask rpcbind all the time
     * would take much of the guest's one processor from them.
     */
    private static String up() {
        return """
        $PROJECT/relock up -P /var/lib/nfs /srv/export < /dev/null >> $LOG 2>&1 &
        echo $! > /run/relock.pid
        until { exec 4<> /dev/tcp/127.0.0.1/2049; } 2> /dev/null; do sleep 0.1; done
        until rpcinfo -t 127.0.0.1 100003 3 > /dev/null 2>&1; do sleep 0.2; done
        """
                .replace("$LOG", LOG);
    }

    /** Kills the lock manager, which is the file server too. Then statd ends with {@code up}. */
    void kill() throws IOException, InterruptedException {
        guest().run(
                        """
                        set -e
                        kill -KILL $(cat /run/rpc.lockd.pid)
                        while [ -e /proc/$(cat /run/relock.pid) ]; do sleep 0.02; done
                        """);
    }

    /** Starts our programs again, without a boot. */
    void startAgain() throws IOException, InterruptedException {
        guest().run(up());
    }

    /** Forgets what our programs have said so far. */
    void beginLog() throws IOException, InterruptedException {
        guest().run(": > " + LOG);
    }

    Guest guest() {
        return lab.guest(LabHost.ALPHA);
    }

    LockdWords lockd() {
        return lockd;
    }

    /** Returns the state number on disk. */
    int stateNumber() throws IOException, InterruptedException {
        return host.stateNumber();
    }

    /** Waits until nobody is left to be told of the last reboot. */
    void awaitAllTold() throws IOException, InterruptedException {
        host.awaitAllTold();
    }
}
