package org.relock.tests.man;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.relock.tests.Needs;

final class ManPageTest {

    @ParameterizedTest
    @ValueSource(strings = {"rpc.statd.8", "sm-notify.8", "rpc.lockd.8", "lockctl.8", "relock.1"})
    void thePageIsCleanMdoc(String page) throws Exception {
        assertEquals("", lint(Pages.DIRECTORY.resolve(page)));
    }

    @Test
    void optionsAreReadAsTheyAreTyped() {
        ManPage page =
                ManPage.of(
                        """
                        .It Fl h , \\&? , -help
                        .It Fl H Ar program , Fl -ha-callout Ns = Ns Ar program
                        .It Cm port
                        """);
        assertEquals(Set.of("-h", "-?", "--help", "-H", "--ha-callout"), page.options());
        assertEquals(Set.of("port"), page.entries("Cm"));
    }

    private static String lint(Path page) throws IOException, InterruptedException {
        Process mandoc =
                new ProcessBuilder(
                                Needs.program("mandoc").toString(),
                                "-T",
                                "lint",
                                "-W",
                                "warning",
                                page.toString())
                        .redirectErrorStream(true)
                        .start();
        String words = new String(mandoc.getInputStream().readAllBytes(), UTF_8);
        mandoc.waitFor();
        return words;
    }
}
