package org.relock.lockd.control;

import java.net.InetAddress;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.function.BiFunction;
import java.util.function.Supplier;
import org.relock.lockd.hosts.HostView;
import org.relock.lockd.locks.LockService;

/**
 * What the commands work on.
 *
 * @param locks the lock table
 * @param clients the clients
 * @param deliver sends what a release has set loose; see {@code Grants.deliver}
 * @param ping calls NULL of the lock manager at the first address from the second, one of ours;
 *     true if it answered. Completes within seconds, never exceptionally
 * @param health how we are
 * @param clock the wall clock, for ages
 * @param grace how long a grace is, if nobody says
 */
public record Inside(
        LockService locks,
        Supplier<List<HostView>> clients,
        Runnable deliver,
        BiFunction<InetAddress, InetAddress, CompletionStage<Boolean>> ping,
        Supplier<Health> health,
        InstantSource clock,
        Duration grace) {}
