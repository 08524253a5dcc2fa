package org.relock.tests.hosts;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.relock.state.nsm.Mon;
import org.relock.state.nsm.MonId;
import org.relock.state.nsm.MyId;
import org.relock.state.nsm.Sm;
import org.relock.state.nsm.SmStatRes;
import org.relock.state.xdr.Opaque;

/** What programs that are known to call a status monitor do, step by step. */
@Timeout(120)
class KnownCallersTest {

    private static final int VERSION_4 = 4;
    private static final MyId WATCHER = new MyId("alpha", LockManager.PROGRAM, VERSION_4, 16);

    private TwoHosts hosts;
    private Host alpha;
    private Host beta;

    @BeforeEach
    void open() throws IOException {
        hosts = new TwoHosts();
        alpha = hosts.alpha();
        beta = hosts.beta();
        alpha.rpcbind();
    }

    @AfterEach
    void close() {
        hosts.close();
    }

    /**
     * Check 93: the steps of nfs-utils' own test t0001, with a client of ours for its {@code
     * nsm_client}, and the file itself for what its {@code statdb_dump} prints. Either maker's
     * program passes.
     */
    @ParameterizedTest
    @EnumSource
    void monitorDumpAndForgetAsNfsUtilsOwnTestDoes(Make make) throws Exception {
        alpha.install(make);
        alpha.ok("rpc.statd --no-notify");
        Opaque cookie = Opaque.ofHex("123456789abcdef00000000000000000");
        try (StatusMonitor client = StatusMonitor.of(alpha)) {
            assertEquals(new SmStatRes(true, 3), client.mon("alpha", WATCHER, cookie));
            assertEquals(List.of("alpha.example.test"), alpha.list("sm"));
            assertEquals(
                    "0100007f 000186b5 00000004 00000010 123456789abcdef00000000000000000"
                            + " alpha alpha\n",
                    alpha.read("/var/lib/nfs/sm/alpha.example.test"));
            assertEquals(3, client.unmon("alpha", WATCHER));
            assertEquals(List.of(), alpha.list("sm"));
        }
        String pid = alpha.read("/run/rpc.statd.pid").strip();
        alpha.ok("kill $(cat /run/rpc.statd.pid)");
        alpha.awaitEnd(pid);
    }

    /**
     * Check 96: nfs-ganesha keeps one TCP connection, ends what an earlier run has left, and
     * monitors with version 4 and no cookie; the callback names the host as it did.
     */
    @Test
    void oneConnectionAndNoCookieAsNfsGaneshaHasThem() throws Exception {
        beta.rpcbind();
        alpha.install(Make.OURS);
        alpha.ok("rpc.statd -L -p 4046");
        beta.ok("rpc.statd -L");
        Opaque zero = StatusMonitor.cookie(0);
        try (LockManager lockManager = LockManager.on(alpha);
                StatusMonitor ofBeta = StatusMonitor.of(beta);
                RpcConnection ganesha = RpcConnection.on(alpha, 4046)) {
            assertEquals(3, ganesha.call(Sm.PROGRAM, 1, Sm.UNMON_ALL, WATCHER).i32());
            for (String name : List.of("10.9.0.99", "::ffff:10.9.0.2", "10.9.0.2")) {
                Mon mon = new Mon(new MonId(name, WATCHER), zero);
                assertEquals(
                        new SmStatRes(true, 3),
                        SmStatRes.decode(ganesha.call(Sm.PROGRAM, 1, Sm.MON, mon)),
                        name);
            }
            MonId other = new MonId("::ffff:10.9.0.2", WATCHER);
            assertEquals(3, ganesha.call(Sm.PROGRAM, 1, Sm.UNMON, other).i32());
            ofBeta.mon("alpha", beta.name(), 1);
            beta.ok("sm-notify -d");
            LockManager.Heard heard = lockManager.next();
            assertEquals("10.9.0.2 5 00", heard.toString());
            assertEquals(VERSION_4, heard.version());
        }
    }
}
