package org.relock.statd;

import java.net.InetSocketAddress;
import java.util.concurrent.Executor;
import org.relock.state.names.Names;
import org.relock.state.rpc.RpcCalls;
import org.relock.state.store.NsmStore;
import org.relock.state.store.PeerMemory;
import org.relock.state.time.Ticker;
import org.relock.state.time.Timer;

/**
 * All that {@link Statd} has of the world outside; tests bring their own.
 *
 * @param ticker the clock
 * @param timer runs things later
 * @param workers threads that may wait for the disk; may refuse
 * @param names the resolver of local callers, who wait for its answers
 * @param namesForOthers the resolver of everyone else, so that what strangers ask and what is
 *     learnt in the background cannot use up the threads that local callers need
 * @param store the monitor list on disk, and our state number
 * @param memory what is remembered of peers: the states they came with, and callbacks owed
 * @param callbackCalls calls from a reserved port of 127.0.0.1
 * @param portmapper where the lock managers' ports are asked for
 * @param callout the high-availability callout
 * @param notifyPeers runs sm-notify again; must not wait
 */
public record World(
        Ticker ticker,
        Timer timer,
        Executor workers,
        Names names,
        Names namesForOthers,
        NsmStore store,
        PeerMemory memory,
        RpcCalls callbackCalls,
        InetSocketAddress portmapper,
        Callout callout,
        Runnable notifyPeers) {}
