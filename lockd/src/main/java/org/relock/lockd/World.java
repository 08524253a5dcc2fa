package org.relock.lockd;

import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.Executor;
import org.relock.lockd.hosts.StatusMonitor;
import org.relock.lockd.journal.Journal;
import org.relock.state.rpc.Outgoing;
import org.relock.state.time.Ticker;
import org.relock.state.time.Timer;

/**
 * All that {@link Lockd} has of the world outside; tests bring their own.
 *
 * @param ticker the clock that decides; it goes on from one daemon to the next, as the machine's
 *     monotonic clock does
 * @param clock the wall clock, for eyes only
 * @param timer runs things later
 * @param workers threads that may wait for the disk; may refuse
 * @param outgoing calls to clients, from the addresses that they call
 * @param monitor the status monitor of this host
 * @param journal what was held before, and where to go on; empty to keep nothing
 * @param anyoneMonitored whether the status monitor's lists name a host, living or to be told;
 *     where no journal knows better, such a host may have held locks
 * @param callout hears of clients that come and go
 * @param rpcbindPort where clients' rpcbinds listen: 111
 */
public record World(
        Ticker ticker,
        InstantSource clock,
        Timer timer,
        Executor workers,
        Outgoing outgoing,
        StatusMonitor monitor,
        Optional<Journal.Opened> journal,
        boolean anyoneMonitored,
        Callout callout,
        int rpcbindPort) {}
