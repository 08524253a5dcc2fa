package org.relock.lockd.control;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.relock.lockd.export.Export;
import org.relock.lockd.mount.MountEntry;
import org.relock.lockd.nfs3.Latencies;
import org.relock.lockd.nfs3.Nfs3Counters;
import org.relock.lockd.vfs.FileStatus;

/** {@code exports}, {@code mounts}, {@code nfsstat} and {@code reload}: the files we serve. */
final class ShareCommands {

    private static final double MEDIAN = 0.5;
    private static final double NEARLY_ALL = 0.99;
    private static final long NANOS_PER_MICRO = 1_000;

    private final Optional<Sharing> sharing;

    ShareCommands(Optional<Sharing> sharing) {
        this.sharing = sharing;
    }

    private Sharing sharing() throws RefusedException {
        return sharing.orElseThrow(
                () -> new RefusedException("another server has the files; none are exported here"));
    }

    void exports(Question question, JsonGenerator json) throws IOException, RefusedException {
        question.mayHave();
        List<Export> exports = sharing().exports().all();
        json.writeArrayFieldStart("exports");
        for (Export export : exports) {
            List<String> clients = export.clients();
            List<String> options = export.options();
            for (int i = 0; i < clients.size(); i++) {
                json.writeStartObject();
                json.writeStringField("path", export.path());
                json.writeNumberField("file_system", Integer.toUnsignedLong(export.id()));
                json.writeStringField("client", clients.get(i));
                json.writeStringField("options", i < options.size() ? options.get(i) : "");
                json.writeEndObject();
            }
        }
        json.writeEndArray();
    }

    void mounts(Question question, JsonGenerator json) throws IOException, RefusedException {
        question.mayHave();
        List<MountEntry> mounts = sharing().mounts().all();
        json.writeArrayFieldStart("mounts");
        for (MountEntry mount : mounts) {
            json.writeStartObject();
            json.writeStringField("address", mount.host());
            json.writeStringField("path", mount.path());
            json.writeEndObject();
        }
        json.writeEndArray();
    }

    void nfsstat(Question question, JsonGenerator json) throws IOException, RefusedException {
        question.mayHave();
        Nfs3Counters counters = sharing().counters();
        json.writeNumberField("bytes_read", counters.bytesRead());
        json.writeNumberField("bytes_written", counters.bytesWritten());
        json.writeArrayFieldStart("procedures");
        for (int i = 1; i < Nfs3Counters.procedures(); i++) {
            procedure(counters, i, json);
        }
        json.writeEndArray();
    }

    private static void procedure(Nfs3Counters counters, int number, JsonGenerator json)
            throws IOException {
        Latencies latencies = counters.latencies(number);
        long answered = latencies.count();
        json.writeStartObject();
        json.writeStringField("procedure", Nfs3Counters.name(number));
        json.writeNumberField("calls", counters.calls(number));
        json.writeNumberField("ok", counters.successes(number));
        json.writeNumberField(
                "mean_microseconds",
                answered == 0 ? 0 : latencies.sumNanos() / answered / NANOS_PER_MICRO);
        json.writeNumberField("p50_microseconds", latencies.quantileMicros(MEDIAN));
        json.writeNumberField("p99_microseconds", latencies.quantileMicros(NEARLY_ALL));
        json.writeArrayFieldStart("failures");
        for (FileStatus status : FileStatus.values()) {
            long failed = counters.failures(number, status);
            if (failed > 0) {
                json.writeStartObject();
                json.writeStringField("status", status.name());
                json.writeNumberField("count", failed);
                json.writeEndObject();
            }
        }
        json.writeEndArray();
        json.writeEndObject();
    }

    void reload(Question question, JsonGenerator json) throws IOException, RefusedException {
        question.mayHave();
        Reloaded reloaded = sharing().reload().get();
        json.writeBooleanField("well", !reloaded.kept());
        json.writeNumberField("exports", reloaded.exports());
        json.writeNumberField("exported", reloaded.exported());
        json.writeNumberField("unexported", reloaded.unexported());
        json.writeNumberField("locks", reloaded.released().locks());
        json.writeNumberField("waiters", reloaded.released().wishes());
        json.writeNumberField("shares", reloaded.released().shares());
        json.writeArrayFieldStart("complaints");
        for (String complaint : reloaded.complaints()) {
            json.writeString(complaint);
        }
        json.writeEndArray();
    }
}
