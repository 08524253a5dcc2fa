package org.relock.state.rpc;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.OptionalInt;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tests of {@link Services} and {@link ReservedPorts}. */
class ServicesTest {

    private static final String FILE =
            """
            # Network services
            status\t\t4010/udp
            status\t\t4011/tcp\t# not the same
            imaps 993/tcp imap4s imapssl
            #lone 994/udp
            cups 631/udp ipp printer
            broken
            broken 12x/udp
            broken 70000/udp
            broken 600
            sctponly 700/sctp
            bigger\t 555555/tcp
            status 9999/udp\
            """;

    @TempDir private Path directory;
    private Path file;

    @BeforeEach
    void write() throws IOException {
        file = Files.writeString(directory.resolve("services"), FILE);
    }

    /** Check 6. */
    @Test
    void aServiceHasItsPortPerProtocolAndTheFirstLineCounts() {
        assertEquals(OptionalInt.of(4010), Services.of(file).port("status", "udp"));
        assertEquals(OptionalInt.of(4011), Services.of(file).port("status", "tcp"));
        assertEquals(OptionalInt.empty(), Services.of(file).port("imaps", "udp"));
        assertEquals(OptionalInt.empty(), Services.of(file).port("lone", "udp"));
    }

    @Test
    void anAliasIsAsGoodAsTheName() {
        assertEquals(OptionalInt.of(993), Services.of(file).port("imapssl", "tcp"));
        assertEquals(OptionalInt.of(631), Services.of(file).port("printer", "udp"));
    }

    @Test
    void linesThatMakeNoSenseAreSteppedOver() {
        assertEquals(OptionalInt.empty(), Services.of(file).port("broken", "udp"));
        assertEquals(OptionalInt.empty(), Services.of(file).port("bigger", "tcp"));
        assertEquals("{631, 993, 4010, 4011, 9999}", Services.of(file).ports().toString());
    }

    @Test
    void aMissingFileListsNothing() {
        Services none = Services.of(directory.resolve("none"));
        assertEquals(OptionalInt.empty(), none.port("status", "udp"));
        assertTrue(none.ports().isEmpty());
        assertTrue(Services.of(directory).ports().isEmpty(), "nor does a directory");
    }

    @Test
    void bytesOfAnyKindAreRead() throws IOException {
        byte[] bytes = new byte[4096];
        new java.util.Random(1).nextBytes(bytes);
        Files.write(file, bytes);
        assertEquals(OptionalInt.empty(), Services.of(file).port("status", "udp"));
        Files.writeString(file, "a".repeat(3 << 20) + "\nstatus 1/udp", StandardCharsets.UTF_8);
        assertEquals(OptionalInt.empty(), Services.of(file).port("status", "udp"), "too far");
    }

    @Test
    void reservedPortsAreThoseThatNoServiceAndNoBlacklistHas() throws IOException {
        Path blacklist =
                Files.writeString(
                        directory.resolve("blacklist"), "# cups\n512 # first\n1023\n\nx\n 800\n");
        ReservedPorts ports = ReservedPorts.avoiding(Services.of(file), blacklist);
        int[] order = ports.inOrder(0);
        assertEquals(512 - 5, order.length);
        for (int avoided : new int[] {512, 631, 800, 993, 1023}) {
            assertFalse(Arrays.stream(order).anyMatch(p -> p == avoided), "port " + avoided);
        }
        assertEquals(513, order[0]);
        assertEquals(1022, order[order.length - 1]);
        assertEquals(order.length, Arrays.stream(order).distinct().count());
    }

    @Test
    void theFirstReservedPortIsARandomOne() {
        ReservedPorts all =
                ReservedPorts.avoiding(
                        Services.of(directory.resolve("none")), directory.resolve("none"));
        assertEquals(512, all.inOrder(0)[0]);
        assertEquals(612, all.inOrder(100)[0]);
        assertEquals(611, all.inOrder(100)[511]);
        assertEquals(1023, all.inOrder(-1)[0]);
    }
}
