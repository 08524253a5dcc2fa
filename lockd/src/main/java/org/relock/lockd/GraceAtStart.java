package org.relock.lockd;

import java.time.Duration;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.relock.lockd.hosts.ClientRecord;
import org.relock.lockd.hosts.HostRegister;
import org.relock.lockd.journal.GraceMark;
import org.relock.lockd.journal.Journal;
import org.relock.lockd.journal.Recovered;
import org.relock.lockd.locks.ClientId;
import org.relock.lockd.locks.GraceScope;
import org.relock.lockd.locks.GraceStatus;
import org.relock.lockd.locks.LockService;
import org.relock.lockd.locks.LockService.ReclaimRule;
import org.relock.lockd.locks.RecordedState;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Whether clients have to reclaim after this start, and which: none after a restart of the daemon
 * alone; after a reboot of the host those that the journal knows; all, where no journal knows (NLM
 * checks 47 to 49 and 67).
 */
final class GraceAtStart {

    private static final Logger LOG = LoggerFactory.getLogger(GraceAtStart.class);

    private Duration length;
    private final ReclaimRule wanted;
    private final World world;
    private final Optional<Journal> journal;
    private final LockService locks;
    private final HostRegister clients;
    private boolean over;

    GraceAtStart(LockdConfig config, World world, LockService locks, HostRegister clients) {
        this.length = config.rules().grace();
        this.wanted = config.keeping().reclaim();
        this.world = world;
        this.journal = world.journal().map(Journal.Opened::journal);
        this.locks = locks;
        this.clients = clients;
    }

    /** Begins it, if there is to be one. */
    void begin() {
        Optional<Recovered> recovered = world.journal().map(Journal.Opened::recovered);
        if (recovered.isEmpty() || recovered.get().kind() == Recovered.Kind.FRESH) {
            beginForAll(world.anyoneMonitored());
            return;
        }
        Recovered found = recovered.get();
        Optional<GraceMark> mark =
                found.kind() == Recovered.Kind.SAME_BOOT ? found.grace() : Optional.empty();
        mark.ifPresent(this::goOn);
        if (found.kind() == Recovered.Kind.LOST) {
            LOG.error("The record of locks is not whole; clients are asked to reclaim");
            var unused = world.monitor().simulateCrash().thenAccept(GraceAtStart::asked);
            beginForAll(true);
        } else if (!found.table().wishes().isEmpty()) {
            // Nobody waits in grace, so it was over when the daemon before ended.
            over();
        } else if (mark.filter(GraceMark::everyone).isPresent()) {
            beginForAll(true);
        } else if (found.before().isPresent()) {
            beginFor(found, found.before().get());
        }
    }

    /** A daemon before us has begun it; it is not to last longer for that. */
    private void goOn(GraceMark mark) {
        long left = Math.max(0, mark.leftAt(world.ticker().nanos()));
        length = Duration.ofNanos(Math.min(left, length.toNanos()));
    }

    private static void asked(boolean done) {
        if (!done) {
            LOG.error("The status monitor did not take it: clients are not asked to reclaim");
        }
    }

    private void beginForAll(boolean anyone) {
        if (!anyone || length.isZero()) {
            over();
            return;
        }
        LOG.info("Grace of {} s: whoever held locks before may reclaim", length.toSeconds());
        locks.beginGrace(
                GraceScope.Everyone.INSTANCE,
                length,
                List.of(),
                RecordedState.EMPTY,
                ReclaimRule.ANYONES);
        begun(true);
    }

    private void beginFor(Recovered found, RecordedState before) {
        // Only an exact record tells who held nothing, who has all of it back, and that a lock was
        // another's: where its end is lost, that one may have given it up since.
        boolean exact = found.rule() == ReclaimRule.RECORDED;
        Collection<ClientId> roster = exact ? holders(before) : recorded(found.clients());
        if (roster.isEmpty() || length.isZero()) {
            LOG.info("Nobody held a lock before the reboot, or there is to be no (more) grace");
            over();
            return;
        }
        LOG.info("Grace of {} s: {} clients may reclaim", length.toSeconds(), roster.size());
        locks.beginGrace(
                GraceScope.Everyone.INSTANCE,
                length,
                roster,
                exact ? before : RecordedState.EMPTY,
                exact ? wanted : ReclaimRule.NOT_ANOTHERS);
        begun(false);
    }

    private void begun(boolean everyone) {
        GraceMark mark = new GraceMark(world.ticker().nanos(), length.toNanos(), everyone);
        journal.ifPresent(kept -> kept.graceBegan(mark));
        locks.whenGraceEnds(this::ends);
        watch();
    }

    private static Set<ClientId> holders(RecordedState before) {
        Set<ClientId> holders = new LinkedHashSet<>();
        before.locks().values().forEach(of -> of.forEach(it -> holders.add(it.owner().client())));
        before.shares().values().forEach(of -> of.forEach(it -> holders.add(it.owner().client())));
        return holders;
    }

    private static Set<ClientId> recorded(Collection<ClientRecord> records) {
        Set<ClientId> clients = new LinkedHashSet<>();
        records.forEach(record -> clients.add(record.client().id()));
        return clients;
    }

    /** Looks whether it is over, every second, until it is. */
    private void watch() {
        for (GraceStatus status : locks.grace()) {
            if (status.scope().equals(GraceScope.Everyone.INSTANCE)) {
                world.timer().after(LockdLimits.GRACE_LOOK, this::watch);
                return;
            }
        }
        LOG.info("Grace is over");
        over();
    }

    /**
     * Whoever asks next may get what was held before. It is not answered until that is recorded,
     * which is left to another thread: this one holds the table's monitor.
     */
    private synchronized void ends() {
        if (!over && journal.isPresent()) {
            journal.get().graceEnds();
            world.timer().after(Duration.ZERO, this::over);
        }
    }

    /**
     * What was held before means nothing any more, and who got nothing of it has lost it. That is
     * forced whatever the journal is like, in this order: while the record of what was held is
     * there, a crash of the host falls into the grace.
     */
    private void over() {
        if (journal.isPresent() && beginsToBeOver(journal.get())) {
            Journal kept = journal.get();
            var unused = clients.graceOver().thenAccept(forgotten -> kept.graceOver());
        }
    }

    private synchronized boolean beginsToBeOver(Journal kept) {
        boolean first = !over;
        over = true;
        if (first) {
            kept.graceEnds();
        }
        return first;
    }
}
