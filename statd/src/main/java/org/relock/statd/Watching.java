package org.relock.statd;

import static java.util.concurrent.CompletableFuture.completedFuture;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import org.relock.state.names.Names;
import org.relock.state.names.NumericAddress;
import org.relock.state.nsm.MonId;
import org.relock.state.nsm.SmStatRes;
import org.relock.state.service.KeyedOrder;
import org.relock.state.store.MonitorRecord;
import org.relock.state.store.NsmStore;
import org.relock.state.store.PeerMemory;
import org.relock.state.xdr.Opaque;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Begins and ends monitors: name, disk, memory, callout, in this order, and no thread that serves
 * requests waits for any of them. What concerns one host is done in the order it was asked for;
 * hosts do not wait for each other.
 */
final class Watching {

    private static final Logger LOG = LoggerFactory.getLogger(Watching.class);

    private final MonitorList list;
    private final NsmStore store;
    private final PeerMemory memory;
    private final StatusCallback callbacks;
    private final Names names;
    private final Executor workers;
    private final Callout callout;
    private final OwnState ownState;
    private final KeyedOrder<String> byHost = new KeyedOrder<>(StatdLimits.CALLS_UNDER_WAY);
    // Two names can be one host, so what changes a file has an order of its own. A task of the
    // first kind may wait for one of the second, never the other way round.
    private final KeyedOrder<String> byFile = new KeyedOrder<>(StatdLimits.CALLS_UNDER_WAY);

    Watching(
            MonitorList list,
            NsmStore store,
            PeerMemory memory,
            StatusCallback callbacks,
            Names names,
            Executor workers,
            Callout callout,
            OwnState ownState) {
        this.list = list;
        this.store = store;
        this.memory = memory;
        this.callbacks = callbacks;
        this.names = names;
        this.workers = workers;
        this.callout = callout;
        this.ownState = ownState;
    }

    /** Begins a monitor whose names have been checked; completes with what SM_MON answers. */
    CompletionStage<SmStatRes> watch(MonId id, Opaque priv) {
        return byHost.submit(NameRules.fold(id.monName()), () -> watchInTurn(id, priv))
                .orElseGet(() -> failed(id, "too many calls are under way"))
                .exceptionally(failure -> refuse(id, failure));
    }

    private CompletionStage<SmStatRes> watchInTurn(MonId id, Opaque priv) {
        Optional<Monitor> known = list.find(id);
        if (known.isPresent()) {
            // No name is looked up twice: the file is where the first SM_MON put it.
            return remember(new MonitorRecord(known.get().record().fileName(), id, priv));
        }
        if (list.isFull()) {
            return failed(id, "the list is full");
        }
        return fileNameOf(id.monName())
                .thenCompose(
                        fileName -> {
                            if (fileName.isEmpty()) {
                                LOG.warn("No canonical hostname found for {}", id.monName());
                                return completedFuture(refuse(id));
                            }
                            return remember(new MonitorRecord(fileName.get(), id, priv));
                        });
    }

    /** An address is never refused for lack of a name: it is stored under itself. */
    private CompletableFuture<Optional<String>> fileNameOf(String monName) {
        boolean numeric = NumericAddress.parse(monName).isPresent();
        return names.canonical(monName)
                .thenApply(
                        found ->
                                found.filter(NameRules::isHostName)
                                        .or(
                                                () ->
                                                        numeric
                                                                ? Optional.of(monName)
                                                                : Optional.empty()));
    }

    private CompletionStage<SmStatRes> remember(MonitorRecord wanted) {
        return byFile.submit(
                        wanted.fileName(),
                        () ->
                                CompletableFuture.supplyAsync(() -> rememberNow(wanted), workers)
                                        .thenCompose(this::callOut))
                .orElseGet(() -> failed(wanted.monId(), "too many calls are under way"));
    }

    private record Remembered(MonitorRecord record, boolean isNews, SmStatRes reply) {}

