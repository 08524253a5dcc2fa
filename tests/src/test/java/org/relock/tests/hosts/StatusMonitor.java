package org.relock.tests.hosts;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetSocketAddress;
import org.relock.state.nsm.Mon;
import org.relock.state.nsm.MonId;
import org.relock.state.nsm.MyId;
import org.relock.state.nsm.Sm;
import org.relock.state.nsm.SmName;
import org.relock.state.nsm.SmStatRes;
import org.relock.state.nsm.StatChange;
import org.relock.state.xdr.Opaque;
import org.relock.state.xdr.XdrEncodable;
import org.relock.state.xdr.XdrReader;

/** A status monitor as seen from a host: its own, or another's. */
final class StatusMonitor implements AutoCloseable {

    private final RpcSocket socket;
    private final InetSocketAddress at;

    private StatusMonitor(RpcSocket socket, String address) throws IOException {
        this.socket = socket;
        int port = socket.port(address, Sm.PROGRAM, Sm.VERSION);
        assertTrue(port != 0, "statd is not registered at " + address);
        at = RpcSocket.at(address, port);
    }

    /** Finds a host's own. */
    static StatusMonitor of(Host host) throws IOException {
        return new StatusMonitor(RpcSocket.on(host), "127.0.0.1");
    }

    /** Finds a host's own, to be called from a reserved port. */
    static StatusMonitor reserved(Host host) throws IOException {
        return new StatusMonitor(RpcSocket.reservedOn(host), "127.0.0.1");
    }

    /** Finds the one at an address. */
    static StatusMonitor from(Host host, String address) throws IOException {
        return new StatusMonitor(RpcSocket.on(host), address);
    }

    /** Returns who is to be called back for a cookie of 16 times the same byte. */
    static Opaque cookie(int eachByte) {
        return Opaque.ofHex("%02x".formatted(eachByte).repeat(Sm.PRIV_BYTES));
    }

    /** Monitors, as the kernel does. */
    SmStatRes mon(String monName, String myName, int cookie) throws IOException {
        return mon(monName, new MyId(myName, LockManager.PROGRAM, 3, 16), cookie(cookie));
    }

    SmStatRes mon(String monName, MyId myId, Opaque cookie) throws IOException {
        return SmStatRes.decode(call(Sm.MON, new Mon(new MonId(monName, myId), cookie)));
    }

    SmStatRes stat(String monName) throws IOException {
        return SmStatRes.decode(call(Sm.STAT, new SmName(monName)));
    }

    int unmon(String monName, String myName) throws IOException {
        return unmon(monName, new MyId(myName, LockManager.PROGRAM, 3, 16));
    }

    int unmon(String monName, MyId myId) throws IOException {
        return call(Sm.UNMON, new MonId(monName, myId)).i32();
    }

    int unmonAll(MyId myId) throws IOException {
        return call(Sm.UNMON_ALL, myId).i32();
    }

    void notice(String monName, int state) throws IOException {
        call(Sm.NOTIFY, new StatChange(monName, state));
    }

    void simulateCrash() throws IOException {
        call(Sm.SIMU_CRASH, xdr -> {});
    }

    private XdrReader call(int procedure, XdrEncodable arguments) throws IOException {
        return socket.call(at, Sm.PROGRAM, Sm.VERSION, procedure, arguments);
    }

    @Override
    public void close() {
        socket.close();
    }
}
