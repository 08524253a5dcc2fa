package org.relock.tests.nlm;

import java.net.InetAddress;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.relock.state.xdr.MalformedXdrException;
import org.relock.state.xdr.XdrReader;
import org.relock.state.xdr.XdrWriter;

/** A client's rpcbind on port 111 (RFC 1833): GETPORT and GETADDR only, or deaf. */
public final class Portmapper implements AutoCloseable {

    private static final int PORT = 111;
    private static final int GETPORT = 3;
    private static final int LONGEST = 1024;

    private record Key(int program, Transport transport) {}

    private final InetAddress address;
    private final Map<Key, Integer> ports = new ConcurrentHashMap<>();
    private final Inbox<Incoming> asked = new Inbox<>();
    private final Service service;
    private volatile boolean deaf;

    /** Serves on port 111 of an address. */
    public Portmapper(InetAddress address) {
        this.address = address;
        this.service = new Service(address, PORT, this::answer);
    }

    /** Says from now on that a program is on {@code port}. */
    public void register(int program, Transport transport, int port) {
        ports.put(new Key(program, transport), port);
    }

    /** Takes every question and answers none. */
    public void deaf() {
        deaf = true;
    }

    Inbox<Incoming> asked() {
        return asked;
    }

    private Optional<byte[]> answer(Incoming call) {
        asked.put(call);
        if (deaf) {
            return Optional.empty();
        }
        if (call.procedure() == 0) {
            return Optional.of(new byte[0]);
        }
        if (call.procedure() != GETPORT) {
            return Optional.empty();
        }
        try {
            return Optional.of(call.version() == 2 ? port(call.reader()) : uaddr(call.reader()));
        } catch (MalformedXdrException e) {
            throw new CheckFailed("a question to rpcbind that is no XDR");
        }
    }

    private byte[] port(XdrReader xdr) throws MalformedXdrException {
        int program = xdr.i32();
        xdr.i32();
        Transport transport = xdr.i32() == Transport.UDP.protocol ? Transport.UDP : Transport.TCP;
        return new XdrWriter(4).i32(ports.getOrDefault(new Key(program, transport), 0)).toBytes();
    }

    private byte[] uaddr(XdrReader xdr) throws MalformedXdrException {
        int program = xdr.i32();
        xdr.i32();
        Transport transport = xdr.string(LONGEST).startsWith("udp") ? Transport.UDP : Transport.TCP;
        int port = ports.getOrDefault(new Key(program, transport), 0);
        String uaddr =
                port == 0 ? "" : address.getHostAddress() + "." + (port >> 8) + "." + (port & 0xff);
        return new XdrWriter(64).string(uaddr).toBytes();
    }

    @Override
    public void close() {
        service.close();
    }
}
