package org.relock.tests.tidy;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

final class ArrowsTest {

    private final Arrows arrows = Arrows.ofTheHouse();

    @Test
    void everyPackageKnowsOnlyWhatTheTableAllows() {
        List<String> broken =
                SourceTree.main().stream().flatMap(s -> arrows.brokenBy(s).stream()).toList();
        assertEquals("", String.join("\n", broken));
    }

    @Test
    void anArrowThatPointsUpIsSeen() {
        assertEquals(
                List.of("X.java: state.rpc may not know statd.SmProgram"),
                broken("package org.relock.state.rpc; import org.relock.statd.SmProgram;"));
    }

    @Test
    void anArrowSpelledOutInTheCodeIsSeen() {
        assertEquals(
                List.of("X.java: smnotify may not know statd.Statd.start"),
                broken("package org.relock.smnotify; var x = org.relock.statd.Statd.start();"));
    }

    @Test
    void theRpcLibraryIsForItsOwnRoomsOnly() {
        String use = "import org.dcache.oncrpc4j.rpc.RpcCall;";
        assertEquals(1, broken("package org.relock.statd; " + use).size());
        assertEquals(1, broken("package org.relock.state.xdr; " + use).size());
        assertEquals(0, broken("package org.relock.state.rpc; " + use).size());
    }

    @Test
    void aPackageWithoutARowIsSeen() {
        assertEquals(1, broken("package org.relock.elsewhere;").size());
    }

    @Test
    void whatACommentOrAStringNamesIsNoArrow() {
        assertEquals(
                List.of(),
                broken(
                        """
                        package org.relock.state.time;
                        /** See {@link org.relock.statd.Statd}. */
                        // org.relock.statd.Statd
                        var x = "org.relock.statd.Statd";
                        """));
    }

    private List<String> broken(String source) {
        String oneStatementALine = source.replace("; ", ";\n");
        return arrows.brokenBy(JavaSource.of(Path.of("X.java"), oneStatementALine));
    }
}
