package org.relock.lockd.nfs3;

import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.LongAdder;
import org.relock.lockd.vfs.FileStatus;

/** How often each procedure was called, what it answered, and how long that took. */
public final class Nfs3Counters {

    private final LongAdder[] calls = adders();
    private final LongAdder[] successes = adders();
    private final Latencies[] latencies = new Latencies[Nfs3.PROCEDURES];
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
        LongAdder[] adders = new LongAdder[Nfs3.PROCEDURES];
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
     * @param procedure 1 to 21
     */
    public long calls(int procedure) {
        return calls[procedure].sum();
    }

    /**
     * Returns how many calls of a procedure were answered NFS3_OK.
     *
     * @param procedure 1 to 21
     */
    public long successes(int procedure) {
        return successes[procedure].sum();
    }

    /**
     * Returns how many calls of a procedure were answered so.
     *
     * @param procedure 1 to 21
     */
    public long failures(int procedure, FileStatus status) {
        return failures.get(status)[procedure].sum();
    }

    /**
     * Returns how long a procedure's calls took, from when they were understood until they were
     * answered.
     *
     * @param procedure 1 to 21
     */
    public Latencies latencies(int procedure) {
        return latencies[procedure];
    }

    /** Returns how many procedures there are, and NULL, which is not counted, as number 0. */
    public static int procedures() {
        return Nfs3.PROCEDURES;
    }

    /**
     * Returns what RFC 1813 calls a procedure.
     *
     * @param procedure 0 to 21
     */
    public static String name(int procedure) {
        return Nfs3.name(procedure);
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
