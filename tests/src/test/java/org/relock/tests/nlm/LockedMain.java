package org.relock.tests.nlm;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import org.relock.state.xdr.Opaque;
import org.relock.state.xdr.XdrReader;
import org.relock.state.xdr.XdrWriter;

/** Locks a new file of an NFSv3 export and leaves it so: {@code LockedMain FROM HOST EXPORT}. */
final class LockedMain {

    private static final int LOCK = 2;
    private static final int LONGEST_COOKIE = 1_024;
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private LockedMain() {}

    public static void main(String[] args) throws Exception {
        InetAddress from = InetAddress.getByName(args[0]);
        InetAddress host = InetAddress.getByName(args[1]);
        Opaque file = new ExportedFiles(from, host, args[2]).fresh();
        // nlm4_lockargs: no wait, exclusive, the whole file.
        XdrWriter xdr = new XdrWriter(256).opaque(Opaque.ofHex("6c")).bool(false).bool(true);
        xdr.string("holder.test").opaque(file).opaque(Opaque.ofHex("70")).i32(1).i64(0).i64(0);
        xdr.bool(false).i32(1);
        int port = PortQuestion.port(from, host, Nlm.PROGRAM, 4, Transport.TCP);
        try (Link link =
                Link.openReserved(Transport.TCP, from, new InetSocketAddress(host, port))) {
            XdrReader results =
                    link.ask(Call.of(Xids.next(), Nlm.PROGRAM, 4, LOCK, xdr.toBytes()), PATIENCE)
                            .orElseThrow()
                            .reader();
            Opaque unused = results.opaque(LONGEST_COOKIE);
            System.out.println("LOCK is answered " + results.i32());
        }
    }
}
