package org.relock.tests.process;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.spi.ToolProvider;
import org.relock.tests.Needs;

/**
 * The launcher, compiled anew, as {@code bin/rpc.statd} and {@code bin/sm-notify}, with a {@code
 * lib} in which both main classes are stand-ins that do what their arguments say.
 */
final class StandInDist {

    private static final Path JAVA_HOME = Path.of(System.getProperty("java.home"));

    private final Path directory;

    private StandInDist(Path directory) {
        this.directory = directory;
    }

    /** Makes one below {@code directory}, which must exist. */
    static StandInDist make(Path directory) throws IOException, InterruptedException {
        StandInDist dist = new StandInDist(directory);
        Files.createDirectories(directory.resolve("bin"));
        Files.createDirectories(directory.resolve("lib"));
        dist.compileLauncher();
        dist.makeJars();
        return dist;
    }

    Path program(String name) {
        return directory.resolve("bin").resolve(name);
    }

    Path lib() {
        return directory.resolve("lib");
    }

    private void compileLauncher() throws IOException, InterruptedException {
        List<String> command = new ArrayList<>();
        command.add(Needs.program("gcc").toString());
        command.addAll(List.of("-std=c11", "-D_GNU_SOURCE", "-O1", "-Wall", "-Wextra", "-Werror"));
        Path headers = Needs.file(JAVA_HOME.resolve("include").toString());
        command.addAll(
                List.of("-I", headers.toString(), "-I", headers.resolve("linux").toString()));
        command.addAll(List.of("-o", program("rpc.statd").toString()));
        Path sources = Needs.top().resolve("packaging/launcher");
        try (var files = Files.newDirectoryStream(sources, "*.c")) {
            files.forEach(file -> command.add(file.toString()));
        }
        command.add("-ldl");
        Finished gcc = Finished.of(new ProcessBuilder(command));
        if (gcc.status() != 0) {
            throw new AssertionError("gcc: " + gcc.output());
        }
        Files.copy(program("rpc.statd"), program("sm-notify"));
        program("sm-notify").toFile().setExecutable(true);
    }

    private void makeJars() throws IOException {
        Path classes = Files.createDirectories(directory.resolve("classes"));
        List<Path> sources = new ArrayList<>();
        Path standIn = directory.resolve("StandIn.java");
        sources.add(
                Files.copy(
                        Needs.top().resolve("tests/src/test/resources/stand-in/StandIn.txt"),
                        standIn));
        sources.add(mainClass("org.relock.statd", "StatdMain"));
        sources.add(mainClass("org.relock.smnotify", "SmNotifyMain"));
        List<String> javac = new ArrayList<>(List.of("-d", classes.toString(), "-cp", ours()));
        sources.forEach(source -> javac.add(source.toString()));
        run("javac", javac);
        jar("stand-in", classes);
        jar("state", Needs.top().resolve("state/target/classes"));
        Files.writeString(lib().resolve("classpath"), "stand-in.jar\nstate.jar\n");
        Files.writeString(lib().resolve("java.home"), JAVA_HOME + "\n");
    }

    private Path mainClass(String packageName, String name) throws IOException {
        Path source = directory.resolve(name + ".java");
        String text =
                """
                package %s;

                public final class %s {
                    public static void main(String[] arguments) throws Exception {
                        org.relock.standin.StandIn.main(arguments);
                    }
                }
                """;
        return Files.writeString(source, text.formatted(packageName, name));
    }

    private void jar(String name, Path classes) {
        Path jar = lib().resolve(name + ".jar");
        run("jar", List.of("cf", jar.toString(), "-C", classes.toString(), "."));
    }

    private static String ours() {
        return Needs.top().resolve("state/target/classes").toString();
    }

    private static void run(String tool, List<String> arguments) {
        StringWriter said = new StringWriter();
        PrintWriter writer = new PrintWriter(said);
        ToolProvider provider = ToolProvider.findFirst(tool).orElseThrow();
        if (provider.run(writer, writer, arguments.toArray(new String[0])) != 0) {
            throw new AssertionError(tool + ": " + said);
        }
    }
}
