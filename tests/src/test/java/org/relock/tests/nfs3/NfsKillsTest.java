package org.relock.tests.nfs3;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.BufferedReader;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.zip.CRC32;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.relock.tests.Needs;
import org.relock.tests.interop.PrivateHost;

/**
 * The whole server is killed while clients write. What it has answered as forced is there, names
 * that it has answered too, and each life has a write verifier of its own, by which clients know
 * what to send again. That a power cut is no different is the laboratory's to show.
 */
class NfsKillsTest {

    private static final int FEW = 4;
    private static final int CLIENTS = 4;
    private static final int NFS_PORT = 2_049;
    private static final int MOUNT_PORT = 20_048;

    /** Lines heard from the clients before the next kill, at most. */
    private static final int MOST_LINES = 60;

    @TempDir private Path top;

    /** {@code -Drelock.kills=N} sets how often. */
    @Test
    @Timeout(value = 1, unit = TimeUnit.DAYS) // it is bounded by the number of kills
    void whatWasAnsweredAsForcedIsThereHoweverOftenTheServerIsKilled() throws Exception {
        Path lockd = Needs.top().resolve("target/dist/bin/rpc.lockd");
        Needs.file(lockd.toString());
        long seed = System.nanoTime();
        int kills = Integer.getInteger("relock.kills", FEW);
        System.out.println("nfs3: " + kills + " kills, seed " + seed);
        Random random = new Random(seed);
        Path files = Files.createDirectories(top.resolve("files"));
        Files.createDirectories(top.resolve("state/sm"));
        Files.setPosixFilePermissions(files, PosixFilePermissions.fromString("rwxrwxrwx"));
        try (PrivateHost host = new PrivateHost()) {
            Process server = start(host, lockd);
            host.sh(
                    "for i in $(seq 600); do rpcinfo -t 127.0.0.1 100005 3 && break; sleep 0.1;"
                            + " done");
            Process clients =
                    host.java(
                            0,
                            WritersMain.class,
                            Integer.toString(NFS_PORT),
                            Integer.toString(MOUNT_PORT),
                            files.toString(),
                            Long.toString(seed),
                            Integer.toString(CLIENTS));
            BufferedReader said = clients.inputReader();
            for (int kill = 0; kill < kills; kill++) {
                hear(said, 1 + CLIENTS + random.nextInt(MOST_LINES), host);
                host.sh("kill -9 $(cat /run/rpc.lockd.pid)");
                assertTrue(server.waitFor(60, TimeUnit.SECONDS));
                server = start(host, lockd);
            }
            hear(said, 1 + CLIENTS, host);
            try (OutputStream done = clients.getOutputStream()) {
                done.write('\n');
            }
            Map<String, Long> results = results(said);
            assertEquals(CLIENTS + 1, results.size(), () -> host.sh("cat " + top + "/log"));
            assertEquals(kills + 1L, results.remove("verifiers"));
            for (Map.Entry<String, Long> one : results.entrySet()) {
                CRC32 sum = new CRC32();
                sum.update(Files.readAllBytes(files.resolve(one.getKey())));
                assertEquals(one.getValue(), sum.getValue(), one.getKey());
            }
        }
    }

    private Process start(PrivateHost host, Path lockd) {
        String command =
                "exec %s -F --no-syslog --rpcbind=embed --no-grace --monitor=best-effort -P"
                    + " %s/state --nfs-port=%d --mountd-port=%d '--export=%s/files:*(rw,insecure)'"
                    + " >> %s/log 2>&1";
        return host.start(
                "sh", "-c", command.formatted(lockd, top, NFS_PORT, MOUNT_PORT, top, top));
    }

    private void hear(BufferedReader said, int lines, PrivateHost host) {
        for (int i = 0; i < lines; i++) {
            assertEquals("steps", PrivateHost.readLine(said), () -> host.sh("cat " + top + "/log"));
        }
    }

    private static Map<String, Long> results(BufferedReader said) {
        Map<String, Long> results = new HashMap<>();
        String line = PrivateHost.readLine(said);
        while (line != null) {
            String[] words = line.split(" ", 2);
            if (words.length == 2) {
                results.put(words[0], Long.valueOf(words[1]));
            }
            line = PrivateHost.readLine(said);
        }
        return results;
    }
}
