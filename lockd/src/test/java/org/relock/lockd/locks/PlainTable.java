package org.relock.lockd.locks;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.relock.lockd.locks.Wish.State;
import org.relock.state.xdr.Opaque;

/**
 * The lock table as lists, to compare the real one with: locks and wishes, without limits and
 * without looking for circles, so not for owners that hold something while they wait.
 */
final class PlainTable {

    private final OfferListener listener;
    private final PlainLocks held = new PlainLocks();
    private final TreeMap<Long, Wish> wishes = new TreeMap<>();
    private long lastWish;

    PlainTable(OfferListener listener) {
        this.listener = listener;
    }

    LockOutcome test(LockRequest request) {
        List<Lock> conflicts = conflicts(request);
        return conflicts.isEmpty()
                ? LockOutcome.Granted.INSTANCE
                : new LockOutcome.Denied(conflicts.get(0));
    }

    LockOutcome lock(LockRequest request) {
        LockOutcome outcome = test(request);
        if (outcome instanceof LockOutcome.Granted) {
            take(request);
            grant(request.file()::equals);
        }
        return outcome;
    }

    LockOutcome lockOrWait(LockRequest request, Opaque memo) {
        Optional<Wish> known =
                like(request.file(), request.owner(), request.mode(), request.range());
        if (known.isPresent()) {
            Wish wish = known.get();
            switch (wish.state()) {
                case WAITING -> {
                    change(new Wish(wish.id(), request, memo, State.WAITING));
                    return new LockOutcome.Waiting(wish.id());
                }
                case OFFERED -> {
                    change(new Wish(wish.id(), request, memo, State.OFFERED));
                    confirm(wish.id());
                    return LockOutcome.Granted.INSTANCE;
                }
                case DORMANT -> drop(wish);
            }
        }
        LockOutcome outcome = test(request);
        boolean queues = queuesBehind(request, Long.MAX_VALUE).findAny().isPresent();
        if (outcome instanceof LockOutcome.Granted && !queues) {
            return lock(request);
        }
        lastWish++;
        change(new Wish(lastWish, request, memo, State.WAITING));
        return new LockOutcome.Waiting(lastWish);
    }

    void unlock(FileKey file, LockOwner owner, ByteRange range) {
        dropAll(
                wish ->
                        wish.request().file().equals(file)
                                && wish.request().owner().equals(owner)
                                && range.contains(wish.request().range()));
        held.carve(file, owner, range);
        grant(file::equals);
    }

    CancelOutcome cancel(FileKey file, LockOwner owner, LockMode mode, ByteRange range) {
        Optional<Wish> wish = like(file, owner, mode, range);
        if (wish.isPresent()) {
            drop(wish.get());
            grant(file::equals);
            return CancelOutcome.CANCELLED;
        }
        boolean holds =
                held.on(file).stream()
                        .anyMatch(
                                lock ->
                                        lock.owner().equals(owner)
                                                && lock.mode() == mode
                                                && lock.range().contains(range));
        return holds ? CancelOutcome.ALREADY_HELD : CancelOutcome.NO_SUCH_WISH;
    }

    boolean confirm(long id) {
        Wish wish = wishes.get(id);
        if (wish == null || wish.state() != State.OFFERED) {
            return false;
        }
        take(wish.request());
        drop(wish);
        grant(wish.request().file()::equals);
        return true;
    }

    boolean decline(long id) {
        Wish wish = wishes.get(id);
        if (wish == null || wish.state() != State.OFFERED) {
            return false;
        }
        drop(wish);
        grant(wish.request().file()::equals);
        return true;
    }

    boolean giveUpOffer(long id) {
        Wish wish = wishes.get(id);
        if (wish == null
                || wish.state() != State.OFFERED
                || wishes.values().stream()
                        .noneMatch(
                                w ->
                                        w.state() == State.WAITING
                                                && conflict(w.request(), wish.request()))) {
            return false;
        }
        change(new Wish(id, wish.request(), wish.memo(), State.DORMANT));
        listener.settled(id);
        grant(wish.request().file()::equals);
        return true;
    }

