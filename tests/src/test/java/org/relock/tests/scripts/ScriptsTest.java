package org.relock.tests.scripts;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.relock.tests.sim.Interaction;

/** Every script in src/test/resources/scripts goes as it is written. */
class ScriptsTest {

    private static final Path SCRIPTS = Path.of("src/test/resources/scripts");

    /** Where to put what was answered, for somebody who writes a script. */
    private static final String WRITE_TO = "scripts.write";

    static List<String> scripts() throws IOException {
        try (Stream<Path> files = Files.list(SCRIPTS)) {
            return files.map(file -> String.valueOf(file.getFileName())).sorted().toList();
        }
    }

    @ParameterizedTest
    @MethodSource("scripts")
    void eachScriptGoesAsItIsWritten(String name) throws IOException {
        String script = Files.readString(SCRIPTS.resolve(name));
        String played = Interaction.play(script);
        String directory = System.getProperty(WRITE_TO);
        if (directory != null) {
            Files.writeString(Path.of(directory).resolve(name), played);
        }
        assertEquals(script, played);
    }
}
