package org.relock.state.notify;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.relock.state.names.NumericAddress;

class AnnouncementTest {

    @TempDir private Path directory;

    @BeforeEach
    void makeRoom() throws IOException {
        Files.createDirectory(directory.resolve("relock"));
    }

    private static SourceSpec source(String name, String... addresses) {
        return new SourceSpec(
                Optional.of(name),
                List.of(addresses).stream()
                        .map(address -> NumericAddress.parse(address).orElseThrow())
                        .toList());
    }

    @Test
    void whatIsWrittenIsRead() throws IOException {
        Announcement said =
                new Announcement(
                        "id 17",
                        -3,
                        5055,
                        List.of(
                                SourceSpec.ANY,
                                source("vip.test", "10.0.0.1", "2001:db8:0:0:0:0:0:1")));
        said.write(directory);
        assertEquals(
                List.of("1 id 17", "-3 5055", "-", "vip.test 10.0.0.1 2001:db8:0:0:0:0:0:1"),
                Files.readAllLines(directory.resolve("relock/announced")));
        assertEquals(Optional.of(said), Announcement.read(directory));
    }

    @Test
    void whereNothingWasSaidThereIsNothing() throws IOException {
        assertEquals(Optional.empty(), Announcement.read(directory));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "2 id\n3 0\n-\n",
                "1 id\n3 0\n",
                "1 id\n3\n-\n",
                "1 id\nx 0\n-\n",
                "1 id\n3 0\nname nohost\n",
                "1 id\n3 0\n\u0001 10.0.0.1\n"
            })
    void whatMakesNoSenseIsNothing(String text) throws IOException {
        Files.writeString(directory.resolve("relock/announced"), text);
        assertEquals(Optional.empty(), Announcement.read(directory));
    }
}
