package org.relock.tests;

import com.sun.security.auth.module.UnixSystem;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.opentest4j.AssertionFailedError;
import org.opentest4j.TestAbortedException;

/**
 * What a test needs of the machine. A test that lacks it is skipped, and says why on standard
 * error; where every test has to run ({@code CI=true} in the environment, or {@code
 * -Drelock.ci=true}) it fails instead, so that a skip is never taken for a pass.
 */
public final class Needs {

    /** Where programs live, whatever PATH the build was started with. */
    private static final List<Path> PROGRAM_DIRECTORIES =
            List.of(
                    Path.of("/usr/local/sbin"),
                    Path.of("/usr/local/bin"),
                    Path.of("/usr/sbin"),
                    Path.of("/usr/bin"),
                    Path.of("/sbin"),
                    Path.of("/bin"));

    private Needs() {}

    /** Returns whether a missing need is a failure here; {@code -Drelock.ci=false} says no. */
    public static boolean everythingMustRun() {
        String wish = System.getProperty("relock.ci", System.getenv("CI"));
        return "true".equalsIgnoreCase(wish);
    }

    /** Goes on only if this test runs as root. */
    public static void root() {
        if (!isRoot()) {
            throw missing("root (namespaces, reserved ports and other users need it)");
        }
    }

    /**
     * Goes on only if a program is installed.
     *
     * @param name a bare name such as {@code linux.uml}
     * @return where it is
     */
    public static Path program(String name) {
        return findProgram(name).orElseThrow(() -> missing("the program " + name));
    }

    /** Goes on only if a file or directory exists; returns its path. */
    public static Path file(String path) {
        Path file = Path.of(path);
        that(Files.exists(file), "the file " + path);
        return file;
    }

    /**
     * Goes on only if a condition holds.
     *
     * @param what what is needed, as in "this test needs ..."
     */
    public static void that(boolean holds, String what) {
        if (!holds) {
            throw missing(what);
        }
    }

    /**
     * Returns where a program is, if it is installed.
     *
     * @param name a bare name such as {@code mandoc}
     */
    public static Optional<Path> findProgram(String name) {
        for (Path directory : PROGRAM_DIRECTORIES) {
            Path program = directory.resolve(name);
            if (Files.isExecutable(program) && !Files.isDirectory(program)) {
                return Optional.of(program);
            }
        }
        return Optional.empty();
    }

    /** Returns the top of the project: the nearest directory above us that holds its licence. */
    public static Path top() {
        Path directory = Path.of("").toAbsolutePath();
        while (!Files.exists(directory.resolve("LICENSE"))) {
            directory = directory.getParent();
            if (directory == null) {
                throw new IllegalStateException("not started inside the project");
            }
        }
        return directory;
    }

    /** Returns whether this process has root's effective user id. */
    public static boolean isRoot() {
        return new UnixSystem().getUid() == 0;
    }

    /** Ends the test that asked; returns what to throw, to tell the compiler so. */
    private static RuntimeException missing(String what) {
        String reason = "this test needs " + what;
        if (everythingMustRun()) {
            throw new AssertionFailedError(reason + ", and here every test must run");
        }
        System.err.println("SKIPPED: " + caller() + ": " + reason);
        return new TestAbortedException(reason);
    }

    /** Names the test that asked, for the reader of the build's output. */
    private static String caller() {
        return StackWalker.getInstance()
                .walk(
                        frames ->
                                frames.filter(f -> isTest(f.getClassName()))
                                        .findFirst()
                                        .map(f -> f.getClassName() + "." + f.getMethodName()))
                .orElse("a test");
    }

    private static boolean isTest(String className) {
        return className.startsWith("org.relock.") && !className.equals(Needs.class.getName());
    }
}
