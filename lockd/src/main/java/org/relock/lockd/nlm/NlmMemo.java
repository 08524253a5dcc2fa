package org.relock.lockd.nlm;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.util.Objects;
import org.relock.state.rpc.Transport;
import org.relock.state.xdr.MalformedXdrException;
import org.relock.state.xdr.Opaque;
import org.relock.state.xdr.XdrReader;
import org.relock.state.xdr.XdrWriter;

/**
 * What a GRANTED needs to find its client and be understood there. It stays with the wish, through
 * restarts too, so its form is versioned.
 *
 * @param version of NLM, as the LOCK had it; the GRANTED has the same
 * @param transport likewise
 * @param client where the LOCK came from
 * @param server the address of ours that was called; the GRANTED comes from there
 * @param exclusive whether the lock is
 * @param lock the LOCK's own words
 */
record NlmMemo(
        NlmVersion version,
        Transport transport,
        InetAddress client,
        InetAddress server,
        boolean exclusive,
        NlmLock lock) {

    /** The first byte. */
    private static final int FORMAT = 1;

    private static final int MAX_ADDRESS_BYTES = 16;

    NlmMemo {
        Objects.requireNonNull(version, "version");
        Objects.requireNonNull(transport, "transport");
        Objects.requireNonNull(client, "client");
        Objects.requireNonNull(server, "server");
        Objects.requireNonNull(lock, "lock");
    }

    /** Reads what {@link #encode} wrote. */
    static NlmMemo decode(Opaque memo) throws MalformedXdrException {
        XdrReader xdr = new XdrReader(ByteBuffer.wrap(memo.toBytes()));
        int head = xdr.i32();
        if (head >>> 24 != FORMAT) {
            throw new MalformedXdrException("a memo of form " + (head >>> 24));
        }
        NlmVersion version = version(head >>> 16 & 0xff);
        NlmMemo read =
                new NlmMemo(
                        version,
                        (head & 0x100) != 0 ? Transport.TCP : Transport.UDP,
                        address(xdr),
                        address(xdr),
                        (head & 1) != 0,
                        NlmLock.decode(version, xdr));
        if (xdr.remaining() != 0) {
            throw new MalformedXdrException(xdr.remaining() + " bytes too many in a memo");
        }
        return read;
    }

    /**
     * Returns it as bytes: the form, the version, the transport and the mode, a byte each; the
     * addresses; the lock in XDR.
     */
    Opaque encode() {
        XdrWriter xdr = new XdrWriter(256);
        int tcp = transport == Transport.TCP ? 1 : 0;
        xdr.i32(FORMAT << 24 | version.number() << 16 | tcp << 8 | (exclusive ? 1 : 0));
        write(xdr, client);
        write(xdr, server);
        lock.encode(version, xdr);
        return Opaque.copyOf(xdr.toBytes());
    }

    private static NlmVersion version(int number) throws MalformedXdrException {
        for (NlmVersion version : NlmVersion.values()) {
            if (version.number() == number) {
                return version;
            }
        }
        throw new MalformedXdrException("NLM version " + number);
    }

    private static void write(XdrWriter xdr, InetAddress address) {
        // Without its interface a link-local address cannot be called.
        int scope = address instanceof Inet6Address six ? six.getScopeId() : 0;
        xdr.opaque(Opaque.copyOf(address.getAddress())).i32(scope);
    }

    private static InetAddress address(XdrReader xdr) throws MalformedXdrException {
        byte[] bytes = xdr.opaque(MAX_ADDRESS_BYTES).toBytes();
        int scope = xdr.i32();
        try {
            return scope == 0
                    ? InetAddress.getByAddress(bytes)
                    : Inet6Address.getByAddress(null, bytes, scope);
        } catch (UnknownHostException e) {
            throw new MalformedXdrException("an address of " + bytes.length + " bytes");
        }
    }
}
