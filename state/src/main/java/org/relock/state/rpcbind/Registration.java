package org.relock.state.rpcbind;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import org.relock.state.rpcbind.RpcbindException.Kind;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps our services in the table of the local rpcbind: sets them, looks every half minute whether
 * they are still there (rpcbind forgets them when it is restarted, acceptance check 13), and
 * removes them at the end, within three seconds even if rpcbind is frozen (check 12).
 *
 * <p>The order for a daemon that gives up root (see {@link Rpcbind} for why):
 *
 * <ol>
 *   <li>{@link #clear} as root, to remove what a killed predecessor of any user left;
 *   <li>give up root;
 *   <li>{@link #start} as the user that will remove the entries.
 * </ol>
 *
 * <p>An entry that somebody else holds is left alone and reported with its owner and port.
 */
public final class Registration implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Registration.class);

    /** Between two looks at the table. */
    static final Duration CHECK = Duration.ofSeconds(30);

    /** How long {@link RpcbindPolicy#REQUIRED} goes on beginning attempts. */
    private static final Duration REQUIRED_PATIENCE = Duration.ofMillis(2500);

    /** Before the second attempt; each later pause is twice as long, up to {@link #CHECK}. */
    private static final Duration FIRST_PAUSE = Duration.ofMillis(250);

    /** For each of the two things that closing may have to wait for. */
    private static final Duration CLOSING = Duration.ofMillis(1200);

    private final Rpcbind rpcbind;
    private final List<RpcService> services;
    private final Duration check;
    private final ReentrantLock attempting = new ReentrantLock();
    private final Object bell = new Object();
    private volatile List<String> problems = List.of();
    private volatile boolean closing;

    /** What is ours to remove: as root we could remove anybody's. */
    private final Set<RpcService> held = ConcurrentHashMap.newKeySet();

    private Optional<Portmapper> portmapper = Optional.empty();
    private String lastTrouble = "";

    private Registration(Rpcbind rpcbind, List<RpcService> services, Duration check) {
        this.rpcbind = rpcbind;
        this.services = List.copyOf(services);
        this.check = check;
    }

    /**
     * Removes every entry of a program, whoever set it, if this is root; else, those of this user.
     * An rpcbind that is not there or does not answer is no matter here.
     */
    public static void clear(Rpcbind rpcbind, int program, int... versions) {
        try (RpcbindSession session = rpcbind.open(Rpcbind.ATTEMPT)) {
            for (int version : versions) {
                if (!session.unsetAll(program, version, EffectiveUser.number())) {
                    LOG.debug("rpcbind keeps an entry of {} version {}", program, version);
                }
            }
        } catch (RpcbindException e) {
            LOG.debug("clearing rpcbind's table: {}", e.getMessage());
        }
    }

    /**
     * Registers {@code services} and keeps them registered.
     *
     * @throws RpcbindException under {@link RpcbindPolicy#REQUIRED}, within five seconds, if there
     *     is no rpcbind, if it does not answer, or if somebody else holds an entry that IPv4 peers
     *     need; nothing is registered then
     */
    public static Registration start(
            Rpcbind rpcbind, List<RpcService> services, RpcbindPolicy policy)
            throws RpcbindException {
        return start(rpcbind, services, policy, CHECK);
    }

    /** As above, looking at the table every {@code check}. */
    public static Registration start(
            Rpcbind rpcbind, List<RpcService> services, RpcbindPolicy policy, Duration check)
            throws RpcbindException {
        Registration registration = new Registration(rpcbind, services, check);
        switch (policy) {
            case REQUIRED -> registration.require();
            case RETRY -> registration.tryOnce();
            case EMBED -> registration.tryOrEmbed();
            case NONE -> {
                return registration;
            }
        }
        if (registration.portmapper.isEmpty()) {
            registration.keep();
        }
        return registration;
    }

    /** Returns a sentence for each service that is not registered now; empty if all is well. */
    public List<String> problems() {
        return problems;
    }

    private void require() throws RpcbindException {
        long start = System.nanoTime();
        Duration pause = FIRST_PAUSE;
        while (true) {
            try {
                attempt(true);
                break;
            } catch (RpcbindException e) {
                if (System.nanoTime() - start + pause.toNanos() > REQUIRED_PATIENCE.toNanos()) {
                    throw e;
                }
            }
            sleep(pause);
            pause = pause.multipliedBy(2);
        }
        for (RpcService service : services) {
            if (service.overIpv4() && !held.contains(service)) {
                String why = String.join("; ", problems);
                close();
                throw new RpcbindException(Kind.TAKEN, why);
            }
        }
    }

    private boolean tryOnce() {
        try {
            attempt(true);
            return true;
        } catch (RpcbindException e) {
            trouble(e.getMessage());
            return e.kind() != Kind.ABSENT;
        }
    }

    private void tryOrEmbed() {
        if (tryOnce()) {
            return;
        }
        try {
            Portmapper opened = Portmapper.open();
            services.forEach(opened::register);
            opened.start();
            portmapper = Optional.of(opened);
            problems = List.of();
        } catch (IOException e) {
            trouble("cannot be the portmapper of this host: " + e.getMessage());
        }
    }

    /**
     * Looks at the table and sets what is not there.
     *
     * @param first whether an entry in our place may be an old one of our own, to be replaced
     */
    private void attempt(boolean first) throws RpcbindException {
        attempting.lock();
        try (RpcbindSession session = rpcbind.open(Rpcbind.ATTEMPT)) {
            String owner = EffectiveUser.number();
            List<String> found = new ArrayList<>();
            List<RpcbEntry> table = session.dump();
            for (RpcService service : services) {
                if (closing) {
                    return;
                }
                Optional<String> problem = place(session, service, owner, table, first);
                if (problem.isEmpty()) {
                    held.add(service);
                } else {
                    held.remove(service);
                    found.add(problem.get());
                }
            }
            report(found);
        } finally {
            attempting.unlock();
        }
    }

    /** Returns what stands in the way of {@code service}, if it is not registered now. */
    private Optional<String> place(
            RpcbindSession session,
            RpcService service,
            String owner,
            List<RpcbEntry> table,
            boolean first)
            throws RpcbindException {
        Optional<RpcbEntry> there = table.stream().filter(service::hasPlaceOf).findFirst();
        if (there.isPresent() && there.get().address().equals(service.address())) {
            return Optional.empty();
        }
        if (there.isPresent() && !(first && session.unset(service, owner))) {
            return Optional.of(service + ": " + describe(there.get()));
        }
        if (session.set(service, owner)) {
            if (!first) {
                LOG.info("registered {} with rpcbind again", service);
            }
            return Optional.empty();
        }
        return Optional.of(service + ": rpcbind refuses to register it");
    }

    private static String describe(RpcbEntry entry) {
        String owner = entry.owner().isEmpty() ? "an unknown owner" : printable(entry.owner());
        return "rpcbind has it for " + owner + " at " + printable(entry.address());
    }

    /** Replaces what could upset a log. */
    private static String printable(String text) {
        StringBuilder printable = new StringBuilder(text);
        for (int i = 0; i < printable.length(); i++) {
            if (printable.charAt(i) < ' ' || printable.charAt(i) > '~') {
                printable.setCharAt(i, '?');
            }
        }
        return printable.toString();
    }

    private void report(List<String> found) {
        for (String problem : found) {
            if (!problems.contains(problem)) {
                LOG.warn("cannot register {}", problem);
            }
        }
        problems = List.copyOf(found);
        lastTrouble = "";
    }

    /** Rpcbind cannot be asked; says so once. */
    private void trouble(String what) {
        if (!what.equals(lastTrouble)) {
            LOG.warn("not registered: {}", what);
            lastTrouble = what;
        }
        problems = List.of(what);
    }

    private void keep() {
        Thread keeper = new Thread(this::keepOn, "rpcbind-keeper");
        keeper.setDaemon(true);
        keeper.start();
    }

    private void keepOn() {
        Duration pause = lastTrouble.isEmpty() ? check : FIRST_PAUSE;
        while (true) {
            sleep(pause);
            if (closing) {
                return;
            }
            try {
                attempt(false);
                pause = check;
            } catch (RpcbindException e) {
                trouble(e.getMessage());
                Duration longer = pause.multipliedBy(2);
                pause = longer.compareTo(check) > 0 ? check : longer;
            }
        }
    }

    private void sleep(Duration pause) {
        long until = System.nanoTime() + pause.toNanos();
        synchronized (bell) {
            long left = pause.toMillis();
            while (!closing && left > 0) {
                try {
                    bell.wait(left);
                } catch (InterruptedException e) {
                    // Whoever interrupts a daemon's start or keeper wants it to end.
                    closing = true;
                }
                left = TimeUnit.NANOSECONDS.toMillis(until - System.nanoTime());
            }
        }
    }

    /** Removes our entries, as far as rpcbind answers in time, and stops looking after them. */
    @Override
    public void close() {
        synchronized (bell) {
            closing = true;
            bell.notifyAll();
        }
        if (portmapper.isPresent()) {
            portmapper.get().close();
            return;
        }
        if (held.isEmpty()) {
            return;
        }
        boolean alone = false;
        try {
            alone = attempting.tryLock(CLOSING.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        try {
            unsetTogether(List.copyOf(held));
        } catch (RpcbindException e) {
            LOG.debug("unregistering: {}", e.getMessage());
        } finally {
            if (alone) {
                attempting.unlock();
            }
        }
    }

    /**
     * Asks for all removals before it waits for the first answer, each on a connection of its own:
     * a frozen rpcbind then does them when it thaws, even if nobody waits any more. (Of several
     * calls on one connection that is closed it does the first only.)
     */
    private void unsetTogether(List<RpcService> ours) throws RpcbindException {
        String owner = EffectiveUser.number();
        List<RpcbindSession> sessions = new ArrayList<>();
        try {
            for (RpcService service : ours) {
                RpcbindSession session = rpcbind.open(CLOSING);
                sessions.add(session);
                session.beginUnset(service, owner);
            }
            for (int i = 0; i < ours.size(); i++) {
                sessions.get(i).endUnset(ours.get(i), owner);
            }
        } finally {
            sessions.forEach(RpcbindSession::close);
        }
    }
}