    /** Runs on a worker. */
    private Remembered rememberNow(MonitorRecord wanted) {
        MonId id = wanted.monId();
        try {
            boolean known = list.find(id).filter(it -> it.record().equals(wanted)).isPresent();
            // sm-notify may have moved the file since, so memory alone is not believed.
            if (known && store.holds(wanted)) {
                LOG.debug("Duplicate SM_MON request for {}", id.monName());
                return new Remembered(wanted, false, new SmStatRes(true, ownState.fresh()));
            }
            store.put(wanted);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        if (list.find(id).isEmpty()) {
            forgetState(wanted);
        }
        list.put(wanted);
        LOG.debug("MONITORING {} for {}", id.monName(), id.myId().myName());
        learnAddresses(wanted);
        callbacks.lockManagerIsHere(id.myId());
        return new Remembered(wanted, true, new SmStatRes(true, ownState.fresh()));
    }

    /**
     * Who begins to watch a host wants to hear of its next notice, whatever its state: some hosts
     * have no disk and come with the same one each time.
     */
    private void forgetState(MonitorRecord record) {
        if (memory.lastSeen(record.fileName()).orElse(0) != 0) {
            memory.saw(record.fileName(), 0);
        }
    }

    private CompletionStage<SmStatRes> callOut(Remembered done) {
        if (!done.isNews()) {
            return completedFuture(done.reply());
        }
        return callout.addClient(done.record().monName(), done.record().myId().myName())
                .thenApply(nothing -> done.reply());
    }

    private void learnAddresses(MonitorRecord record) {
        if (NumericAddress.parse(record.fileName()).isEmpty()) {
            // Nobody waits for this one. Where it finds nothing, notices cost a look-up later.
            var unused =
                    names.addresses(record.fileName())
                            .thenAccept(found -> list.resolved(record.monId(), found));
        }
    }

    /**
     * Ends the monitors that {@code request} means: the one of exactly this wish, or, if there is
     * none, those of the same watcher for the host that {@code request} knows by another name.
     * Completes with how many there were, never badly.
     */
    CompletionStage<Integer> unwatch(MonId request) {
        return byHost.submit(NameRules.fold(request.monName()), () -> unwatchInTurn(request))
                .orElseGet(() -> CompletableFuture.failedFuture(new IOException("too many calls")))
                .exceptionally(
                        failure -> {
                            LOG.error("Failed to delete: {}", reason(failure));
                            return 0;
                        });
    }

    private CompletionStage<Integer> unwatchInTurn(MonId request) {
        Optional<Monitor> exact = list.find(request);
        if (exact.isPresent()) {
            return endAll(List.of(exact.get()), request);
        }
        List<Monitor> alike = ofWatcher(list.named(request.monName()), request);
        if (!alike.isEmpty() || list.size() == 0 || !NameRules.isHostName(request.monName())) {
            return endAll(alike, request);
        }
        return names.canonical(request.monName())
                .thenCompose(
                        found ->
                                endAll(
                                        found.map(name -> ofWatcher(list.named(name), request))
                                                .orElse(List.of()),
                                        request));
    }

    private static List<Monitor> ofWatcher(List<Monitor> monitors, MonId request) {
        return monitors.stream()
                .filter(it -> MonitorList.isSameWatcher(it.record().myId(), request.myId()))
                .toList();
    }

    private CompletionStage<Integer> endAll(List<Monitor> monitors, MonId request) {
        CompletionStage<Integer> done = completedFuture(0);
        for (Monitor monitor : monitors) {
            done =
                    done.thenCompose(
                            before ->
                                    end(monitor, request.monName(), request.myId().myName())
                                            .thenApply(nothing -> before + 1));
        }
        return done;
    }

    /** Ends one monitor, calling out with the names given; completes badly if it could not. */
    CompletionStage<Void> end(Monitor monitor, String monName, String myName) {
        MonitorRecord record = monitor.record();
        return byFile.submit(
                        record.fileName(),
                        () ->
                                callout.delClient(monName, myName)
                                        .thenAcceptAsync(nothing -> endNow(record), workers))
                .orElseGet(() -> CompletableFuture.failedFuture(new IOException("too many calls")));
    }

    /** Runs on a worker. */
    private void endNow(MonitorRecord record) {
        callbacks.cancel(record.monId()).ifPresent(memory::settle);
        list.remove(record.monId());
        LOG.debug("UNMONITORING {} for {}", record.monName(), record.myId().myName());
        try {
            store.remove(record);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private CompletableFuture<SmStatRes> failed(MonId id, String why) {
        LOG.warn("No SM_MON of {}: {}", id.monName(), why);
        return completedFuture(refuse(id));
    }

    private SmStatRes refuse(MonId id, Throwable failure) {
        LOG.error("Failed to insert: {}", reason(failure));
        return refuse(id);
    }

    private SmStatRes refuse(MonId id) {
        LOG.warn("STAT_FAIL to {} for SM_MON of {}", id.myId().myName(), id.monName());
        return SmStatRes.MON_FAILED;
    }

    /** Returns what the store said, which names the path, and not what the system told it. */
    private static String reason(Throwable failure) {
        Throwable cause = failure;
        while (cause.getCause() != null
                && (cause instanceof CompletionException
                        || cause instanceof UncheckedIOException)) {
            cause = cause.getCause();
        }
        String message = cause.getMessage();
        return message == null ? cause.getClass().getSimpleName() : message;
    }
}
