package org.relock.lockd.accesslog;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.relock.state.xdr.Opaque;

/** What is written about accesses, and what is not when the disk is slow. */
class AccessLogTest {

    private static final String REMOVED =
            "2023-11-14T22:13:20.123Z 127.0.0.1 1000 /srv/a\\040b REMOVE OK 0102 name\n";

    private static final InstantSource CLOCK = InstantSource.system();

    @TempDir Path directory;

    private AccessLogOptions options(long bytes, int files) {
        return new AccessLogOptions(directory.resolve("log"), bytes, files, Set.of());
    }

    private static Access removed(Opaque name) {
        return new Access(
                1_700_000_000_123L,
                InetAddress.getLoopbackAddress(),
                Optional.of(1000),
                "/srv/a b",
                "REMOVE",
                "OK",
                -1,
                -1,
                List.of(new Access.Named(Opaque.ofHex("0102"), Optional.of(name))));
    }

    private static final Opaque NAME = Opaque.ofHex("6e616d65");

    private String read(String name) throws IOException {
        return Files.readString(directory.resolve(name));
    }

    @Test
    void whatWasAddedIsThereWhenTheLogIsClosed() throws IOException {
        try (AccessLog log = AccessLog.open(options(1_000_000, 1), CLOCK)) {
            log.add(removed(NAME));
            log.add(removed(NAME));
        }
        assertEquals(REMOVED + REMOVED, read("log"));
        assertEquals(
                "rw-------",
                PosixFilePermissions.toString(
                        Files.getPosixFilePermissions(directory.resolve("log"))));
    }

    @Test
    void aHostileNameStaysOneWordOfOneLine() throws IOException {
        AccessLog log = AccessLog.stopped(options(1_000_000, 1), CLOCK, 1);
        log.write(removed(Opaque.ofHex("0a41205c1b5b6dff00")));
        log.write(removed(Opaque.EMPTY));
        assertEquals(
                REMOVED.replace("name", "\\012A\\040\\134\\033[m\\377\\000")
                        + REMOVED.replace("name", "-"),
                read("log"));
    }

    @Test
    void bytesAreToldWithoutASign() throws IOException {
        AccessLog log = AccessLog.stopped(options(1_000_000, 1), CLOCK, 1);
        log.write(
                new Access(
                        0,
                        InetAddress.getLoopbackAddress(),
                        Optional.empty(),
                        "/",
                        "READ",
                        "STALE",
                        -1,
                        0xffff_ffffL,
                        List.of(new Access.Named(Opaque.ofHex("01"), Optional.empty()))));
        assertEquals(
                "1970-01-01T00:00:00Z 127.0.0.1 - / READ STALE 01 18446744073709551615"
                        + " 4294967295\n",
                read("log"));
    }

    @Test
    void whatIsTooMuchIsLeftOutAndCounted() throws IOException {
        AccessLog log = AccessLog.stopped(options(1_000_000, 1), CLOCK, 2);
        for (int i = 0; i < 5; i++) {
            log.add(removed(NAME));
        }
        assertEquals(3, log.dropped());
        log.write(removed(NAME));
        log.write(removed(NAME));
        assertEquals(
                "# 3 accesses were not logged\n" + REMOVED + REMOVED + REMOVED + REMOVED,
                read("log"));
    }

    @Test
    void aLongFileMakesRoomAndTheOldestGoes() throws IOException {
        AccessLog log = AccessLog.stopped(options(REMOVED.length() + 1L, 3), CLOCK, 1);
        for (char c = 'a'; c <= 'e'; c++) {
            log.write(removed(Opaque.copyOf(new byte[] {(byte) c})));
        }
        assertEquals(REMOVED.replace("name", "e"), read("log"));
        assertEquals(REMOVED.replace("name", "d"), read("log.1"));
        assertEquals(REMOVED.replace("name", "c"), read("log.2"));
        assertFalse(Files.exists(directory.resolve("log.3")));
    }

    @Test
    void oneFileAloneBeginsAnew() throws IOException {
        AccessLog log = AccessLog.stopped(options(1, 1), CLOCK, 1);
        log.write(removed(Opaque.ofHex("61")));
        log.write(removed(Opaque.ofHex("62")));
        assertEquals(REMOVED.replace("name", "b"), read("log"));
        assertFalse(Files.exists(directory.resolve("log.1")));
    }

    @Test
    void aLogIsGoneOnWith() throws IOException {
        Files.writeString(directory.resolve("log"), "before\n");
        AccessLog.stopped(options(1_000_000, 2), CLOCK, 1).write(removed(NAME));
        assertEquals("before\n" + REMOVED, read("log"));
    }

    @Test
    void someExportsOnlyAreWantedIfAnyIsNamed() throws IOException {
        AccessLogOptions some =
                new AccessLogOptions(directory.resolve("log"), 1, 1, Set.of("/srv"));
        assertTrue(AccessLog.stopped(some, CLOCK, 1).wants("/srv"));
        assertFalse(AccessLog.stopped(some, CLOCK, 1).wants("/srv/b"));
        assertTrue(AccessLog.stopped(options(1, 1), CLOCK, 1).wants("/any"));
    }
}
