package org.relock.state.rpcbind;

import java.io.IOException;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.relock.state.rpc.CallEncoding;
import org.relock.state.rpc.ReplyDecoding;
import org.relock.state.rpc.RpcOutcome;
import org.relock.state.rpc.Unguessable;
import org.relock.state.rpcbind.RpcbindException.Kind;
import org.relock.state.xdr.MalformedXdrException;
import org.relock.state.xdr.XdrEncodable;
import org.relock.state.xdr.XdrReader;

/**
 * A conversation with the local rpcbind, until its deadline. It speaks version 4 of the protocol,
 * or the highest lower one that the other side has. Used by one thread.
 */
final class RpcbindSession implements AutoCloseable {

    /** Entries of its table that are read; a list that goes on is not an rpcbind's. */
    private static final int MAX_ENTRIES = 4096;

    /** Answers to earlier calls, and nobody's, that are stepped over before one is given up. */
    private static final int MAX_STRAYS = 64;

    private final Wire wire;
    private final Unguessable random = new Unguessable();
    private int version = Rpcb.VERSION_4;

    RpcbindSession(Wire wire) {
        this.wire = wire;
    }

    /**
     * {@code RPCBPROC_SET}.
     *
     * @return whether it is registered now, which it is not if it is registered elsewhere
     */
    boolean set(RpcService service, String owner) throws RpcbindException {
        return change(Rpcb.SET, service, owner);
    }

    /**
     * {@code RPCBPROC_UNSET} of one netid.
     *
     * @return false if the entry belongs to somebody else
     */
    boolean unset(RpcService service, String owner) throws RpcbindException {
        return change(Rpcb.UNSET, service, owner);
    }

    /** {@code RPCBPROC_UNSET} of every netid there is. */
    boolean unsetAll(int program, int programVersion, String owner) throws RpcbindException {
        RpcbEntry every = new RpcbEntry(program, programVersion, "", "", owner);
        Mapping everyV2 = new Mapping(program, programVersion, 0, 0);
        return truth(call(Rpcb.UNSET, every, everyV2));
    }

    /** Sends {@code RPCBPROC_UNSET} without waiting for the answer. */
    void beginUnset(RpcService service, String owner) throws RpcbindException {
        try {
            wire.send(encode(random.next(), Rpcb.UNSET, service.entry(owner)));
        } catch (IOException e) {
            throw because(e);
        }
    }

    /** Waits for the answer to {@link #beginUnset}, and asks again if that was not understood. */
    void endUnset(RpcService service, String owner) throws RpcbindException {
        try {
            ByteBuffer reply = wire.receive();
            if (reply.remaining() >= 4
                    && ReplyDecoding.decode(reply.position(4)) instanceof RpcOutcome.Success) {
                return;
            }
        } catch (IOException e) {
            throw because(e);
        }
        unset(service, owner);
    }

    private boolean change(int procedure, RpcService service, String owner)
            throws RpcbindException {
        if (version == Rpcb.VERSION_2 && service.mapping().isEmpty()) {
            return false; // version 2 knows IPv4 only
        }
        XdrEncodable mapping =
                service.mapping().map(m -> (XdrEncodable) m).orElse(service.entry(owner));
        return truth(call(procedure, service.entry(owner), mapping));
    }

    /** Calls NULL, and finds out which version is spoken. */
    void ping() throws RpcbindException {
        XdrReader nothing = call(Rpcb.NULL, XdrEncodable.VOID, XdrEncodable.VOID);
        if (nothing.remaining() > 0) {
            throw new RpcbindException(Kind.STRANGE, "rpcbind answers NULL with results");
        }
    }

    /** {@code RPCBPROC_DUMP}: the whole table; of version 2 it lacks owners and IPv6. */
    List<RpcbEntry> dump() throws RpcbindException {
        XdrReader xdr = call(Rpcb.DUMP, XdrEncodable.VOID, XdrEncodable.VOID);
        List<RpcbEntry> entries = new ArrayList<>();
        try {
            while (xdr.bool()) {
                if (entries.size() == MAX_ENTRIES) {
                    throw new MalformedXdrException("more than " + MAX_ENTRIES + " entries");
                }
                entries.add(
                        version == Rpcb.VERSION_2
                                ? Mapping.decode(xdr).entry()
                                : RpcbEntry.decode(xdr));
            }
        } catch (MalformedXdrException e) {
            throw because(e);
        }
        return entries;
    }

    private boolean truth(XdrReader results) throws RpcbindException {
        try {
            return results.bool();
        } catch (MalformedXdrException e) {
            throw because(e);
        }
    }

    /** Calls with {@code arguments}, or with {@code argumentsV2} if it comes to version 2. */
    private XdrReader call(int procedure, XdrEncodable arguments, XdrEncodable argumentsV2)
            throws RpcbindException {
        while (true) {
            RpcOutcome outcome =
                    exchange(procedure, version == Rpcb.VERSION_2 ? argumentsV2 : arguments);
            if (outcome instanceof RpcOutcome.Success success) {
                return success.results();
            }
            if (!isMismatch(outcome) || version == Rpcb.VERSION_2) {
                throw new RpcbindException(Kind.STRANGE, "rpcbind answers " + outcome);
            }
            version--;
        }
    }

    private static boolean isMismatch(RpcOutcome outcome) {
        return outcome instanceof RpcOutcome.Refused refused
                && refused.status().startsWith("PROG_MISMATCH");
    }

    private RpcOutcome exchange(int procedure, XdrEncodable arguments) throws RpcbindException {
        int xid = random.next();
        try {
            wire.send(encode(xid, procedure, arguments));
            for (int i = 0; i < MAX_STRAYS; i++) {
                ByteBuffer reply = wire.receive();
                if (reply.remaining() >= 4 && reply.getInt() == xid) {
                    return ReplyDecoding.decode(reply);
                }
            }
        } catch (IOException e) {
            throw because(e);
        }
        throw new RpcbindException(Kind.STRANGE, "rpcbind answers what was not asked");
    }

    private byte[] encode(int xid, int procedure, XdrEncodable arguments) {
        return CallEncoding.encode(xid, Rpcb.PROGRAM, version, procedure, arguments);
    }

    private static RpcbindException because(IOException e) {
        if (e instanceof SocketTimeoutException) {
            return new RpcbindException(Kind.SILENT, "rpcbind does not answer");
        }
        if (e instanceof MalformedXdrException) {
            return new RpcbindException(Kind.STRANGE, "rpcbind's answer: " + e.getMessage());
        }
        return new RpcbindException(Kind.ABSENT, "rpcbind is gone: " + e.getMessage());
    }

    @Override
    public void close() {
        try {
            wire.close();
        } catch (IOException e) {
            // Nothing was left to be said on it.
        }
    }
}
