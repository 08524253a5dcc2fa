package org.relock.lockd.metrics;

import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.relock.lockd.hosts.MonitorCounts;
import org.relock.lockd.locks.LockService;
import org.relock.lockd.nlm.GrantCounts;
import org.relock.lockd.nlm.NlmCounters;
import org.relock.state.rpc.ReplyCache;

/**
 * Where the numbers come from. All are counted anyway, so that a scrape costs and nothing else.
 *
 * @param locks the lock table
 * @param calls what was called and answered
 * @param grants what became of grants
 * @param monitoring what became of monitoring
 * @param replies the cache of replies
 * @param journalIsWhole whether a restart now would lose nothing
 * @param problems a sentence for each thing that is not as it should be
 * @param files the files we serve; empty if another server has them
 */
public record Sources(
        LockService locks,
        NlmCounters calls,
        GrantCounts grants,
        MonitorCounts monitoring,
        ReplyCache replies,
        BooleanSupplier journalIsWhole,
        Supplier<List<String>> problems,
        Optional<FileSources> files) {}
