package org.relock.tests.lab;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.relock.tests.Needs;

/**
 * Alpha with a file server from elsewhere that has no lock manager: NFS-Ganesha, told to speak NFS
 * version 3 alone and to leave NLM out. Beside it runs our rpc.lockd, which knows nothing of it.
 */
final class GaneshaHost {

    /**
     * Seconds for which clients may reclaim after a reboot: longer than any test waits, so that
     * whoever is served has not just waited it out.
     */
    private static final int GRACE_SECONDS = 600;

    /** What the lock manager says, with a line for each request. */
    private static final String LOG = "/run/rpc.lockd.log";

    private static final String CONFIGURATION =
            """
            NFS_CORE_PARAM { Enable_NLM = false; Enable_RQUOTA = false; NFS_Protocols = 3; }
            NFS_KRB5 { Active_krb5 = false; }
            EXPORT {
                Export_Id = 1; Path = /srv/export; Pseudo = /export;
                Protocols = 3; Access_Type = RW; Squash = No_Root_Squash; SecType = sys;
                FSAL { Name = VFS; }
            }
            """;

    private final Lab lab;
    private final NfsHost host;
    private final LockdWords words;
    private Programs programs;
    private String journal = "mapped";

    private GaneshaHost(Lab lab, NfsHost host, Programs programs) {
        this.lab = lab;
        this.host = host;
        this.programs = programs;
        this.words = new LockdWords(lab, LOG);
    }

    /** Goes on only where Ganesha is installed and our programs are built. */
    static void needs() throws IOException {
        Needs.program("ganesha.nfsd");
        Needs.that(isThere("ganesha/libfsalvfs.so"), "the package nfs-ganesha-vfs");
        Programs.needOurs();
        for (String program : List.of("rpc.lockd", "lockctl")) {
            Needs.that(
                    Files.isExecutable(Lab.PROJECT.resolve("target/dist/bin").resolve(program)),
                    "target/dist (\"./relock build\" makes it)");
        }
    }

    /** Whether a directory of libraries has it, whatever the processor. */
    private static boolean isThere(String library) throws IOException {
        try (DirectoryStream<Path> directories = Files.newDirectoryStream(Path.of("/usr/lib"))) {
            for (Path directory : directories) {
                if (Files.exists(directory.resolve(library))) {
                    return true;
                }
            }
        }
        return false;
    }

    /** Makes alpha, newly booted for the first time, such a server. */
    static GaneshaHost open(Lab lab, Programs programs) throws IOException, InterruptedException {
        NfsHost host = new NfsHost(lab, LabHost.ALPHA, programs);
        host.install();
        GaneshaHost alpha = new GaneshaHost(lab, host, programs);
        var unused = alpha.start();
        return alpha;
    }

    /**
     * Starts what it needs after its boot and, last of all, tells its peers of the reboot.
     *
     * @return which was begun with Ganesha and the lock manager, after statd, and has said {@code
     *     told} (on the way)
     */
    Task start() throws IOException, InterruptedException {
        guest().run(
                        """
                        set -e
                        mkdir -p /run/ganesha /var/lib/nfs/ganesha
                        cat > /run/ganesha.conf << 'END'
                        $CONFIGURATION
                        END
                        rpcbind
                        $STATD
                        cat /usr/bin/ganesha.nfsd /usr/lib/*/libganesha* > /dev/null
                        """
                                        .replace("$CONFIGURATION", CONFIGURATION)
                                        .replace("$STATD", programs.statd())
                                + programs.readFiles()
                                + Programs.RELOCK.readFiles());
        return guest().runTimed(
                        """
                        set -e
                        ganesha.nfsd -f /run/ganesha.conf -L /run/ganesha.log -p /run/ganesha.pid
                        """
                                + startLockd()
                                + """
                                until rpcinfo -p | grep -q '100003 .*tcp'; do sleep 0.05; done
                                until rpcinfo -p | grep -q '100005 .*tcp'; do sleep 0.05; done
                                $NOTIFY
                                echo told
                                """
                                        .replace("$NOTIFY", programs.smNotify()));
    }

    /** The commands that start the lock manager and wait until it serves. */
    private String startLockd() {
        return """
        $PROJECT/target/dist/bin/rpc.lockd --foreground --debug --opaque-handles \
            --allow 10.99.0.0/24 --grace $GRACE --journal $JOURNAL > $LOG 2>&1 &
        until rpcinfo -t 127.0.0.1 100021 4 > /dev/null 2>&1; do sleep 0.05; done
        """
                .replace("$GRACE", Integer.toString(GRACE_SECONDS))
                .replace("$JOURNAL", journal)
                .replace("$LOG", LOG);
    }

    /** Ends statd and starts that of {@code others} on the same state directory. */
    void handOver(Programs others) throws IOException, InterruptedException {
        host.handOver(others);
        programs = others;
    }

    /**
     * Kills the lock manager and starts it anew; its log begins anew with it.
     *
     * @param newJournal how its journal is kept from now on, "mapped" or "forced"
     */
    void killAndRestartLockd(String newJournal) throws IOException, InterruptedException {
        journal = newJournal;
        guest().run(
                        """
                        set -e
                        pid=$(cat /run/rpc.lockd.pid)
                        kill -KILL $pid
                        while [ -e /proc/$pid ]; do sleep 0.02; done
                        """
                                + startLockd());
    }

    Guest guest() {
        return lab.guest(LabHost.ALPHA);
    }

    /**
     * Makes a file that a power cut leaves where it is. One that a client makes may be gone then,
     * for this Ganesha answers a CREATE before the file is on the disk; its locks are then on a
     * handle that nobody else finds.
     */
    void makeFile(String name) throws IOException, InterruptedException {
        guest().run("touch /srv/export/%s && sync".formatted(name));
    }

    LockdWords lockd() {
        return words;
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
