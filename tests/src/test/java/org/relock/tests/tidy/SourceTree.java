package org.relock.tests.tidy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.relock.tests.Needs;

/** All Java sources of the project, read once. */
final class SourceTree {

    /** The top of the project. */
    static final Path TOP = Needs.top();

    private static final List<JavaSource> ALL = readAll();

    private SourceTree() {}

    static List<JavaSource> all() {
        return ALL;
    }

    static List<JavaSource> main() {
        return ALL.stream().filter(source -> !source.isTest()).toList();
    }

    private static List<JavaSource> readAll() {
        try (Stream<Path> files = Files.walk(TOP)) {
            return files.filter(SourceTree::isSource).sorted().map(SourceTree::read).toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static boolean isSource(Path file) {
        String path = TOP.relativize(file).toString();
        return path.endsWith(".java") && path.contains("src/") && !path.contains("target/");
    }

    private static JavaSource read(Path file) {
        try {
            return JavaSource.of(TOP.relativize(file), Files.readString(file));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
