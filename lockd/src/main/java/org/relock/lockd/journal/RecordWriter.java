package org.relock.lockd.journal;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import org.relock.lockd.hosts.ClientRecord;
import org.relock.lockd.locks.ByteRange;
import org.relock.lockd.locks.FileKey;
import org.relock.lockd.locks.Lock;
import org.relock.lockd.locks.LockMode;
import org.relock.lockd.locks.LockOwner;
import org.relock.lockd.locks.LockRequest;
import org.relock.lockd.locks.ShareReservation;
import org.relock.lockd.locks.Taken;
import org.relock.lockd.locks.Wish;
import org.relock.state.xdr.XdrWriter;

/**
 * Writes records. What a method returns is one whole record and good until the next call; not
 * thread safe. {@link RecordReader} reads them.
 */
final class RecordWriter {

    private final Frame frame = new Frame();

    ByteBuffer locked(FileKey file, Lock lock) {
        XdrWriter out = begin(RecordType.LOCKED);
        file(out, file);
        owner(out, lock.owner());
        out.bool(lock.mode() == LockMode.WRITE);
        range(out, lock.range());
        taken(out, lock.taken());
        return frame.end();
    }

    ByteBuffer unlocked(FileKey file, LockOwner owner, ByteRange range) {
        XdrWriter out = begin(RecordType.UNLOCKED);
        file(out, file);
        owner(out, owner);
        range(out, range);
        return frame.end();
    }

    ByteBuffer waits(Wish wish) {
        LockRequest request = wish.request();
        XdrWriter out = begin(RecordType.WAITS).i64(wish.id());
        file(out, request.file());
        owner(out, request.owner());
        out.bool(request.mode() == LockMode.WRITE);
        range(out, request.range());
        out.bool(request.reclaim());
        taken(out, request.taken());
        out.opaque(wish.memo()).i32(number(wish.state()));
        return frame.end();
    }

    ByteBuffer grace(GraceMark mark) {
        begin(RecordType.GRACE).i64(mark.begun()).i64(mark.length()).bool(mark.everyone());
        return frame.end();
    }

    ByteBuffer gone(long wish) {
        begin(RecordType.GONE).i64(wish);
        return frame.end();
    }

    ByteBuffer shared(FileKey file, ShareReservation share) {
        XdrWriter out = begin(RecordType.SHARED);
        file(out, file);
        owner(out, share.owner());
        out.i32(share.access()).i32(share.deny());
        taken(out, share.taken());
        return frame.end();
    }

    ByteBuffer unshared(FileKey file, LockOwner owner) {
        XdrWriter out = begin(RecordType.UNSHARED);
        file(out, file);
        owner(out, owner);
        return frame.end();
    }

    /** Writes a record that says no more than its type. */
    ByteBuffer mark(RecordType type) {
        begin(type);
        return frame.end();
    }

    /** Writes a record of a type and a number. */
    ByteBuffer number(RecordType type, long number) {
        begin(type).i64(number);
        return frame.end();
    }

    ByteBuffer client(ClientRecord record) {
        XdrWriter out = begin(RecordType.CLIENT).i64(record.client().id().number());
        address(out, record.client().address());
        out.string(record.client().callerName()).string(record.monName());
        out.fixedOpaque(record.priv());
        return frame.end();
    }

    private XdrWriter begin(RecordType type) {
        return frame.begin().i32(type.number());
    }

    private static void file(XdrWriter out, FileKey file) {
        out.i32(file.fileSystem()).opaque(file.name());
    }

    private static void owner(XdrWriter out, LockOwner owner) {
        out.i64(owner.client().number()).opaque(owner.name());
    }

    private static void range(XdrWriter out, ByteRange range) {
        out.i64(range.first()).i64(range.last());
    }

    private static void taken(XdrWriter out, Taken taken) {
        address(out, taken.server());
        out.i32(taken.clientState()).bool(taken.monitored()).i64(taken.sinceMillis());
    }

    private static void address(XdrWriter out, InetAddress address) {
        byte[] bytes = address.getAddress();
        out.i32(bytes.length).raw(bytes);
        out.i32(address instanceof Inet6Address six ? six.getScopeId() : 0);
    }

    /** Returns the number of a state in the file, which does not depend on the enum's order. */
    private static int number(Wish.State state) {
        return switch (state) {
            case WAITING -> 0;
            case OFFERED -> 1;
            case DORMANT -> 2;
        };
    }
}
