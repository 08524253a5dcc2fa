package org.relock.lockd.nfs3;

import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.LongAdder;
import org.relock.lockd.vfs.FileStatus;

/**
 * How often each procedure was called, what it answered, and how long that took. Those of NFS_ACL
 * are counted with them, under numbers behind theirs.
 */
public final class Nfs3Counters {

    private static final String[] ACL_NAMES = {"GETACL", "SETACL"};
    private static final int COUNTED = Nfs3.PROCEDURES + ACL_NAMES.length;

    private final LongAdder[] calls = adders();
    private final LongAdder[] successes = adders();
    private final Latencies[] latencies = new Latencies[COUNTED];
    private final Map<FileStatus, LongAdder[]> failures = new EnumMap<>(FileStatus.class);
    private final LongAdder bytesRead = new LongAdder();
    private final LongAdder bytesWritten = new LongAdder();

    /** Starts at nothing. */
    public Nfs3Counters() {
        for (FileStatus status : FileStatus.values()) {
            failures.put(status, adders());
        }
        for (int i = 0; i < latencies.length; i++) {
            latencies[i] = new Latencies();
        }
    }

    private static LongAdder[] adders() {
        LongAdder[] adders = new LongAdder[COUNTED];
        for (int i = 0; i < adders.length; i++) {
            adders[i] = new LongAdder();
        }
        return adders;
    }

    /** A call was understood. */
    void called(int procedure) {
        calls[procedure].increment();
    }

    /** A call is answered. */
    void answered(int procedure, Optional<FileStatus> error, long tookNanos) {
        LongAdder[] answers = error.isPresent() ? failures.get(error.get()) : successes;
        answers[procedure].increment();
        latencies[procedure].took(tookNanos);
    }

    /** So much of a file is on its way to a client. */
    void read(int bytes) {
        bytesRead.add(bytes);
    }

    /** So much of a file came from a client. */
    void written(int bytes) {
        bytesWritten.add(bytes);
    }

    /**
     * Returns how many calls of a procedure were understood.
     *
     * @param procedure 1 to 21, or one of {@link #ofAcl}
     */
    public long calls(int procedure) {
        return calls[procedure].sum();
    }

    /**
     * Returns how many calls of a procedure were answered NFS3_OK.
     *
     * @param procedure 1 to 21, or one of {@link #ofAcl}
     */
    public long successes(int procedure) {
        return successes[procedure].sum();
    }

    /**
     * Returns how many calls of a procedure were answered so.
     *
     * @param procedure 1 to 21, or one of {@link #ofAcl}
     */
    public long failures(int procedure, FileStatus status) {
        return failures.get(status)[procedure].sum();
    }

    /**
     * Returns how long a procedure's calls took, from when they were understood until they were
     * answered.
     *
     * @param procedure 1 to 21, or one of {@link #ofAcl}
     */
    public Latencies latencies(int procedure) {
        return latencies[procedure];
    }

    /** Returns how many procedures there are, and NULL, which is not counted, as number 0. */
    public static int procedures() {
        return COUNTED;
    }

    /**
     * Returns under which number a procedure of NFS_ACL is counted.
     *
     * @param procedure 1 or 2: its NULL is not counted either
     */
    public static int ofAcl(int procedure) {
        return Nfs3.PROCEDURES - 1 + procedure;
    }

    /**
     * Returns what RFC 1813 calls a procedure, or what one of NFS_ACL is called.
     *
     * @param procedure 0 to 21, or one of {@link #ofAcl}
     */
    public static String name(int procedure) {
        return procedure < Nfs3.PROCEDURES
                ? Nfs3.name(procedure)
                : ACL_NAMES[procedure - Nfs3.PROCEDURES];
    }

    /** Returns how much was read from files, in bytes. */
    public long bytesRead() {
        return bytesRead.sum();
    }

    /** Returns how much was written to files, in bytes. */
    public long bytesWritten() {
        return bytesWritten.sum();
    }
}
