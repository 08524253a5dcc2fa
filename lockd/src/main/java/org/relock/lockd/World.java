package org.relock.lockd;

import java.time.InstantSource;
import java.util.concurrent.Executor;
import org.relock.lockd.hosts.StatusMonitor;
import org.relock.state.rpc.Outgoing;
import org.relock.state.time.Ticker;
import org.relock.state.time.Timer;

/**
 * All that {@link Lockd} has of the world outside; tests bring their own.
 *
 * @param ticker the clock that decides
 * @param clock the wall clock, for eyes only
 * @param timer runs things later
 * @param workers threads that may wait for the disk; may refuse
 * @param outgoing calls to clients, from the addresses that they call
 * @param monitor the status monitor of this host
 * @param rpcbindPort where clients' rpcbinds listen: 111
 */
public record World(
        Ticker ticker,
        InstantSource clock,
        Timer timer,
        Executor workers,
        Outgoing outgoing,
        StatusMonitor monitor,
        int rpcbindPort) {}
