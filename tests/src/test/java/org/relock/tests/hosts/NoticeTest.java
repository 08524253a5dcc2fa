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
import org.relock.state.nsm.MyId;
import org.relock.state.nsm.SmStatRes;
import org.relock.state.xdr.Opaque;

/** One host reboots and the other hears of it, with our program at one end, or at both. */
@Timeout(120)
class NoticeTest {

    private TwoHosts hosts;
    private Host alpha;
    private Host beta;
    private LockManager lockManager;

    @BeforeEach
    void open() throws IOException {
        hosts = new TwoHosts();
        alpha = hosts.alpha();
        beta = hosts.beta();
        alpha.rpcbind();
        beta.rpcbind();
        lockManager = LockManager.on(alpha);
    }

    @AfterEach
    void close() {
        lockManager.close();
        hosts.close();
    }

    /** Checks 32, 49, 51, 55, 74: the whole way, twice, for either maker's program at each end. */
    @ParameterizedTest
    @EnumSource
    void theLockManagerHearsOfTheReboot(Make make) throws Exception {
        alpha.install(make);
        beta.install(make.other());
        beta.state(41);
        alpha.ok("rpc.statd -L");
        beta.ok("rpc.statd -L");
        try (StatusMonitor ofAlpha = StatusMonitor.of(alpha);
                StatusMonitor ofBeta = StatusMonitor.of(beta)) {
            assertEquals(new SmStatRes(true, 3), ofAlpha.mon("beta", alpha.name(), 0xa1));
            assertEquals(new SmStatRes(true, 41), ofBeta.mon("10.9.0.1", beta.name(), 0xb1));
        }
        assertEquals(List.of("beta.example.test"), alpha.list("sm"));
        assertEquals(List.of("alpha.example.test"), beta.list("sm"));

        beta.ok("sm-notify -d");
        assertEquals("beta 43 a1", lockManager.next().toString());
        assertEquals(43, beta.state());
        assertEquals("43", beta.read("/proc/sys/fs/nfs/nsm_local_state").strip());
        assertEquals(List.of(), beta.list("sm"));
        assertEquals(List.of(), beta.list("sm.bak"));

        // The host that was told still watches, and tells in its turn.
        try (LockManager ofBeta = LockManager.on(beta)) {
            alpha.ok("sm-notify -d");
            assertEquals("10.9.0.1 5 b1", ofBeta.next().toString());
        }
        assertEquals(List.of(), alpha.list("sm.bak"));
        lockManager.assertNothingMore();
    }

    /** Check 96: as nfs-ganesha monitors; the name comes back as it was given. */
    @Test
    void nameVersionAndAnEmptyCookieComeBackAsTheyWere() throws Exception {
        alpha.install(Make.OURS);
        alpha.ok("rpc.statd -L");
        beta.ok("rpc.statd -L");
        Opaque zero = StatusMonitor.cookie(0);
        MyId ganesha = new MyId("alpha", LockManager.PROGRAM, 4, 16);
        try (StatusMonitor monitor = StatusMonitor.of(alpha);
                StatusMonitor ofBeta = StatusMonitor.of(beta)) {
            assertEquals(new SmStatRes(true, 3), monitor.mon("10.9.0.2", ganesha, zero));
            ofBeta.mon("alpha", beta.name(), 1);
        }
        beta.ok("sm-notify -d");
        LockManager.Heard heard = lockManager.next();
        assertEquals("10.9.0.2 5 00", heard.toString());
        assertEquals(4, heard.version());
        assertEquals(16, heard.procedure());
    }

    /** Check 97: a run of sm-notify beside the daemon is noticed by it. */
    @Test
    void theNewStateIsReportedAtOnceAndAnOldMonitorIsWrittenAgain() throws Exception {
        alpha.install(Make.OURS);
        alpha.ok("rpc.statd -L");
        beta.ok("rpc.statd -L");
        try (StatusMonitor monitor = StatusMonitor.of(alpha)) {
            assertEquals(new SmStatRes(true, 3), monitor.mon("beta", alpha.name(), 1));
            for (Make make : Make.values()) {
                int next = alpha.state() + 2;
                alpha.install(make);
                alpha.ok("sm-notify -d -f");
                assertEquals(List.of(), alpha.list("sm"));
                assertEquals(new SmStatRes(true, next), monitor.stat("beta"));
                assertEquals(new SmStatRes(true, next), monitor.mon("beta", alpha.name(), 1));
                assertEquals(List.of("beta.example.test"), alpha.list("sm"));
            }
        }
    }
}
