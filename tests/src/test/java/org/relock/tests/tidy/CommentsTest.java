package org.relock.tests.tidy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import javax.tools.Diagnostic;
import javax.tools.DiagnosticCollector;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileObject;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What others may call has a comment. The build's doclint checks the comments that are there; its
 * own check for missing ones would also ask for a tag per parameter, so only its word on missing
 * comments is heard here.
 */
final class CommentsTest {

    @Test
    void everythingPublicHasAComment(@TempDir Path classes) throws Exception {
        List<Path> sources =
                SourceTree.main().stream().map(s -> SourceTree.TOP.resolve(s.path())).toList();
        assertEquals("", String.join("\n", withoutComment(sources, classes)));
    }

    @Test
    void aMissingCommentIsSeen(@TempDir Path directory) throws Exception {
        Path source = directory.resolve("X.java");
        Files.writeString(
                source, "/** A thing. */\npublic class X {\n    public int silent = 1;\n}\n");
        List<String> missing = withoutComment(List.of(source), directory);
        assertTrue(missing.size() == 1 && missing.get(0).contains(":3"), missing::toString);
    }

    private static List<String> withoutComment(List<Path> sources, Path classes) throws Exception {
        JavaCompiler javac = ToolProvider.getSystemJavaCompiler();
        DiagnosticCollector<JavaFileObject> found = new DiagnosticCollector<>();
        StringWriter output = new StringWriter();
        try (StandardJavaFileManager files =
                javac.getStandardFileManager(found, Locale.ROOT, null)) {
            boolean compiled =
                    javac.getTask(
                                    output,
                                    files,
                                    found,
                                    List.of(
                                            "-proc:none",
                                            "-Xdoclint:missing/protected",
                                            "-Xmaxwarns",
                                            "10000",
                                            "-classpath",
                                            System.getProperty("java.class.path"),
                                            "-d",
                                            classes.toString()),
                                    null,
                                    files.getJavaFileObjectsFromPaths(sources))
                            .call();
            assertTrue(compiled, () -> output + found.getDiagnostics().toString());
        }
        return found.getDiagnostics().stream()
                .filter(CommentsTest::isMissingComment)
                .map(d -> d.getSource().getName() + ":" + d.getLineNumber() + " has no comment")
                .toList();
    }

    private static boolean isMissingComment(Diagnostic<?> diagnostic) {
        return diagnostic.getKind() != Diagnostic.Kind.NOTE
                && diagnostic.getMessage(Locale.ROOT).contains("no comment");
    }
}
