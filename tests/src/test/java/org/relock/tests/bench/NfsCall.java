package org.relock.tests.bench;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.relock.state.xdr.Opaque;

/**
 * One call of NFSv3 or MOUNT with AUTH_SYS, written down byte by byte (RFC 5531, RFC 1813) rather
 * than with the code under test, and sent again and again with another xid and offset.
 */
final class NfsCall {

    static final int NFS = 100_003;
    static final int MOUNT = 100_005;

    static final int GETATTR = 1;
    static final int LOOKUP = 3;
    static final int READ = 6;
    static final int WRITE = 7;
    static final int CREATE = 8;
    static final int MKDIR = 9;
    static final int REMOVE = 12;
    static final int READDIRPLUS = 17;

    static final int UNSTABLE = 0;
    static final int FILE_SYNC = 2;

    /** Where the status of an accepted call's results lies in a reply, behind the mark. */
    static final int STATUS = 24;

    /** Where a READ that went well tells its count, if attributes came with it. */
    static final int READ_COUNT = STATUS + 4 + 88;

    private static final int LAST_FRAGMENT = 0x8000_0000;

    /** All but the data of a WRITE. */
    private static final int ROOM = 1_024;

    /** Where the xid lies, behind the mark. */
    private static final int XID = 4;

    /** The call of which {@link #bytes} is: so many bytes must a READ bring; 0 for others. */
    final int count;

    private final ByteBuffer bytes;
    private final int offsetAt;
    private final long offsets;
    private final int step;
    private long turn;

    private NfsCall(ByteBuffer bytes, int offsetAt, int count, int step, long offsets) {
        this.bytes = bytes;
        this.offsetAt = offsetAt;
        this.count = count;
        this.step = step;
        this.offsets = offsets;
    }

    /** Returns the whole record, ready to be sent, with that xid and the next offset. */
    ByteBuffer next(int xid) {
        bytes.clear().putInt(XID, xid);
        if (offsetAt > 0) {
            bytes.putLong(offsetAt, turn * step % offsets);
            turn++;
        }
        return bytes;
    }

    private static ByteBuffer call(int uid, int program, int version, int procedure, int data) {
        ByteBuffer out = ByteBuffer.allocateDirect(ROOM + data);
        out.putInt(0).putInt(0).putInt(0).putInt(2);
        out.putInt(program).putInt(version).putInt(procedure);
        // AUTH_SYS: stamp, a machine name of four bytes, uid, gid, no further groups.
        out.putInt(1)
                .putInt(24)
                .putInt(0)
                .putInt(4)
                .put("load".getBytes(StandardCharsets.US_ASCII));
        out.putInt(uid).putInt(uid).putInt(0);
        return out.putLong(0);
    }

    private static ByteBuffer opaque(ByteBuffer out, byte[] value) {
        out.putInt(value.length).put(value);
        return out.put(new byte[-value.length & 3]);
    }

    private static ByteBuffer whole(ByteBuffer out) {
        int length = out.position();
        out.putInt(0, LAST_FRAGMENT | (length - 4));
        return out.flip().slice();
    }

    private static NfsCall of(ByteBuffer out) {
        return new NfsCall(whole(out), 0, 0, 0, 1);
    }

    private static ByteBuffer on(int uid, int procedure, Opaque handle, int data) {
        return opaque(call(uid, NFS, 3, procedure, data), handle.toBytes());
    }

    static NfsCall mount(int uid, String path) {
        ByteBuffer out = call(uid, MOUNT, 3, 1, 0);
        return of(opaque(out, path.getBytes(StandardCharsets.US_ASCII)));
    }

    static NfsCall getattr(int uid, Opaque handle) {
        return of(on(uid, GETATTR, handle, 0));
    }

    /** LOOKUP or REMOVE. */
    static NfsCall named(int uid, int procedure, Opaque directory, String name) {
        ByteBuffer out = on(uid, procedure, directory, 0);
        return of(opaque(out, name.getBytes(StandardCharsets.US_ASCII)));
    }

    /** CREATE, unchecked, or MKDIR. */
    static NfsCall make(int uid, int procedure, Opaque directory, String name, int mode) {
        ByteBuffer out = on(uid, procedure, directory, 0);
        opaque(out, name.getBytes(StandardCharsets.US_ASCII));
        if (procedure == CREATE) {
            out.putInt(0);
        }
        // The mode, and neither owner, group, size nor times.
        out.putInt(1).putInt(mode).putInt(0).putInt(0).putInt(0).putInt(0).putInt(0);
        return of(out);
    }

    /** READ of {@code count} bytes: first at {@code first} counts, then on and around. */
    static NfsCall read(int uid, Opaque handle, int count, long first, long size) {
        ByteBuffer out = on(uid, READ, handle, 0);
        int offsetAt = out.position();
        out.putLong(0).putInt(count);
        return starting(new NfsCall(whole(out), offsetAt, count, count, size), first);
    }

    /** WRITE of {@code count} bytes; else as {@link #read}. */
    static NfsCall write(int uid, Opaque handle, int count, int stable, long first, long size) {
        ByteBuffer out = on(uid, WRITE, handle, count);
        int offsetAt = out.position();
        out.putLong(0).putInt(count).putInt(stable).putInt(count);
        out.position(out.position() + count);
        return starting(new NfsCall(whole(out), offsetAt, 0, count, size), first);
    }

    private static NfsCall starting(NfsCall call, long turn) {
        call.turn = turn;
        return call;
    }

    static NfsCall readdirplus(int uid, Opaque handle, long cookie, long verifier, int bytes) {
        ByteBuffer out = on(uid, READDIRPLUS, handle, 0);
        return of(out.putLong(cookie).putLong(verifier).putInt(bytes).putInt(bytes));
    }
}
