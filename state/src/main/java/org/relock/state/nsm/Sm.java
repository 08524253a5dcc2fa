package org.relock.state.nsm;

/** The numbers of the NSM protocol (XNFS, chapter 11). */
public final class Sm {

    /** {@code SM_PROG}, "status" in /etc/rpc. */
    public static final int PROGRAM = 100024;

    /** {@code SM_VERS}. */
    public static final int VERSION = 1;

    /** {@code SM_STAT}: is this host name one you could monitor? */
    public static final int STAT = 1;

    /** {@code SM_MON}: tell me when that host has rebooted. */
    public static final int MON = 2;

    /** {@code SM_UNMON}: no longer tell me of that host. */
    public static final int UNMON = 3;

    /** {@code SM_UNMON_ALL}: no longer tell me of any. */
    public static final int UNMON_ALL = 4;

    /** {@code SM_SIMU_CRASH}: behave as after a reboot. */
    public static final int SIMU_CRASH = 5;

    /** {@code SM_NOTIFY}: I, a peer, have rebooted. */
    public static final int NOTIFY = 6;

    /** {@code SM_MAXSTRLEN}: the longest name, in bytes. */
    public static final int MAX_NAME_BYTES = 1024;

    /** {@code SM_PRIV_SIZE}: the length of the caller's private data, in bytes. */
    public static final int PRIV_BYTES = 16;

    private Sm() {}
}
