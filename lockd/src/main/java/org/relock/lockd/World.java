package org.relock.lockd;

import java.util.concurrent.Executor;
import org.relock.state.rpc.Outgoing;
import org.relock.state.time.Ticker;
import org.relock.state.time.Timer;

/**
 * All that {@link Lockd} has of the world outside; tests bring their own.
 *
 * @param ticker the clock
 * @param timer runs things later
 * @param workers threads that may wait for the disk; may refuse
 * @param outgoing calls to clients
 */
public record World(Ticker ticker, Timer timer, Executor workers, Outgoing outgoing) {}
