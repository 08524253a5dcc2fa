package org.relock.lockd.journal;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import org.relock.lockd.journal.Recovered.Kind;
import org.relock.lockd.locks.Lock;
import org.relock.lockd.locks.LockRequest;
import org.relock.lockd.locks.RecordedState;
import org.relock.lockd.locks.Wish;
import org.relock.state.rpc.Unguessable;

/**
 * Finds out what a directory says: the newest whole snapshot, and what the logs from its number on
 * add. It changes nothing; what is spoilt is named, to be set aside once its successor is there.
 */
final class Recovery {

    /** Ids that wishes may have got after the last that is recorded. */
    private static final long LOST_WISHES = 1L << 32;

    /** Where ids begin when nobody knows which were given: at one of a billion such places. */
    private static final int RANDOM_BITS = 30;

    private final Folder folder;
    private final String boot;
    private final RecordReader records = new RecordReader();
    private final List<Spoilt> spoilt = new ArrayList<>();

    private Kind kind = Kind.FRESH;
    private RecordedState state = RecordedState.EMPTY;
    private Optional<RecordedState> before = Optional.empty();
    private boolean exact;
    private boolean damaged;
    private boolean suspended;

    /** The daemon ended in good order, so that the log has all it did. */
    private boolean ended;

    /** A file that cannot be used, and why. */
    private record Spoilt(Path file, String why) {}

    private Recovery(Folder folder, String boot) {
        this.folder = folder;
        this.boot = boot;
    }

    /** Reads everything. */
    static Recovery of(Folder folder, String boot) {
        Recovery recovery = new Recovery(folder, boot);
        recovery.readBefore();
        recovery.read();
        return recovery;
    }

    /** What has happened. */
    Kind kind() {
        return kind;
    }

    /** What the table begins with. */
    RecordedState table() {
        return switch (kind) {
            case FRESH, SAME_BOOT -> state;
            case EARLIER_BOOT -> emptyAfter(state.lastWish() + LOST_WISHES);
            case LOST -> {
                int random = new Unguessable().next() >>> (Integer.SIZE - RANDOM_BITS);
                yield emptyAfter(
                        Math.max(random, state.lastWish() / LOST_WISHES + 1) * LOST_WISHES);
            }
        };
    }

    /** What was held before the reboot, if reclaims are to be expected. */
    Optional<RecordedState> before() {
        return switch (kind) {
            case FRESH, SAME_BOOT -> before;
            case EARLIER_BOOT -> Optional.of(held(state));
            case LOST -> Optional.of(RecordedState.EMPTY);
        };
    }

    /** Whether {@link #before} has all that was acknowledged. */
    boolean exact() {
        return exact && kind != Kind.LOST;
    }

    /** Puts aside what cannot be used; to be called once there is something in its place. */
    void setSpoiltAside() {
        for (Spoilt file : spoilt) {
            folder.setAside(file.file(), file.why());
        }
    }

    private void readBefore() {
        Path file = folder.file(Names.BEFORE);
        if (!Files.exists(file, LinkOption.NOFOLLOW_LINKS)) {
            return;
        }
        Replay table = new Replay();
        try {
            Optional<Header> header = LogFile.header(file);
            if (header.isPresent() && LogFile.readSnapshot(file, table, records)) {
                before = Optional.of(table.state());
                exact = header.get().forced();
                return;
            }
            spoilt.add(new Spoilt(file, "is not whole"));
        } catch (IOException e) {
            spoilt.add(new Spoilt(file, "cannot be read: " + e));
        }
        // Some grace was on, and nothing is known of what may be reclaimed in it.
        before = Optional.of(RecordedState.EMPTY);
    }

