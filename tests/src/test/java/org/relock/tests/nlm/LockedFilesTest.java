package org.relock.tests.nlm;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.BufferedReader;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.relock.tests.Await;
import org.relock.tests.Needs;
import org.relock.tests.interop.PrivateHost;

/** NLM checks 59 and 61, as whole processes: locks, the rights to files, and local programs. */
class LockedFilesTest {

    private static final String WITH_A_PROGRAM =
            """
            LOCK against a program: DENIED
            TEST: Optional[true 3 4]
            LOCK that waits: BLOCKED
            once it has let go: GRANTED
            a program beside it: true, in it: false
            after UNLOCK: true
            """;

    private static final String STORY =
            """
            its owner: GRANTED
            another: FAILED
            root, who is nobody here: FAILED
            who may read it, against all: GRANTED
            read-only, against all: ROFS
            read-only, against writers: GRANTED
            rw
            """
                    + WITH_A_PROGRAM
                    + """
                    apart
                    LOCK against a program: GRANTED
                    TEST: Optional.empty
                    LOCK that waits: GRANTED
                    once it has let go: GRANTED
                    a program beside it: true, in it: true
                    after UNLOCK: true
                    restart
                    after the restart: false
                    after UNLOCK: true
                    """;

    @TempDir private Path top;

    private void file(String name, int owner, String mode) throws Exception {
        Path file = Files.writeString(top.resolve(name), "text");
        Files.setAttribute(file, "unix:uid", owner);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(mode));
    }

    @Test
    void locksMeetFilesAndPrograms() throws Exception {
        Path lockd = Needs.top().resolve("target/dist/bin/rpc.lockd");
        Needs.file(lockd.toString());
        for (String export : new String[] {"rw", "ro", "apart", "state/sm"}) {
            Files.createDirectories(top.resolve(export));
        }
        Files.setPosixFilePermissions(top, PosixFilePermissions.fromString("rwxr-xr-x"));
        try (PrivateHost host = new PrivateHost()) {
            file("rw/closed", 4001, "rw-------");
            file("rw/readable", 0, "rw-r--r--");
            file("ro/readable", 0, "rw-r--r--");
            file("apart/readable", 0, "rw-r--r--");
            Process first = start(host, lockd);
            Process client = host.java(0, LockedFilesMain.class, top.toString());
            StringBuilder said = new StringBuilder();
            BufferedReader lines = client.inputReader();
            String line = PrivateHost.readLine(lines);
            while (line != null) {
                said.append(line).append('\n');
                if (line.equals("restart")) {
                    host.sh("kill -9 $(cat /run/rpc.lockd.pid)");
                    first.waitFor(60, TimeUnit.SECONDS);
                    start(host, lockd);
                    try (OutputStream go = client.getOutputStream()) {
                        go.write('\n');
                    }
                }
                line = PrivateHost.readLine(lines);
            }
            assertEquals(STORY, said.toString(), () -> host.sh("cat " + top + "/log"));
        }
    }

    private Process start(PrivateHost host, Path lockd) throws Exception {
        String command =
                ("exec %s -F --no-syslog --rpcbind=embed --no-grace --monitor=best-effort"
                                + " -P %s/state '--export=%s/rw:*(rw)' '--export=%s/ro:*(ro)'"
                                + " '--export=%s/apart:*(rw,no_local_locks)' >> %s/log 2>&1")
                        .formatted(lockd, top, top, top, top, top);
        Process process = host.start("sh", "-c", command);
        String serves = "rpcinfo -p 127.0.0.1 2> /dev/null | grep -c 100003";
        Await.until(
                "rpc.lockd serves or has ended",
                () -> !process.isAlive() || !host.sh(serves).trim().equals("0"));
        return process;
    }
}
