package org.relock.lockd.metrics;

import io.prometheus.metrics.core.metrics.CounterWithCallback;
import io.prometheus.metrics.core.metrics.GaugeWithCallback;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import io.prometheus.metrics.model.snapshots.ClassicHistogramBuckets;
import io.prometheus.metrics.model.snapshots.HistogramSnapshot;
import io.prometheus.metrics.model.snapshots.MetricSnapshot;
import java.util.List;
import java.util.function.ToDoubleFunction;
import java.util.function.ToLongFunction;
import org.relock.lockd.locks.Census;
import org.relock.lockd.locks.GraceStatus;
import org.relock.lockd.nlm.GrantCounts;
import org.relock.lockd.nlm.Latencies;
import org.relock.lockd.nlm.NlmCounters;
import org.relock.lockd.nlm.NlmStat;

/** The metrics by name (NLM check 68). */
final class Registry {

    private static final double MICROS_PER_SECOND = 1e6;
    private static final double NANOS_PER_SECOND = 1e9;
    private static final int PROCEDURES = 24;

    private final PrometheusRegistry registry = new PrometheusRegistry();
    private final Sources sources;

    private Registry(Sources sources) {
        this.sources = sources;
    }

    static PrometheusRegistry of(Sources sources) {
        Registry made = new Registry(sources);
        made.table();
        made.calls();
        made.grants();
        made.monitoring();
        made.rest();
        sources.files().ifPresent(files -> FileMetrics.add(made.registry, files));
        return made.registry;
    }

    private void table() {
        gauge("relock_locks_held", "Separate ranges held.", Census::locks);
        gauge("relock_locks_waiting", "Requests that wait, granted or not.", Census::wishes);
        gauge("relock_shares_held", "Share reservations.", Census::shares);
        gauge("relock_clients_holding", "Clients that hold or wait.", Census::clients);
        GaugeWithCallback.builder()
                .name("relock_grace_remaining_seconds")
                .help("How long the longest grace period lasts at most; 0 without one.")
                .callback(callback -> callback.call(graceLeft()))
                .register(registry);
    }

    private double graceLeft() {
        double longest = 0;
        for (GraceStatus grace : sources.locks().grace()) {
            longest = Math.max(longest, grace.left().toNanos() / NANOS_PER_SECOND);
        }
        return longest;
    }

    private void gauge(String name, String help, ToDoubleFunction<Census> value) {
        GaugeWithCallback.builder()
                .name(name)
                .help(help)
                .callback(callback -> callback.call(value.applyAsDouble(sources.locks().census())))
                .register(registry);
    }

    private void calls() {
        NlmCounters calls = sources.calls();
        CounterWithCallback.builder()
                .name("relock_nlm_calls")
                .help("Calls understood, by procedure number.")
                .labelNames("procedure")
                .callback(
                        callback -> {
                            for (int i = 1; i < PROCEDURES; i++) {
                                callback.call((double) calls.calls(i), Integer.toString(i));
                            }
                        })
                .register(registry);
        CounterWithCallback.builder()
                .name("relock_nlm_answers")
                .help("Calls answered, by procedure number and status.")
                .labelNames("procedure", "status")
                .callback(callback -> answers(calls, callback))
                .register(registry);
        counter(
                "relock_deadlocks",
                "Requests refused because to wait would have been to wait for ever.",
                all -> deadlocks(all.calls()));
        counter(
                "relock_thefts_refused",
                "Calls that spoke in another client's name.",
                all -> all.calls().thefts());
    }

    private static void answers(NlmCounters calls, CounterWithCallback.Callback callback) {
        for (int i = 1; i < PROCEDURES; i++) {
            for (NlmStat stat : NlmStat.values()) {
                long count = calls.answers(i, stat);
                if (count > 0) {
                    callback.call((double) count, Integer.toString(i), stat.name());
                }
            }
        }
    }

    private static long deadlocks(NlmCounters calls) {
        long all = 0;
        for (int i = 1; i < PROCEDURES; i++) {
            all += calls.answers(i, NlmStat.DEADLCK);
        }
        return all;
    }

    private void grants() {
        grants("offered", "Requests that waited and could be granted.", GrantCounts::offered);
        grants("sent", "GRANTED calls sent, repetitions too.", GrantCounts::sent);
        grants("resent", "GRANTED calls that were repetitions.", GrantCounts::sentAgain);
        grants("acknowledged", "Grants that clients accepted.", GrantCounts::acknowledged);
        grants("settled_otherwise", "Grants ended by another call.", GrantCounts::settledOtherwise);
        grants("denied", "Grants that clients refused.", GrantCounts::denied);
        grants("expired", "Grants that went to others unanswered.", GrantCounts::expired);
        grants("unreachable", "Times a client could not be reached.", GrantCounts::unreachable);
        registry.register(this::latency);
    }

    private void grants(String name, String help, ToLongFunction<GrantCounts> value) {
        counter("relock_grants_" + name, help, all -> value.applyAsLong(all.grants()));
    }

    private MetricSnapshot latency() {
        Latencies latencies = sources.grants().latencies();
        List<Long> bounds = Latencies.BOUNDS;
        ClassicHistogramBuckets.Builder buckets = ClassicHistogramBuckets.builder();
        for (int i = 0; i < bounds.size(); i++) {
            buckets.bucket(bounds.get(i) / MICROS_PER_SECOND, latencies.in(i));
        }
        buckets.bucket(Double.POSITIVE_INFINITY, latencies.in(bounds.size()));
        return HistogramSnapshot.builder()
                .name("relock_grant_latency_seconds")
                .help("From the offer to its acknowledgement.")
                .dataPoint(
                        HistogramSnapshot.HistogramDataPointSnapshot.builder()
                                .classicHistogramBuckets(buckets.build())
                                .sum(latencies.sumNanos() / NANOS_PER_SECOND)
                                .build())
                .build();
    }

    private void monitoring() {
        counter("relock_monitor_watched", "Clients taken by statd.", s -> s.monitoring().watched());
        counter(
                "relock_monitor_failures",
                "Clients that statd refused or did not answer for.",
                s -> s.monitoring().refused() + s.monitoring().unanswered());
        counter("relock_monitor_notices", "Notices of reboots.", s -> s.monitoring().notices());
    }

    private void rest() {
        counter(
                "relock_drc_hits",
                "Calls answered anew from the cache of replies.",
                all -> all.replies().counts().replayed());
        counter(
                "relock_drc_dropped",
                "Calls dropped because the same was in progress.",
                all -> all.replies().counts().dropped());
        GaugeWithCallback.builder()
                .name("relock_journal_whole")
                .help("1 if a restart now would lose no lock.")
                .callback(
                        callback -> callback.call(sources.journalIsWhole().getAsBoolean() ? 1 : 0))
                .register(registry);
    }

    private void counter(String name, String help, ToLongFunction<Sources> value) {
        CounterWithCallback.builder()
                .name(name)
                .help(help)
                .callback(callback -> callback.call((double) value.applyAsLong(sources)))
                .register(registry);
    }
}