    void release(ClientId client) {
        for (FileKey file : held.files()) {
            for (Lock lock : held.on(file)) {
                if (lock.owner().client().equals(client)) {
                    held.carve(file, lock.owner(), lock.range());
                }
            }
        }
        dropAll(wish -> wish.request().owner().client().equals(client));
        grant(file -> true);
    }

    private void dropAll(Predicate<Wish> which) {
        wishes.values().stream().filter(which).toList().forEach(this::drop);
    }

    List<Lock> on(FileKey file) {
        return held.on(file);
    }

    List<Wish> wishes() {
        return List.copyOf(wishes.values());
    }

    private Set<LockOwner> blockers(LockRequest request, long before) {
        Set<LockOwner> blockers = new LinkedHashSet<>();
        conflicts(request).forEach(lock -> blockers.add(lock.owner()));
        queuesBehind(request, before).forEach(w -> blockers.add(w.request().owner()));
        return blockers;
    }

    private void take(LockRequest request) {
        Lock lock = new Lock(request.owner(), request.mode(), request.range(), request.taken());
        if (!held.has(request.file(), lock)) {
            held.put(request.file(), lock);
        }
    }

    private void change(Wish wish) {
        wishes.put(wish.id(), wish);
    }

    private void drop(Wish wish) {
        wishes.remove(wish.id());
        if (wish.state() == State.OFFERED) {
            listener.settled(wish.id());
        }
    }

    private Optional<Wish> like(FileKey file, LockOwner owner, LockMode mode, ByteRange range) {
        return wishes.values().stream()
                .filter(
                        w ->
                                w.request().file().equals(file)
                                        && w.request().owner().equals(owner)
                                        && w.request().mode() == mode
                                        && w.request().range().equals(range))
                .findFirst();
    }

    /** Offers what can be offered, first come, first served. */
    private void grant(Predicate<FileKey> files) {
        for (Wish wish : List.copyOf(wishes.values())) {
            if (wish.state() == State.WAITING
                    && files.test(wish.request().file())
                    && blockers(wish.request(), wish.id()).isEmpty()) {
                Wish offered = new Wish(wish.id(), wish.request(), wish.memo(), State.OFFERED);
                change(offered);
                listener.offered(offered);
            }
        }
    }

    /** Returns locks and reservations of others in the way, in the order of their first bytes. */
    private List<Lock> conflicts(LockRequest request) {
        Stream<Lock> reserved =
                wishes.values().stream()
                        .filter(w -> w.state() == State.OFFERED)
                        .map(Wish::request)
                        .filter(r -> r.file().equals(request.file()))
                        .map(r -> new Lock(r.owner(), r.mode(), r.range(), r.taken()));
        return Stream.concat(held.on(request.file()).stream(), reserved)
                .filter(
                        lock ->
                                !lock.owner().equals(request.owner())
                                        && lock.mode().conflictsWith(request.mode())
                                        && lock.range().overlaps(request.range()))
                .sorted((a, b) -> Long.compareUnsigned(a.range().first(), b.range().first()))
                .toList();
    }

    /** Returns earlier wishes that a request has to let go first. */
    private Stream<Wish> queuesBehind(LockRequest request, long before) {
        if (holdsAll(request)) {
            return Stream.empty();
        }
        return wishes.headMap(before).values().stream()
                .filter(w -> w.state() == State.WAITING)
                .filter(w -> conflict(w.request(), request))
                .filter(
                        w ->
                                conflicts(w.request()).stream()
                                        .noneMatch(lock -> lock.owner().equals(request.owner())));
    }

    /** Whether the owner has every byte already, in whatever mode: an upgrade, or nothing new. */
    private boolean holdsAll(LockRequest request) {
        List<ByteRange> rest = List.of(request.range());
        for (Lock lock : held.on(request.file())) {
            if (lock.owner().equals(request.owner())) {
                List<ByteRange> left = new ArrayList<>();
                rest.forEach(range -> left.addAll(range.minus(lock.range())));
                rest = left;
            }
        }
        return rest.isEmpty();
    }

    private static boolean conflict(LockRequest a, LockRequest b) {
        return a.file().equals(b.file())
                && !a.owner().equals(b.owner())
                && a.mode().conflictsWith(b.mode())
                && a.range().overlaps(b.range());
    }
}
