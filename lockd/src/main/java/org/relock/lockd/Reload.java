package org.relock.lockd;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.IntFunction;
import org.relock.lockd.control.Reloaded;
import org.relock.lockd.export.ExportList;
import org.relock.lockd.export.ExportSources;
import org.relock.lockd.export.ExportTable;
import org.relock.lockd.locks.Released;
import org.relock.state.time.Timer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads the exports files again, for SIGHUP and {@code lockctl reload}. Files with a fault change
 * nothing. What is exported no more is STALE from then on, and nothing in it stays locked (NLM
 * check 66).
 */
final class Reload {

    private static final Logger LOG = LoggerFactory.getLogger(Reload.class);

    private final ExportSources sources;
    private final ExportTable exports;
    private final IntFunction<Released> release;
    private final Timer timer;
    private final Runnable forget;

    /**
     * Makes it.
     *
     * @param release takes away all that is held in the export of that number
     * @param forget forgets what else is kept of this machine's settings
     */
    Reload(
            ExportSources sources,
            ExportTable exports,
            IntFunction<Released> release,
            Timer timer,
            Runnable forget) {
        this.sources = sources;
        this.exports = exports;
        this.release = release;
        this.timer = timer;
        this.forget = forget;
    }

    /** Does it; waits for the disk. */
    synchronized Reloaded now() {
        forget.run();
        ExportList list = sources.read();
        List<String> complaints = new ArrayList<>(list.complaints());
        if (!sources.areThere()) {
            complaints.add("there is no file of exports any more; an empty one exports nothing");
        }
        if (list.isFaulty() || !sources.areThere()) {
            complaints.forEach(complaint -> LOG.warn("{}", complaint));
            LOG.error("What is exported stays as it was, as the files have faults");
            return new Reloaded(true, exports.all().size(), 0, 0, Released.NOTHING, complaints);
        }
        ExportTable.Change change = exports.load(list);
        change.complaints().forEach(complaint -> LOG.warn("{}", complaint));
        // A number that another directory has now is released once: what comes later is its own.
        Released released = giveUp(change.unexported(), change.exported());
        if (!change.unexported().isEmpty()) {
            // A LOCK whose handle was opened just before may enter the table just now.
            timer.after(LockdLimits.UNEXPORT_AGAIN, () -> giveUp(change.unexported(), Set.of()));
            timer.after(ExportTable.LEAVE, () -> giveUp(change.unexported(), Set.of()));
        }
        LOG.info(
                "Exports are read again: {} now, {} new, {} gone",
                exports.all().size(),
                change.exported().size(),
                change.unexported().size());
        return new Reloaded(
                false,
                exports.all().size(),
                change.exported().size(),
                change.unexported().size(),
                released,
                change.complaints());
    }

    private Released giveUp(Set<Integer> unexported, Set<Integer> replaced) {
        Released all = Released.NOTHING;
        for (int id : unexported) {
            // It may have been exported again meanwhile.
            if (replaced.contains(id) || exports.byId(id).isEmpty()) {
                all = all.plus(release.apply(id));
            }
        }
        if (!all.isNothing()) {
            LOG.warn(
                    "Released with what is exported no more: {} locks, {} waiters, {} shares",
                    all.locks(),
                    all.wishes(),
                    all.shares());
        }
        return all;
    }
}