    private void read() {
        for (Map.Entry<Long, Path> snapshot : folder.snapshots().descendingMap().entrySet()) {
            try {
                if (readFrom(snapshot.getKey(), snapshot.getValue())) {
                    return;
                }
                spoilt.add(new Spoilt(snapshot.getValue(), "is no whole snapshot"));
            } catch (IOException e) {
                spoilt.add(new Spoilt(snapshot.getValue(), "cannot be read: " + e));
            }
            damaged = true;
        }
        if (!folder.snapshots().isEmpty() || !folder.logs().isEmpty()) {
            kind = Kind.LOST;
            folder.logs().values().forEach(log -> spoilt.add(new Spoilt(log, "has no snapshot")));
        }
    }

    /** Reads a snapshot and its logs; false if the snapshot is of no use. */
    private boolean readFrom(long sequence, Path file) throws IOException {
        Optional<Header> found = LogFile.header(file);
        if (found.isEmpty() || found.get().sequence() != sequence) {
            return false;
        }
        Header header = found.get();
        boolean sameBoot = header.boot().equals(boot);
        Replay table = new Replay();
        if (!sameBoot && before.isPresent()) {
            // The host went down again before all had reclaimed; what they did is on top of that.
            table.take(before.get());
        }
        if (!LogFile.readSnapshot(file, table, records)) {
            return false;
        }
        readLogs(header, table);
        state = table.state();
        if (sameBoot) {
            kind = damaged || suspended ? Kind.LOST : Kind.SAME_BOOT;
        } else {
            kind = Kind.EARLIER_BOOT;
            boolean complete = (header.forced() || ended) && !damaged && !suspended;
            exact = complete && (before.isEmpty() || exact);
        }
        return true;
    }

    private void readLogs(Header header, Replay table) {
        ended = false;
        long next = header.sequence();
        Path log = folder.logs().get(next);
        LogFile.End end = LogFile.End.ROTATED;
        while (log != null && end == LogFile.End.ROTATED) {
            Header like = new Header(next, header.boot(), header.forced());
            try {
                end = LogFile.readLog(log, like, table, records);
            } catch (IOException e) {
                spoilt.add(new Spoilt(log, "cannot be read: " + e));
                damaged = true;
                break;
            }
            if (end == LogFile.End.DAMAGED || end == LogFile.End.FOREIGN) {
                spoilt.add(new Spoilt(log, "is not as it was written"));
                damaged = true;
            }
            suspended |= end == LogFile.End.SUSPENDED;
            ended = end == LogFile.End.ENDED;
            next++;
            log = folder.logs().get(next);
        }
        nothingFollows(folder.logs().tailMap(next), header);
    }

    /** A log behind the last one that was read may be prepared, but not written to. */
    private void nothingFollows(SortedMap<Long, Path> rest, Header header) {
        for (Map.Entry<Long, Path> log : rest.entrySet()) {
            Replay table = new Replay();
            Header like = new Header(log.getKey(), header.boot(), header.forced());
            try {
                LogFile.End end = LogFile.readLog(log.getValue(), like, table, records);
                boolean unused =
                        end == LogFile.End.BLANK
                                || (end == LogFile.End.STOPPED && table.state().isEmpty());
                if (!unused) {
                    spoilt.add(new Spoilt(log.getValue(), "does not follow what is before it"));
                    damaged = true;
                }
            } catch (IOException e) {
                spoilt.add(new Spoilt(log.getValue(), "cannot be read: " + e));
                damaged = true;
            }
        }
    }

    private static RecordedState emptyAfter(long lastWish) {
        return new RecordedState(Map.of(), List.of(), Map.of(), lastWish);
    }

    /** What owners may believe to hold: an offer may have reached its owner, too. */
    private static RecordedState held(RecordedState state) {
        Replay table = new Replay();
        table.take(new RecordedState(state.locks(), List.of(), state.shares(), state.lastWish()));
        for (Wish wish : state.wishes()) {
            if (wish.state() == Wish.State.OFFERED) {
                LockRequest request = wish.request();
                Lock lock =
                        new Lock(request.owner(), request.mode(), request.range(), request.taken());
                table.locked(request.file(), lock);
            }
        }
        return table.state();
    }
}
