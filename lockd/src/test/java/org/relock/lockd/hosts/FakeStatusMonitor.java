package org.relock.lockd.hosts;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.relock.state.time.FakeTime;
import org.relock.state.xdr.Opaque;

/** A status monitor that does as it is told, and what it was asked. */
final class FakeStatusMonitor implements StatusMonitor {

    /** Such as {@code "MON 10.0.0.2"}. */
    final List<String> asked = new ArrayList<>();

    /** What it would give back, by name. */
    final Map<String, Opaque> watched = new HashMap<>();

    private final FakeTime time;
    private boolean here = true;
    private boolean refuses;
    private Duration takes = Duration.ZERO;

    FakeStatusMonitor(FakeTime time) {
        this.time = time;
    }

    void isHere(boolean now) {
        here = now;
    }

    void refuses(boolean now) {
        refuses = now;
    }

    /** Has SM_MON take that long. */
    void takes(Duration now) {
        takes = now;
    }

    @Override
    public CompletableFuture<MonResult> mon(String monName, Opaque priv) {
        asked.add("MON " + monName);
        if (!here) {
            return later(Duration.ofSeconds(10), new MonResult.NoAnswer("no answer"));
        }
        if (refuses) {
            return later(takes, MonResult.Refused.INSTANCE);
        }
        watched.put(monName, priv);
        return later(takes, new MonResult.Watched(7));
    }

    @Override
    public CompletableFuture<Boolean> unmon(String monName) {
        asked.add("UNMON " + monName);
        watched.remove(monName);
        return later(here ? takes : Duration.ofSeconds(10), here);
    }

    @Override
    public CompletableFuture<Boolean> answers() {
        return later(here ? Duration.ZERO : Duration.ofSeconds(1), here);
    }

    private <T> CompletableFuture<T> later(Duration delay, T answer) {
        if (delay.isZero()) {
            return CompletableFuture.completedFuture(answer);
        }
        CompletableFuture<T> future = new CompletableFuture<>();
        time.after(delay, () -> future.complete(answer));
        return future;
    }
}
