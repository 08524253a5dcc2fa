package org.relock.lockd.locks;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.relock.lockd.locks.Wish.State;
import org.relock.state.xdr.Opaque;

/** The lock table, as lists: locks, wishes and shares. Grace is not its business. */
final class PlainTable {

    private final LockLimits limits;
    private final LockJournal journal;
    private final OfferListener listener;
    private final PlainLocks held = new PlainLocks();
    private final TreeMap<Long, Wish> wishes = new TreeMap<>();
    private final Map<FileKey, Map<LockOwner, ShareReservation>> shares = new LinkedHashMap<>();
    private long lastWish;

    PlainTable(
            LockLimits limits, LockJournal journal, OfferListener listener, RecordedState state) {
        this.limits = limits;
        this.journal = journal;
        this.listener = listener;
        state.locks().forEach((file, locks) -> locks.forEach(lock -> held.put(file, lock)));
        state.wishes().forEach(wish -> wishes.put(wish.id(), wish));
        state.shares().forEach((file, all) -> all.forEach(share -> sharesOn(file, share)));
        lastWish = state.lastWish();
    }

    private void sharesOn(FileKey file, ShareReservation share) {
        shares.computeIfAbsent(file, key -> new LinkedHashMap<>()).put(share.owner(), share);
    }

    void begin() {
        wishes.values().stream().filter(w -> w.state() == State.OFFERED).forEach(listener::offered);
        grant(file -> true);
    }

    LockOutcome test(LockRequest request) {
        List<Lock> conflicts = conflicts(request);
        if (!conflicts.isEmpty()) {
            return new LockOutcome.Denied(conflicts.get(0));
        }
        return mayHoldMore(request) ? LockOutcome.Granted.INSTANCE : LockOutcome.TooMany.INSTANCE;
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
        if (outcome instanceof LockOutcome.TooMany
                || (outcome instanceof LockOutcome.Granted && !queues)) {
            return lock(request);
        }
        if (!mayHoldMore(request)
                || wishes.values().stream()
                                .filter(
                                        w ->
                                                w.request()
                                                        .owner()
                                                        .client()
                                                        .equals(request.owner().client()))
                                .count()
                        >= limits.wishesPerClient()) {
            return LockOutcome.TooMany.INSTANCE;
        }
        if (closesCircle(request)) {
            return LockOutcome.Deadlock.INSTANCE;
        }
        lastWish++;
        change(new Wish(lastWish, request, memo, State.WAITING));
        return new LockOutcome.Waiting(lastWish);
    }

    void unlock(FileKey file, LockOwner owner, ByteRange range) {
        release(
                lock -> false,
                wish ->
                        wish.request().file().equals(file)
                                && wish.request().owner().equals(owner)
                                && range.contains(wish.request().range()),
                share -> false,
                file::equals);
        if (!held.carve(file, owner, range).isEmpty()) {
            journal.unlocked(file, owner, range);
        }
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

    ShareOutcome share(FileKey file, ShareReservation share) {
        Map<LockOwner, ShareReservation> there = shares.getOrDefault(file, Map.of());
        if (there.values().stream()
                .anyMatch(s -> !s.owner().equals(share.owner()) && s.conflictsWith(share))) {
            return ShareOutcome.DENIED;
        }
        ClientId client = share.owner().client();
        if (!there.containsKey(share.owner())
                && shares.values().stream()
                                .flatMap(all -> all.keySet().stream())
                                .filter(owner -> owner.client().equals(client))
                                .count()
                        >= limits.sharesPerClient()) {
            return ShareOutcome.TOO_MANY;
        }
        if (!share.equals(there.get(share.owner()))) {
            sharesOn(file, share);
            journal.shared(file, share);
        }
        return ShareOutcome.GRANTED;
    }

    void unshare(FileKey file, LockOwner owner) {
        release(lock -> false, wish -> false, share -> share.owner().equals(owner), file::equals);
    }

    /** Releases what the tests pick, on the files picked. */
    Released release(
            Predicate<Lock> locks,
            Predicate<Wish> wants,
            Predicate<ShareReservation> opens,
            Predicate<FileKey> files) {
        int released = 0;
        for (FileKey file : held.files()) {
            if (files.test(file)) {
                for (Lock lock : held.on(file).stream().filter(locks).toList()) {
                    held.carve(file, lock.owner(), lock.range());
                    journal.unlocked(file, lock.owner(), lock.range());
                    released++;
                }
            }
        }
        List<Wish> gone =
                wishes.values().stream()
                        .filter(w -> files.test(w.request().file()) && wants.test(w))
                        .toList();
        gone.forEach(this::drop);
        int closed = 0;
        for (FileKey file : List.copyOf(shares.keySet())) {
            if (files.test(file)) {
                for (ShareReservation share : List.copyOf(shares.get(file).values())) {
                    if (opens.test(share)) {
                        shares.get(file).remove(share.owner());
                        journal.unshared(file, share.owner());
                        closed++;
                    }
                }
                if (shares.get(file).isEmpty()) {
                    shares.remove(file);
                }
            }
        }
        grant(files);
        return new Released(released, gone.size(), closed);
    }

    boolean isIdle(ClientId client) {
        return held.all().stream().noneMatch(lock -> lock.owner().client().equals(client))
                && wishes.values().stream()
                        .noneMatch(w -> w.request().owner().client().equals(client))
                && shares.values().stream()
                        .flatMap(all -> all.keySet().stream())
                        .noneMatch(owner -> owner.client().equals(client));
    }

    RecordedState snapshot() {
        Map<FileKey, List<Lock>> locks = new LinkedHashMap<>();
        held.files().forEach(file -> locks.put(file, held.on(file)));
        Map<FileKey, List<ShareReservation>> opens = new LinkedHashMap<>();
        shares.forEach((file, all) -> opens.put(file, List.copyOf(all.values())));
        return new RecordedState(locks, List.copyOf(wishes.values()), opens, lastWish);
    }

    Optional<Wish> wish(long id) {
        return Optional.ofNullable(wishes.get(id));
    }

    List<LockOwner> blockersOf(long id) {
        Wish wish = wishes.get(id);
        if (wish == null || wish.state() != State.WAITING) {
            return List.of();
        }
        return List.copyOf(blockers(wish.request(), id));
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
            journal.locked(request.file(), lock);
        }
    }

    private void change(Wish wish) {
        if (!wish.equals(wishes.put(wish.id(), wish))) {
            journal.waits(wish);
        }
    }

    private void drop(Wish wish) {
        wishes.remove(wish.id());
        journal.gone(wish.id());
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

    private boolean mayHoldMore(LockRequest request) {
        List<Lock> all = held.all();
        return all.size() < limits.locks()
                && all.stream()
                                .filter(l -> l.owner().client().equals(request.owner().client()))
                                .count()
                        < limits.locksPerClient();
    }

    private boolean closesCircle(LockRequest request) {
        Set<LockOwner> seen = new HashSet<>();
        List<LockOwner> open = new ArrayList<>(blockers(request, Long.MAX_VALUE));
        while (!open.isEmpty()) {
            LockOwner owner = open.remove(open.size() - 1);
            if (owner.equals(request.owner())) {
                return true;
            }
            if (seen.add(owner)) {
                for (Wish wish : wishes.values()) {
                    if (wish.state() == State.WAITING && wish.request().owner().equals(owner)) {
                        open.addAll(blockers(wish.request(), wish.id()));
                    }
                }
            }
        }
        return false;
    }
}
