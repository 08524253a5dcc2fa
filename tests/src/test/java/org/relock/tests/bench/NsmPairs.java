package org.relock.tests.bench;

import java.io.IOException;
import java.util.Locale;
import org.relock.state.nsm.Mon;
import org.relock.state.nsm.MonId;
import org.relock.state.nsm.MyId;
import org.relock.state.nsm.Sm;
import org.relock.state.xdr.Opaque;
import org.relock.state.xdr.XdrWriter;

/**
 * How long one caller waits for a running rpc.statd, ours or another's: SM_MON, SM_UNMON and NULL
 * in turn over one TCP connection on loopback, after as many of each to warm up.
 *
 * <pre>
 * NsmPairs PORT TURNS      first decile and median of each, in microseconds
 * </pre>
 *
 * The first decile is what the noise of a busy machine spares.
 */
final class NsmPairs {

    private static final MyId LOCKD = new MyId("bench.host", 100021, 4, 16);
    private static final Opaque PRIV = Opaque.ofHex("000102030405060708090a0b0c0d0e0f");

    private NsmPairs() {}

    public static void main(String[] args) throws IOException {
        int port = Integer.parseInt(args[0]);
        int turns = Integer.parseInt(args[1]);
        try (RpcPipe pipe = new RpcPipe(port)) {
            run(pipe, turns);
            Figures[] found = run(pipe, turns);
            System.out.println(
                    String.format(
                            Locale.ROOT,
                            "SM_MON %s, SM_UNMON %s, NULL %s us",
                            told(found[0]),
                            told(found[1]),
                            told(found[2])));
        }
    }

    private static String told(Figures of) {
        return String.format(Locale.ROOT, "%.0f (%.0f)", of.percentile(10), of.median());
    }

    private static Figures[] run(RpcPipe pipe, int turns) throws IOException {
        long[][] nanos = new long[3][turns];
        for (int i = 0; i < turns; i++) {
            MonId host =
                    new MonId("100." + (i >> 16) + "." + (i >> 8 & 255) + "." + (i & 255), LOCKD);
            nanos[0][i] = call(pipe, Sm.MON, XdrWriter.toBytes(new Mon(host, PRIV)));
            nanos[1][i] = call(pipe, Sm.UNMON, XdrWriter.toBytes(host));
            nanos[2][i] = call(pipe, 0, new byte[0]);
        }
        return new Figures[] {
            Figures.ofNanos(nanos[0], turns),
            Figures.ofNanos(nanos[1], turns),
            Figures.ofNanos(nanos[2], turns)
        };
    }

    private static long call(RpcPipe pipe, int procedure, byte[] arguments) throws IOException {
        long begin = System.nanoTime();
        if (!pipe.ask(Sm.PROGRAM, Sm.VERSION, procedure, arguments).succeeded()) {
            throw new IllegalStateException("the server refused a call");
        }
        return System.nanoTime() - begin;
    }
}
