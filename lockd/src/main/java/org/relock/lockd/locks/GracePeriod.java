package org.relock.lockd.locks;

import java.net.InetAddress;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** One grace period: until when, for whom, and what was held before. */
final class GracePeriod {

    private final GraceScope scope;
    private final long began;
    private final long length;
    private final LockService.ReclaimRule rule;

    /** Those who may reclaim. */
    private final Set<ClientId> roster;

    /** Those of them who have not finished. */
    private final Set<ClientId> awaited;

    private final Recorded before;

    /** What of that has not been reclaimed or given up. */
    private final Recorded rest;

    /** Those of whom something was recorded. */
    private final Set<ClientId> recorded = new HashSet<>();

    GracePeriod(
            GraceScope scope,
            long began,
            long length,
            Collection<ClientId> roster,
            RecordedState state,
            LockService.ReclaimRule rule) {
        this.scope = scope;
        this.began = began;
        this.length = length;
        this.rule = rule;
        this.roster = Set.copyOf(roster);
        awaited = new LinkedHashSet<>(roster);
        before = new Recorded(state);
        rest = new Recorded(state);
        for (ClientId client : awaited) {
            if (rest.has(client)) {
                recorded.add(client);
            }
        }
    }

    GraceScope scope() {
        return scope;
    }

    long began() {
        return began;
    }

    long left(long now) {
        return length - (now - began);
    }

    boolean isOver(long now) {
        boolean allAreDone = awaited.isEmpty() && rule != LockService.ReclaimRule.ANYONES;
        return left(now) <= 0 || allAreDone;
    }

    boolean concerns(InetAddress server) {
        return !(scope instanceof GraceScope.Server one) || one.server().equals(server);
    }

    List<ClientId> awaited() {
        return List.copyOf(awaited);
    }

    boolean mayReclaim(LockRequest request) {
        return switch (rule) {
            case RECORDED -> before.covers(request);
            case NOT_ANOTHERS ->
                    roster.contains(request.owner().client()) && !before.standsInWayOf(request);
            case ANYONES -> true;
        };
    }

    boolean mayReclaim(FileKey file, ShareReservation share) {
        return switch (rule) {
            case RECORDED -> before.covers(file, share);
            case NOT_ANOTHERS ->
                    roster.contains(share.owner().client()) && !before.standsInWayOf(file, share);
            case ANYONES -> true;
        };
    }

    /** What is there already, as after a restart in the midst of it, is not waited for. */
    void settle(RecordedState now) {
        now.locks()
                .forEach(
                        (file, all) ->
                                all.forEach(
                                        it -> settle(file, it.owner(), Optional.of(it.range()))));
        now.shares()
                .forEach(
                        (file, all) ->
                                all.forEach(it -> settle(file, it.owner(), Optional.empty())));
    }

    /** The owner has bytes back, or gave them up; its share if {@code range} is absent. */
    void settle(FileKey file, LockOwner owner, Optional<ByteRange> range) {
        if (range.isPresent()) {
            rest.forget(file, owner, range.get());
        } else {
            rest.forget(file, owner);
        }
        noteIfDone(owner.client());
    }

    void rebooted(ClientId client, int state) {
        rest.forgetBefore(client, state);
        noteIfDone(client);
    }

    void done(ClientId client) {
        awaited.remove(client);
    }

    private void noteIfDone(ClientId client) {
        if (recorded.contains(client) && !rest.has(client)) {
            awaited.remove(client);
        }
    }
}
