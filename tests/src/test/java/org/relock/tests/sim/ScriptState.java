package org.relock.tests.sim;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.relock.lockd.locks.ByteRange;
import org.relock.lockd.locks.FileKey;
import org.relock.lockd.locks.GraceStatus;
import org.relock.lockd.locks.Lock;
import org.relock.lockd.locks.LockMode;
import org.relock.lockd.locks.LockOwner;
import org.relock.lockd.locks.RecordedState;
import org.relock.lockd.locks.Wish;
import org.relock.state.store.MonitorRecord;
import org.relock.state.xdr.Opaque;

/** Says what the server has in its tables. */
final class ScriptState {

    private ScriptState() {}

    static String held(SimLockServer server, Opaque file) {
        RecordedState state = server.locks().orElseThrow().snapshot();
        List<String> held = new ArrayList<>();
        state.locks()
                .forEach(
                        (key, locks) -> {
                            if (isOf(key, file)) {
                                for (Lock lock : locks) {
                                    held.add(text(lock.owner(), lock.range(), lock.mode()));
                                }
                            }
                        });
        Collections.sort(held);
        return held.isEmpty() ? "nothing" : String.join(", ", held);
    }

    static String waiting(SimLockServer server, Opaque file) {
        RecordedState state = server.locks().orElseThrow().snapshot();
        List<String> waiting = new ArrayList<>();
        for (Wish wish : state.wishes()) {
            if (isOf(wish.request().file(), file)) {
                String how = wish.state() == Wish.State.WAITING ? "" : " " + wish.state();
                waiting.add(
                        text(wish.request().owner(), wish.request().range(), wish.request().mode())
                                + how);
            }
        }
        return waiting.isEmpty() ? "nobody" : String.join(", ", waiting);
    }

    static String watched(SimLockServer server) {
        List<String> names = new ArrayList<>();
        for (MonitorRecord record : server.store().monitored().records()) {
            names.add(record.fileName());
        }
        Collections.sort(names);
        return names.isEmpty() ? "nobody" : String.join(", ", names);
    }

    static String grace(SimLockServer server) {
        List<GraceStatus> grace = server.locks().orElseThrow().grace();
        return grace.isEmpty() ? "none" : "on";
    }

    private static boolean isOf(FileKey key, Opaque file) {
        return Table.nameOf(key.name()).equals(Table.nameOf(file));
    }

    private static String text(LockOwner owner, ByteRange range, LockMode mode) {
        String name = Table.text(owner);
        String oh = name.substring(0, name.indexOf(' '));
        return oh
                + " "
                + Long.toUnsignedString(range.first())
                + "+"
                + Long.toUnsignedString(range.length())
                + (mode == LockMode.WRITE ? " write" : " read");
    }
}
