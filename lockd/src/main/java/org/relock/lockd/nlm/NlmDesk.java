package org.relock.lockd.nlm;

import java.time.InstantSource;
import java.util.Objects;
import org.relock.lockd.export.FileHandles;
import org.relock.lockd.hosts.Clients;
import org.relock.lockd.locks.LockService;
import org.relock.state.time.Ticker;

/**
 * What the procedures stand on, the same for all versions.
 *
 * @param locks the lock table
 * @param clients who asks
 * @param files what their handles stand for
 * @param grants the way of a GRANTED
 * @param results the way of a {@code _RES}
 * @param counters what is counted
 * @param ticker the clock for pauses in the log
 * @param clock the wall clock, for eyes only
 * @param safety what an answer waits for
 */
public record NlmDesk(
        LockService locks,
        Clients clients,
        FileHandles files,
        Grants grants,
        ResultSender results,
        NlmCounters counters,
        Ticker ticker,
        InstantSource clock,
        Safety safety) {

    /** The same without a journal to wait for. */
    public NlmDesk(
            LockService locks,
            Clients clients,
            FileHandles files,
            Grants grants,
            ResultSender results,
            NlmCounters counters,
            Ticker ticker,
            InstantSource clock) {
        this(locks, clients, files, grants, results, counters, ticker, clock, Safety.AT_ONCE);
    }

    /** Checks that nothing is missing. */
    public NlmDesk {
        Objects.requireNonNull(locks, "locks");
        Objects.requireNonNull(clients, "clients");
        Objects.requireNonNull(files, "files");
        Objects.requireNonNull(grants, "grants");
        Objects.requireNonNull(results, "results");
        Objects.requireNonNull(counters, "counters");
        Objects.requireNonNull(ticker, "ticker");
        Objects.requireNonNull(clock, "clock");
        Objects.requireNonNull(safety, "safety");
    }
}
