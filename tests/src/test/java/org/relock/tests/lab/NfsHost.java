package org.relock.tests.lab;

import java.io.IOException;

/** What an administrator does on a host of the lab: starts services, mounts, takes locks. */
final class NfsHost {

    /** The server's directory, where clients see it, and what they lock in it. */
    private static final String EXPORT = "/srv/export";

    private static final String MOUNT = "/mnt/alpha";

    private static final String HOLD_LOCK = "$PROJECT/tests/lab/hold-lock";

    /** Seconds for which a server that comes back grants reclaims only; 10 is the least. */
    static final int GRACE_SECONDS = 10;

    private final Lab lab;
    private final LabHost host;
    private Programs programs;

    /** Makes one on which nothing runs yet. */
    NfsHost(Lab lab, LabHost host, Programs programs) {
        this.lab = lab;
        this.host = host;
        this.programs = programs;
    }

    /** Makes alpha, newly booted for the first time, a server that is past its grace period. */
    static NfsHost server(Lab lab, Programs programs) throws IOException, InterruptedException {
        NfsHost alpha = new NfsHost(lab, LabHost.ALPHA, programs);
        alpha.install();
        // There are no peers to tell, so sm-notify ends lockd's share of the grace period.
        var unused = alpha.startServer();
        alpha.endGraceOfNfsd();
        return alpha;
    }

    /** Makes a host, newly booted for the first time, a client that has mounted alpha's export. */
    static NfsHost client(Lab lab, LabHost host, Programs programs)
            throws IOException, InterruptedException {
        NfsHost client = new NfsHost(lab, host, programs);
        client.install();
        var unused = client.startClient(false);
        client.mount();
        return client;
    }

    Guest guest() {
        return lab.guest(host);
    }

    /** Prepares a new disk: the state directory as the packages make it, and the export. */
    void install() throws IOException, InterruptedException {
        guest().run(
                        """
                        mkdir -p /var/lib/nfs/sm /var/lib/nfs/sm.bak /srv/export
                        chown statd:nogroup /var/lib/nfs/sm /var/lib/nfs/sm.bak
                        touch /var/lib/nfs/etab /var/lib/nfs/rmtab
                        sync
                        """);
    }

    /**
     * Starts what a client needs after its boot: sm-notify, which systemd starts at boot, and
     * statd, which the first mount asks for.
     *
     * @param alone whether statd is started alone and runs sm-notify, as it does unless told
     *     otherwise
     * @return which was begun with the first of them, and has said {@code serving}
     */
    Task startClient(boolean alone) throws IOException, InterruptedException {
        guest().run("rpcbind\n" + programs.readFiles());
        return guest().runTimed(
                        """
                        set -e
                        $PROGRAMS
                        echo serving
                        """
                                .replace(
                                        "$PROGRAMS",
                                        alone
                                                ? programs.statdThatNotifies()
                                                : programs.smNotify() + programs.statd()));
    }

    /**
     * Starts what a server needs after its boot and, last of all, tells its peers of the reboot.
     *
     * @return which was begun with nfsd, after statd, and has said {@code told} (on the way)
     */
    Task startServer() throws IOException, InterruptedException {
        guest().run(
                        """
                        set -e
                        rpcbind
                        $STATD
                        echo $GRACE > /proc/sys/fs/nfs/nlm_grace_period
                        echo $GRACE > /proc/fs/nfsd/nfsv4leasetime
                        echo $GRACE > /proc/fs/nfsd/nfsv4gracetime
                        exportfs -o rw,no_root_squash,no_subtree_check '*:$EXPORT'
                        """
                                        .replace("$STATD", programs.statd())
                                        .replace("$GRACE", Integer.toString(GRACE_SECONDS))
                                        .replace("$EXPORT", EXPORT)
                                + programs.readFiles());
        return guest().runTimed(
                        """
                        set -e
                        rpc.nfsd -N 4 4
                        rpc.mountd -N 4
                        $NOTIFY
                        echo told
                        """
                                .replace("$NOTIFY", programs.smNotify()));
    }

    /** Ends statd and starts that of {@code others} on the same state directory. */
    void handOver(Programs others) throws IOException, InterruptedException {
        if (others != programs) {
            programs = others;
            guest().run(
                            """
                            pid=$(cat /run/rpc.statd.pid)
                            kill $pid
                            while [ -e /proc/$pid ]; do sleep 0.02; done
                            """
                                    + programs.statd());
        }
    }

    /**
     * Ends nfsd's share of the grace period, as it does itself where it keeps a list of its
     * clients; lockd's share is sm-notify's to end.
     */
    void endGraceOfNfsd() throws IOException, InterruptedException {
        guest().run("echo Y > /proc/fs/nfsd/v4_end_grace");
    }

    /** Mounts alpha's export. */
    void mount() throws IOException, InterruptedException {
        guest().run(
                        "mkdir -p $MOUNT && mount -t nfs -o vers=3,proto=tcp alpha:$EXPORT $MOUNT"
                                .replace("$MOUNT", MOUNT)
                                .replace("$EXPORT", EXPORT));
    }

    /** Asks for a lock on a file of the export; {@code mode} is "wait" or "try". */
    Task lock(String file, long start, long length, String mode) throws IOException {
        return guest().start(
                        "exec %s %s/%s %d %d %s"
                                .formatted(HOLD_LOCK, MOUNT, file, start, length, mode));
    }

    /** Ends the program here that was started with these words by {@link #lock}. */
    void releaseLock(String file, long start, long length)
            throws IOException, InterruptedException {
        guest().run(
                        "pkill -TERM -f '%s %s/%s %d %d '"
                                .formatted(
                                        HOLD_LOCK.replace("$PROJECT", Lab.PROJECT.toString()),
                                        MOUNT,
                                        file,
                                        start,
                                        length));
    }

    /** Ends every program here that holds or waits for a lock. */
    void releaseLocks() throws IOException, InterruptedException {
        guest().run("pkill -TERM -f " + HOLD_LOCK + "; true");
    }

    /** Waits until somebody waits for a lock here. */
    void awaitWaiter() throws IOException, InterruptedException {
        var unused = awaitInLockList("->");
    }

    /**
     * Waits until a lock is held here.
     *
     * @return when it was seen, as of {@link Task#await(String, java.time.Duration)}
     */
    long awaitLock() throws IOException, InterruptedException {
        return awaitInLockList("POSIX");
    }

    /** Whether statd has {@code peer} on its list on disk. */
    boolean monitors(LabHost peer) throws IOException, InterruptedException {
        return guest().run("ls /var/lib/nfs/sm").lines().anyMatch(peer.label()::equals);
    }

    private long awaitInLockList(String pattern) throws IOException, InterruptedException {
        return guest().runTimed(
                        "until grep -q -- '"
                                + pattern
                                + "' /proc/locks; do sleep 0.01; done; echo seen")
                .await("seen", Guest.COMMAND);
    }

    /** Returns the state number on disk. */
    int stateNumber() throws IOException, InterruptedException {
        return Integer.parseInt(guest().run("od -An -td4 /var/lib/nfs/state").strip());
    }

    /** Waits until nobody is left to be told of the last reboot. */
    void awaitAllTold() throws IOException, InterruptedException {
        guest().run("until [ -z \"$(ls -A /var/lib/nfs/sm.bak)\" ]; do sleep 0.02; done");
    }
}
