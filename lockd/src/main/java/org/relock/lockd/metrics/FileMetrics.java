package org.relock.lockd.metrics;

import io.prometheus.metrics.core.metrics.CounterWithCallback;
import io.prometheus.metrics.core.metrics.GaugeWithCallback;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import io.prometheus.metrics.model.snapshots.ClassicHistogramBuckets;
import io.prometheus.metrics.model.snapshots.HistogramSnapshot;
import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.MetricSnapshot;
import org.relock.lockd.nfs3.Latencies;
import org.relock.lockd.nfs3.Nfs3Counters;
import org.relock.lockd.vfs.FileStatus;

/** The metrics of the files we serve. */
final class FileMetrics {

    private static final double MICROS_PER_SECOND = 1e6;
    private static final double NANOS_PER_SECOND = 1e9;

    private final PrometheusRegistry registry;
    private final Nfs3Counters nfs;

    private FileMetrics(PrometheusRegistry registry, Nfs3Counters nfs) {
        this.registry = registry;
        this.nfs = nfs;
    }

    static void add(PrometheusRegistry registry, FileSources sources) {
        FileMetrics made = new FileMetrics(registry, sources.nfs());
        made.calls();
        made.bytes();
        registry.register(made::durations);
        CounterWithCallback.builder()
                .name("relock_access_log_dropped")
                .help("Accesses that were not logged because the disk was slow or full.")
                .callback(callback -> callback.call((double) sources.unlogged().getAsLong()))
                .register(registry);
        GaugeWithCallback.builder()
                .name("relock_exports")
                .help("Directories exported.")
                .callback(callback -> callback.call(sources.exports().getAsInt()))
                .register(registry);
        GaugeWithCallback.builder()
                .name("relock_mounts")
                .help("Mounts that clients have told of.")
                .callback(callback -> callback.call(sources.mounts().getAsInt()))
                .register(registry);
    }

    private void calls() {
        CounterWithCallback.builder()
                .name("relock_nfs_calls")
                .help("NFS and NFS_ACL calls understood, by procedure.")
                .labelNames("procedure")
                .callback(
                        callback -> {
                            for (int i = 1; i < Nfs3Counters.procedures(); i++) {
                                callback.call((double) nfs.calls(i), Nfs3Counters.name(i));
                            }
                        })
                .register(registry);
        CounterWithCallback.builder()
                .name("relock_nfs_failures")
                .help("NFS and NFS_ACL calls answered with an error, by procedure and status.")
                .labelNames("procedure", "status")
                .callback(this::failures)
                .register(registry);
    }

    private void failures(CounterWithCallback.Callback callback) {
        for (int i = 1; i < Nfs3Counters.procedures(); i++) {
            for (FileStatus status : FileStatus.values()) {
                long count = nfs.failures(i, status);
                if (count > 0) {
                    callback.call((double) count, Nfs3Counters.name(i), status.name());
                }
            }
        }
    }

    private void bytes() {
        CounterWithCallback.builder()
                .name("relock_nfs_read_bytes")
                .help("Bytes of files sent to clients.")
                .callback(callback -> callback.call((double) nfs.bytesRead()))
                .register(registry);
        CounterWithCallback.builder()
                .name("relock_nfs_written_bytes")
                .help("Bytes that clients wrote to files.")
                .callback(callback -> callback.call((double) nfs.bytesWritten()))
                .register(registry);
    }

    private MetricSnapshot durations() {
        HistogramSnapshot.Builder all =
                HistogramSnapshot.builder()
                        .name("relock_nfs_duration_seconds")
                        .help("From a call's being understood to its answer, by procedure.");
        for (int i = 1; i < Nfs3Counters.procedures(); i++) {
            if (nfs.calls(i) > 0) {
                all.dataPoint(ofProcedure(i));
            }
        }
        return all.build();
    }

    private HistogramSnapshot.HistogramDataPointSnapshot ofProcedure(int procedure) {
        Latencies latencies = nfs.latencies(procedure);
        ClassicHistogramBuckets.Builder buckets = ClassicHistogramBuckets.builder();
        for (int i = 0; i < Latencies.BUCKETS - 1; i++) {
            buckets.bucket(Latencies.boundMicros(i) / MICROS_PER_SECOND, latencies.in(i));
        }
        buckets.bucket(Double.POSITIVE_INFINITY, latencies.in(Latencies.BUCKETS - 1));
        return HistogramSnapshot.HistogramDataPointSnapshot.builder()
                .classicHistogramBuckets(buckets.build())
                .sum(latencies.sumNanos() / NANOS_PER_SECOND)
                .labels(Labels.of("procedure", Nfs3Counters.name(procedure)))
                .build();
    }
}
