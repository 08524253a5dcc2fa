package org.relock.statd;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Queue;
import java.util.Set;
import org.relock.state.names.NumericAddress;
import org.relock.state.rpc.Program;
import org.relock.state.store.MonitorRecord;
import org.relock.state.store.OwedCallback;
import org.relock.state.store.StoreListing;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The status monitor without its sockets: the wiring that both the daemon and its tests use. It
 * reads the monitor list, then {@link #program} answers; {@link #begin} takes up what was left
 * unfinished by the process before.
 */
public final class Statd implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Statd.class);

    private final World world;
    private final MonitorList list = new MonitorList(StatdLimits.MONITORS);
    private final OwnState ownState;
    private final StatusCallback callbacks;
    private final Program program;

    private Statd(StatdConfig.Rules rules, World world) throws IOException {
        this.world = world;
        load(world.store().monitored());
        ownState = new OwnState(world.store());
        callbacks =
                new StatusCallback(
                        world.callbackCalls(),
                        world.portmapper(),
                        world.timer(),
                        world.ticker(),
                        rules.callbackGiveUp(),
                        world.memory()::settle);
        LookupBudget budget = new LookupBudget(world.ticker());
        Watching watching =
                new Watching(
                        list,
                        world.store(),
                        world.memory(),
                        callbacks,
                        world.names(),
                        world.workers(),
                        world.callout(),
                        ownState);
        Notices notices =
                new Notices(
                        list,
                        new NoticeMatch(list, world.namesForOthers(), budget, rules.strict()),
                        world.memory(),
                        callbacks,
                        world.ticker(),
                        rules.strict());
        LocalCallers local =
                new LocalCallers(rules.strict(), world.ticker(), StatdLimits.LOUD_SENTENCE_PAUSE);
        program =
                SmProgram.of(
                        new StatCall(world.namesForOthers(), budget, ownState, world.workers()),
                        new MonCall(local, watching),
                        new UnmonCall(local, list, watching, ownState, world.workers()),
                        new UnmonAllCall(local, list, watching, ownState, world.workers()),
                        new SimuCrashCall(
                                this::simulateCrash,
                                world.ticker(),
                                StatdLimits.LOUD_SENTENCE_PAUSE),
                        new NotifyCall(notices, world.callout()));
    }

    /**
     * Reads the monitor list and our state number, and is ready to answer.
     *
     * @throws IOException if one of them cannot be read at all; bad records are only reported
     */
    static Statd start(StatdConfig.Rules rules, World world) throws IOException {
        return new Statd(rules, world);
    }

    /**
     * The same by the rules that hold unless told otherwise.
     *
     * @throws IOException if one of them cannot be read at all; bad records are only reported
     */
    public static Statd start(World world) throws IOException {
        return start(StatdConfig.Rules.COMPATIBLE, world);
    }

    private void load(StoreListing listing) {
        for (String problem : listing.problems()) {
            LOG.error("{}", problem);
        }
        for (MonitorRecord record : listing.records()) {
            if (list.isFull()) {
                LOG.error("More than {} hosts are monitored; some are ignored", list.size());
                return;
            }
            list.put(record);
            OptionalInt last = world.memory().lastSeen(record.fileName());
            if (last.isPresent()) {
                list.recall(record.monId(), last.getAsInt());
            }
        }
    }

    /** Makes the callbacks that are still owed, and learns the addresses of the hosts read. */
    public void begin() {
        for (OwedCallback owed : world.memory().owed()) {
            // The cookie may have changed since; what is no longer watched is no longer owed.
            Optional<Monitor> watched = list.find(owed.record().monId());
            if (watched.isPresent()) {
                callbacks.owe(watched.get().record(), owed.state());
            } else {
                world.memory().settle(owed);
            }
        }
        Set<String> unknown = new LinkedHashSet<>();
        for (MonitorRecord record : list.records()) {
            if (NumericAddress.parse(record.fileName()).isEmpty()) {
                unknown.add(record.fileName());
            }
        }
        Queue<String> toLearn = new ArrayDeque<>(unknown);
        for (int i = 0; i < StatdLimits.LEARNING_AT_ONCE; i++) {
            learnNext(toLearn);
        }
    }

    private void learnNext(Queue<String> toLearn) {
        String fileName;
        synchronized (toLearn) {
            fileName = toLearn.poll();
        }
        if (fileName == null) {
            return;
        }
        var unused =
                world.namesForOthers()
                        .addresses(fileName)
                        .thenAcceptAsync(
                                found -> {
                                    for (Monitor monitor : list.named(fileName)) {
                                        list.resolved(monitor.record().monId(), found);
                                    }
                                    learnNext(toLearn);
                                },
                                world.workers());
    }

    /** Returns the procedures, for a server or a test to call. */
    public Program program() {
        return program;
    }

    /** Returns how many hosts are watched, each as often as it is. */
    int monitored() {
        return list.size();
    }

    /** Returns how many callbacks no lock manager has taken yet. */
    public int owed() {
        return callbacks.owed();
    }

    /** Returns our state number as last read. */
    int state() {
        return ownState.last();
    }

    /**
     * Behaves as after a reboot: watches nobody, and tells all who were watched. Their files stay;
     * callbacks already owed are still made.
     */
    void simulateCrash() {
        LOG.warn("Simulating a crash: {} monitored hosts are forgotten", list.size());
        list.clear();
        world.notifyPeers().run();
    }

    /** Makes no more callbacks; what is owed stays owed on disk. */
    @Override
    public void close() {
        callbacks.close();
    }
}
