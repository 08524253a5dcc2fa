package org.relock.tests.process;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.relock.tests.Needs;

/** The rpc.statd of {@code target/dist} as init and mount start it, on a host of its own. */
class RpcStatdTest {

    private static final String HOST =
            """
            mount -t tmpfs none /run; mkdir /run/rpcbind; ip link set lo up
            if [ -d /proc/sys/fs/nfs ]; then mount -t tmpfs none /proc/sys/fs/nfs; fi
            rpcbind -f & until rpcinfo -p 127.0.0.1 > /dev/null 2>&1; do sleep 0.1; done
            """;

    @TempDir private Path scratch;
    private Path bin;
    private Path state;

    @BeforeEach
    void prepare() throws Exception {
        Needs.root();
        Needs.program("rpcbind");
        bin = Needs.file(Needs.top().resolve("target/dist/bin").toString());
        Finished.of(new ProcessBuilder("chmod", "711", scratch.toString()));
        state = Files.createDirectory(scratch.resolve("state"));
        Files.createDirectory(state.resolve("sm.bak"));
        Path sm = Files.createDirectory(state.resolve("sm"));
        Files.setAttribute(sm, "unix:uid", 65_534);
        Files.setAttribute(sm, "unix:gid", 65_534);
    }

    /** Checks 10, 15 and 94. */
    @Test
    void whenTheParentEndsTheDaemonServesAndIsTheOwnerOfSm() throws Exception {
        String script =
                """
                cd /; env -i %s/rpc.statd -L -P %s; rpcinfo -T udp 127.0.0.1 100024 1
                pid=$(cat /run/rpc.statd.pid); [ "$pid" = "$(pidof rpc.statd)" ]
                cat /proc/$pid/comm; readlink /proc/$pid/cwd
                grep -E '^(Umask|Uid|Gid|Groups|Cap(Prm|Eff|Bnd)):' /proc/$pid/status \\
                    | sed 'y/\\t/ /; s/ *$//'
                kill $pid; while kill -0 $pid 2> /dev/null; do sleep 0.1; done
                """;
        String expected =
                """
                program 100024 version 1 ready and waiting
                rpc.statd
                %s
                Umask: 0007
                Uid: 65534 65534 65534 65534
                Gid: 65534 65534 65534 65534
                Groups:
                CapPrm: 0000000000000400
                CapEff: 0000000000000400
                CapBnd: 0000000000000000
                """;
        assertEquals(
                new Finished(0, expected.formatted(state)),
                Finished.ofPrivateScript(HOST + script.formatted(bin, state)));
    }

    /** Check 95: the script that mount runs, as nfs-utils has it but for its PATH. */
    @Test
    void mountsHelperStartsOneDaemonAndItsLockIsFreeAfterwards() throws Exception {
        Path helper = Needs.file("/usr/sbin/start-statd");
        Path ours = scratch.resolve("start-statd");
        String path = "PATH=\"" + bin + ":/sbin:/usr/sbin:/bin:/usr/bin\"\n";
        Files.writeString(ours, Files.readString(helper).replaceFirst("(?m)^PATH=.*\n", path));
        String script =
                """
                mount -t tmpfs none /var/lib/nfs; cp -rp %s/. /var/lib/nfs
                env -i /bin/sh %s; echo $?; env -i /bin/sh %s; echo $?
                pidof rpc.statd | wc -w; flock -n /run/rpc.statd.lock echo free
                """;
        assertEquals(
                new Finished(0, "0\n0\n1\nfree\n"),
                Finished.ofPrivateScript(HOST + script.formatted(state, ours, ours)));
    }
}
