package org.relock.tests.process;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.relock.tests.Needs;

/** The programs as cluster software sees them: by file, comm and arguments. */
class LauncherTest {

    /** Waits, in a script of at most a minute, until the stand-in holds. */
    private static final String AWAIT =
            "await() { n=0; until grep -q holding $1; do"
                    + " n=$((n + 1)); [ $n -lt 600 ] || exit 99; sleep 0.1; done; }\n";

    @TempDir private static Path shared;
    private static StandInDist dist;

    @TempDir private Path scratch;
    private String out;

    @BeforeAll
    static void make() throws Exception {
        dist = StandInDist.make(shared);
    }

    @BeforeEach
    void name() throws IOException {
        out = Files.createFile(scratch.resolve("out")).toString();
    }

    /** Check 94. */
    @Test
    void fileCommAndArgumentsAreTheProgramsOwn() throws Exception {
        Needs.root();
        Path statd = dist.program("rpc.statd");
        Finished script =
                Finished.ofPrivateScript(
                        AWAIT
                                + statd
                                + " -F --name 'two words' out=%s hold & pid=$!\n".formatted(out)
                                + "await %s\n".formatted(out)
                                + "readlink /proc/$pid/exe; cat /proc/$pid/comm\n"
                                + "tr '\\0' '|' < /proc/$pid/cmdline; echo\n"
                                + "[ $(pidof rpc.statd) = $pid ]; [ $(pgrep rpc.statd) = $pid ]\n"
                                + "kill $pid; wait $pid; echo ended $?");
        String arguments = statd + "|-F|--name|two words|out=" + out + "|hold|";
        assertEquals(
                statd + "\nrpc.statd\n" + arguments + "\nended 0\n", script.output(), "script");
    }

    /** Check 94: {@code killall /usr/sbin/sm-notify} of cluster agents compares files. */
    @Test
    void killingByFileHitsNeitherOtherProgramsNorOtherJavas() throws Exception {
        Needs.root();
        Needs.program("killall");
        String java = System.getProperty("java.home") + "/bin/java";
        String classPath =
                dist.lib().resolve("stand-in.jar") + ":" + dist.lib().resolve("state.jar");
        Finished script =
                Finished.ofPrivateScript(
                        AWAIT
                                + "cd %s; : > a; : > b; : > c\n".formatted(scratch)
                                + dist.program("sm-notify")
                                + " -d out=a hold & a=$!\n"
                                + dist.program("rpc.statd")
                                + " -F out=b hold & b=$!\n"
                                + java
                                + " -cp %s org.relock.standin.StandIn out=c hold & c=$!\n"
                                        .formatted(classPath)
                                + "await a; await b; await c\n"
                                + "killall -TERM %s\n".formatted(dist.program("sm-notify"))
                                + "wait $a; kill -0 $b; kill -0 $c; echo spared\n"
                                + "killall -q -9 rpc.statd; wait $b || kill -0 $c; echo spared");
        assertEquals("spared\nspared\n", script.output().replaceAll("(?m)^.*Killed.*\n", ""));
    }

    /** The caller of last resort is mount, which gives nothing. */
    @Test
    void neitherEnvironmentNorWorkingDirectoryMatter() throws Exception {
        Finished run = run(List.of("-F", "out=" + out, "arguments"));
        assertEquals(new Finished(0, ""), run);
        assertEquals("-F|out=" + out + "|arguments\n", Files.readString(Path.of(out)));
    }

    @Test
    void aSymbolicLinkToAProgramIsThatProgram() throws Exception {
        Path link = Files.createSymbolicLink(scratch.resolve("link"), dist.program("sm-notify"));
        ProcessBuilder builder =
                new ProcessBuilder(link.toString(), "-d", "out=" + out, "say=hello");
        assertEquals(new Finished(0, ""), Finished.of(builder));
        assertEquals("hello\n", Files.readString(Path.of(out)));
    }

    @Test
    void argumentsAndFileNamesAreUtf8WhateverTheLocale() throws Exception {
        String script =
                "cd %s; LC_ALL=C %s -F out=$(printf 'o\\303\\251') arguments; cat o*"
                        .formatted(scratch, dist.program("rpc.statd"));
        Finished said = Finished.of(new ProcessBuilder("/bin/sh", "-c", script));
        assertEquals("-F|out=o\u00e9|arguments\n", said.output());
        assertEquals("o\u00c3\u00a9", ls().strip().replace("out", "").strip());
    }

    /** As bytes, one a character, whatever our own locale is. */
    private String ls() throws Exception {
        return Finished.of(new ProcessBuilder("/bin/ls", "-N", scratch.toString())).output();
    }

    @Test
    void aJavaThatIsNotThereIsAClearError() throws Exception {
        ProcessBuilder builder = builder(List.of("-F", "out=" + out));
        builder.environment().put("RELOCK_JAVA_HOME", scratch.toString());
        Finished run = Finished.of(builder);
        assertEquals(1, run.status());
        assertTrue(run.output().startsWith("rpc.statd: RELOCK_JAVA_HOME="), run.output());
    }

    @Test
    void anUncaughtExceptionIsStatusOneAndIsShown() throws Exception {
        Finished run = run(List.of("-F", "out=" + out, "throw"));
        assertEquals(1, run.status());
        assertTrue(run.output().contains("thrown as told"), run.output());
    }

    /** rpc.statd's signals; the Java machine would keep the second for itself. */
    @Test
    void bothUserSignalsReachTheProgram() throws Exception {
        Needs.root();
        String waitFor = "until grep -q 'got %s' %s; do sleep 0.1; done\n";
        Finished script =
                Finished.ofPrivateScript(
                        AWAIT
                                + dist.program("rpc.statd")
                                + " -F out=%s on=USR1 on=USR2 hold & pid=$!\n".formatted(out)
                                + "await %s\n".formatted(out)
                                + "kill -USR2 $pid\n"
                                + waitFor.formatted("USR2", out)
                                + "kill -USR1 $pid\n"
                                + waitFor.formatted("USR1", out)
                                + "kill $pid; wait $pid; cat "
                                + out);
        assertEquals("USR1 true\nUSR2 true\nholding\ngot USR2\ngot USR1\n", script.output());
    }

    private static Finished run(List<String> arguments) throws Exception {
        return Finished.of(builder(arguments));
    }

    private static ProcessBuilder builder(List<String> arguments) {
        ProcessBuilder builder = new ProcessBuilder(dist.program("rpc.statd").toString());
        builder.command().addAll(arguments);
        builder.directory(Path.of("/").toFile());
        builder.environment().clear();
        return builder;
    }
}
