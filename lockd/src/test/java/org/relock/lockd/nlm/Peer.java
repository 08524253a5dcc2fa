package org.relock.lockd.nlm;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.net.InetAddress;
import org.relock.state.rpc.Transport;
import org.relock.state.xdr.MalformedXdrException;
import org.relock.state.xdr.Opaque;
import org.relock.state.xdr.XdrReader;

/** A client of the lock manager under test: it says what it wants and reads what it gets. */
final class Peer {

    static final InetAddress SERVER = Bytes.address("192.0.2.200");

    /** A handle of 32 bytes, zeros at the end. */
    static final Opaque FILE = Opaque.ofHex("0a0b0c0d" + "00".repeat(28));

    private static int lastXid;

    final Served served;
    final InetAddress address;
    final String name;

    NlmVersion version = NlmVersion.V4;
    Transport transport = Transport.TCP;
    InetAddress server = SERVER;
    Opaque cookie = Opaque.ofHex("c0c0");
    Opaque handle = FILE;
    Opaque owner = Opaque.ofHex("0b");
    int svid = 7;
    int state = 0;
    boolean reclaim;

    Peer(Served served, InetAddress address, String name) {
        this.served = served;
        this.address = address;
        this.name = name;
    }

    NlmLock bytes(long offset, long length) {
        return new NlmLock(name, handle, owner, svid, offset, length);
    }

    LockArgs lockArgs(boolean block, boolean exclusive, long offset, long length) {
        return new LockArgs(cookie, block, exclusive, bytes(offset, length), reclaim, state);
    }

    CancelArgs cancelArgs(boolean exclusive, long offset, long length) {
        return new CancelArgs(cookie, true, exclusive, bytes(offset, length));
    }

    UnlockArgs unlockArgs(long offset, long length) {
        return new UnlockArgs(cookie, bytes(offset, length));
    }

    TestArgs testArgs(boolean exclusive, long offset, long length) {
        return new TestArgs(cookie, exclusive, bytes(offset, length));
    }

    ShareArgs shareArgs(int mode, int access) {
        return new ShareArgs(cookie, name, handle, owner, mode, access, reclaim);
    }

    /** Calls a procedure with arguments in hexadecimal digits and a new transaction id. */
    Letter call(int procedure, String arguments) {
        lastXid++;
        return call(lastXid, version.number(), procedure, arguments);
    }

    Letter call(int procedure, NlmWord arguments) {
        return call(procedure, Bytes.hex(version, arguments));
    }

    Letter call(int xid, int number, int procedure, String arguments) {
        Letter letter = new Letter(address, server, transport, served.heard);
        String message =
                Bytes.word(xid)
                        + "00000000" // CALL
                        + "00000002" // rpcvers
                        + "000186b5" // NLM_PROG
                        + Bytes.word(number)
                        + Bytes.word(procedure)
                        + "00000000".repeat(4) // AUTH_NONE twice
                        + arguments;
        served.answer(message, letter);
        return letter;
    }

    /** Returns the status of an answer that is {@code nlm4_res}, its cookie checked. */
    NlmStat stat(Letter letter) {
        try {
            XdrReader xdr = Bytes.reading(letter.results());
            NlmRes res = NlmRes.decode(xdr);
            assertEquals(0, xdr.remaining());
            assertEquals(cookie, res.cookie());
            return res.stat();
        } catch (MalformedXdrException e) {
            throw new AssertionError(e);
        }
    }

    NlmStat lock(long offset, long length) {
        return stat(call(Nlm.LOCK, lockArgs(false, true, offset, length)));
    }

    NlmStat readLock(long offset, long length) {
        return stat(call(Nlm.LOCK, lockArgs(false, false, offset, length)));
    }

    NlmStat lockOrWait(long offset, long length) {
        return stat(call(Nlm.LOCK, lockArgs(true, true, offset, length)));
    }

    NlmStat unlock(long offset, long length) {
        return stat(call(Nlm.UNLOCK, unlockArgs(offset, length)));
    }

    NlmStat cancel(boolean exclusive, long offset, long length) {
        return stat(call(Nlm.CANCEL, cancelArgs(exclusive, offset, length)));
    }

    TestRes test(boolean exclusive, long offset, long length) {
        Letter letter = call(Nlm.TEST, testArgs(exclusive, offset, length));
        try {
            XdrReader xdr = Bytes.reading(letter.results());
            TestRes res = TestRes.decode(version, xdr);
            assertEquals(0, xdr.remaining());
            assertEquals(cookie, res.cookie());
            return res;
        } catch (MalformedXdrException e) {
            throw new AssertionError(e);
        }
    }

    NlmStat share(int mode, int access) {
        return shareStat(call(Nlm.SHARE, shareArgs(mode, access)));
    }

    NlmStat unshare() {
        return shareStat(call(Nlm.UNSHARE, shareArgs(0, 0)));
    }

    NlmStat shareStat(Letter letter) {
        try {
            XdrReader xdr = Bytes.reading(letter.results());
            ShareRes res = ShareRes.decode(xdr);
            assertEquals(0, xdr.remaining());
            assertEquals(cookie, res.cookie());
            return res.stat();
        } catch (MalformedXdrException e) {
            throw new AssertionError(e);
        }
    }
}
