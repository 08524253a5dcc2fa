package org.relock.tests.nlm;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import org.relock.state.xdr.MalformedXdrException;
import org.relock.state.xdr.Opaque;
import org.relock.state.xdr.XdrReader;
import org.relock.state.xdr.XdrWriter;

/** Files made for the checks in an export of an NFSv3 server (RFC 1813: MNT, CREATE, REMOVE). */
final class ExportedFiles implements Files3 {

    private static final int MOUNT = 100005;
    private static final int NFS = 100003;
    private static final int MNT = 1;
    private static final int LOOKUP = 3;
    private static final int CREATE = 8;
    private static final int REMOVE = 12;
    private static final int LONGEST_HANDLE = 64;
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private final InetAddress from;
    private final InetAddress server;
    private final Opaque root;
    private final int nfsPort;
    private final String run = Integer.toHexString(ThreadLocalRandom.current().nextInt());
    private int count;

    ExportedFiles(InetAddress from, InetAddress server, String path) {
        this.from = from;
        this.server = server;
        this.nfsPort = PortQuestion.port(from, server, NFS, 3, Transport.TCP);
        int mountPort = PortQuestion.port(from, server, MOUNT, 3, Transport.TCP);
        XdrReader xdr = ask(mountPort, MOUNT, MNT, new XdrWriter(64).string(path).toBytes());
        try {
            success(xdr.i32(), "MNT " + path);
            root = xdr.opaque(LONGEST_HANDLE);
        } catch (MalformedXdrException e) {
            throw new IllegalStateException(e);
        }
    }

    private XdrReader ask(int port, int program, int procedure, byte[] arguments) {
        // mountd may ask for a reserved port.
        InetSocketAddress to = new InetSocketAddress(server, port);
        try (Link link = Link.openReserved(Transport.TCP, from, to)) {
            return link.ask(Call.of(Xids.next(), program, 3, procedure, arguments), PATIENCE)
                    .orElseThrow(() -> new IllegalStateException("no answer from NFS"))
                    .reader();
        }
    }

    private static void success(int status, String what) {
        if (status != 0) {
            throw new IllegalStateException(what + " failed: " + status);
        }
    }

    private Opaque create(String name) {
        // UNCHECKED, mode 0666, nothing else set.
        XdrWriter xdr = new XdrWriter(128).opaque(root).string(name).i32(0);
        xdr.bool(true).i32(0666).bool(false).bool(false).bool(false).i32(0).i32(0);
        XdrReader results = ask(nfsPort, NFS, CREATE, xdr.toBytes());
        try {
            success(results.i32(), "CREATE " + name);
            if (!results.bool()) {
                throw new IllegalStateException("CREATE gives no handle");
            }
            return results.opaque(LONGEST_HANDLE);
        } catch (MalformedXdrException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Returns the handle of a file that is there. */
    Opaque find(String name) {
        byte[] arguments = new XdrWriter(128).opaque(root).string(name).toBytes();
        XdrReader results = ask(nfsPort, NFS, LOOKUP, arguments);
        try {
            success(results.i32(), "LOOKUP " + name);
            return results.opaque(LONGEST_HANDLE);
        } catch (MalformedXdrException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public synchronized Opaque fresh() {
        return create("nlm-" + run + "-" + ++count);
    }

    @Override
    public Optional<Opaque> directory() {
        return Optional.of(root);
    }

    @Override
    public Optional<Opaque> deleted() {
        String name = "nlm-" + run + "-gone";
        Opaque handle = create(name);
        ask(nfsPort, NFS, REMOVE, new XdrWriter(128).opaque(root).string(name).toBytes());
        return Optional.of(handle);
    }
}
