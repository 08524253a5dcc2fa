package org.relock.tests.bench;

import java.nio.ByteBuffer;
import org.relock.state.xdr.Opaque;
import org.relock.state.xdr.XdrWriter;

/**
 * One call of NLM version 4 over TCP, encoded once and sent often: record mark, RPC header (RFC
 * 5531), arguments (XNFS chapter 10). Only its xid changes, and a range where it is asked to.
 */
final class NlmCall {

    static final int PROGRAM = 100021;
    static final int TEST = 1;
    static final int LOCK = 2;
    static final int UNLOCK = 4;
    static final int GRANTED_MSG = 10;
    static final int GRANTED_RES = 15;
    static final int FREE_ALL = 23;

    /**
     * Where the results' status stands in a reply whose cookie has four bytes, without the mark.
     */
    static final int STATUS = 24 + 8;

    private static final int LAST_FRAGMENT = 0x8000_0000;
    private static final Opaque COOKIE = Opaque.ofHex("0badcafe");

    private final byte[] bytes;
    private final int range;

    private NlmCall(int procedure, byte[] arguments, int range) {
        XdrWriter xdr = new XdrWriter(512);
        xdr.i32(0).i32(0).i32(0).i32(2).i32(PROGRAM).i32(4).i32(procedure);
        // AUTH_SYS of root, no verifier.
        xdr.i32(1).i32(28).i32(0).string("load.tst").i32(0).i32(0).i32(0);
        xdr.i32(0).i32(0);
        int header = xdr.size();
        xdr.fixedOpaque(Opaque.copyOf(arguments));
        xdr.patchI32(0, LAST_FRAGMENT | (xdr.size() - 4));
        this.bytes = xdr.toBytes();
        this.range = header + range;
    }

    /** Who asks, and for which file. */
    record Owner(String caller, Opaque file, int svid) {

        private XdrWriter lock(XdrWriter xdr, long offset, long length) {
            Opaque oh = Opaque.copyOf(new XdrWriter(8).i32(svid).i32(~svid).toBytes());
            return xdr.string(caller).opaque(file).opaque(oh).i32(svid).i64(offset).i64(length);
        }
    }

    static NlmCall test(Owner owner, long offset, long length) {
        XdrWriter xdr = owner.lock(new XdrWriter(256).opaque(COOKIE).bool(true), offset, length);
        return new NlmCall(TEST, xdr.toBytes(), xdr.size() - 16);
    }

    static NlmCall lock(Owner owner, long offset, long length, boolean block) {
        XdrWriter xdr = new XdrWriter(256).opaque(COOKIE).bool(block).bool(true);
        owner.lock(xdr, offset, length);
        int range = xdr.size() - 16;
        return new NlmCall(LOCK, xdr.bool(false).i32(1).toBytes(), range);
    }

    static NlmCall unlock(Owner owner, long offset, long length) {
        XdrWriter xdr = owner.lock(new XdrWriter(256).opaque(COOKIE), offset, length);
        return new NlmCall(UNLOCK, xdr.toBytes(), xdr.size() - 16);
    }

    static NlmCall grantedRes(Opaque cookie) {
        return new NlmCall(GRANTED_RES, new XdrWriter(64).opaque(cookie).i32(0).toBytes(), 0);
    }

    static NlmCall freeAll(String caller) {
        return new NlmCall(FREE_ALL, new XdrWriter(64).string(caller).i32(0).toBytes(), 0);
    }

    int length() {
        return bytes.length;
    }

    void put(ByteBuffer out, int xid) {
        int at = out.position();
        out.put(bytes).putInt(at + 4, xid);
    }

    /** The same at another offset. */
    void put(ByteBuffer out, int xid, long offset) {
        int at = out.position();
        put(out, xid);
        out.putLong(at + range, offset);
    }
}
