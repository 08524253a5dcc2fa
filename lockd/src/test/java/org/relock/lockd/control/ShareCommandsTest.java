package org.relock.lockd.control;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.StringWriter;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.relock.lockd.export.Export;
import org.relock.lockd.export.ExportRights;
import org.relock.lockd.export.Exports;
import org.relock.lockd.export.FileHandle;
import org.relock.lockd.export.SmallFiles;
import org.relock.lockd.locks.Released;
import org.relock.lockd.mount.MountList;
import org.relock.lockd.nfs3.Nfs3Counters;
import org.relock.lockd.vfs.FileSystem;
import org.relock.state.xdr.Opaque;

/** What an administrator is told of the files that are served. */
class ShareCommandsTest {

    private static final Reloaded RELOADED =
            new Reloaded(false, 3, 2, 1, new Released(7, 6, 5), List.of("exports:1: a \"doubt\""));

    @TempDir Path directory;

    private record OneExport() implements Export, Exports {
        @Override
        public List<Export> all() {
            return List.of(this);
        }

        @Override
        public Optional<Export> byId(int id) {
            return Optional.empty();
        }

        @Override
        public Optional<Export> containing(String path) {
            return Optional.empty();
        }

        @Override
        public Optional<FileHandle> open(Opaque handle) {
            return Optional.empty();
        }

        @Override
        public Opaque seal(FileHandle file) {
            return Opaque.EMPTY;
        }

        @Override
        public int id() {
            return -1;
        }

        @Override
        public String path() {
            return "/a\"\n";
        }

        @Override
        public FileSystem files() {
            throw new IllegalStateException("nobody opens it");
        }

        @Override
        public Optional<ExportRights> rights(InetAddress client) {
            return Optional.empty();
        }

        @Override
        public List<String> clients() {
            return List.of("10.0.0.0/8", "*");
        }

        @Override
        public List<String> options() {
            return List.of("rw", "ro");
        }
    }

    private interface Asking {
        void ask(ShareCommands commands, Question question, JsonGenerator json)
                throws IOException, RefusedException;
    }

    private String ask(Asking asking) throws IOException, RefusedException {
        Files.createDirectories(directory.resolve("relock/lockd"));
        MountList mounts = MountList.open(SmallFiles.below(directory), Runnable::run);
        Sharing sharing = new Sharing(new OneExport(), mounts, new Nfs3Counters(), () -> RELOADED);
        return ask(asking, Optional.of(sharing));
    }

    private static String ask(Asking asking, Optional<Sharing> sharing)
            throws IOException, RefusedException {
        JsonFactory factory = new JsonFactory();
        StringWriter text = new StringWriter();
        try (JsonGenerator json = factory.createGenerator(text)) {
            json.writeStartObject();
            Question question =
                    Question.read(
                            factory,
                            new ByteArrayInputStream("{\"command\":\"x\"}\n".getBytes(UTF_8)));
            asking.ask(new ShareCommands(sharing), question, json);
            json.writeEndObject();
        }
        return text.toString();
    }

    @Test
    void everyClientOfAnExportIsToldWithAllItsOptions() throws IOException, RefusedException {
        assertEquals(
                "{\"exports\":[{\"path\":\"/a\\\"\\n\",\"file_system\":4294967295,"
                        + "\"client\":\"10.0.0.0/8\",\"options\":\"rw\"},"
                        + "{\"path\":\"/a\\\"\\n\",\"file_system\":4294967295,"
                        + "\"client\":\"*\",\"options\":\"ro\"}]}",
                ask(ShareCommands::exports));
    }

    @Test
    void allProceduresAreCountedFromNothing() throws IOException, RefusedException {
        String answer = ask(ShareCommands::nfsstat);
        assertTrue(
                answer.startsWith(
                        "{\"bytes_read\":0,\"bytes_written\":0,\"procedures\":["
                                + "{\"procedure\":\"GETATTR\",\"calls\":0,\"ok\":0,"
                                + "\"mean_microseconds\":0,\"p50_microseconds\":0,"
                                + "\"p99_microseconds\":0,\"failures\":[]}"),
                answer);
        assertTrue(answer.contains("\"COMMIT\""), answer);
        assertTrue(answer.contains("\"SETACL\""), answer);
    }

    @Test
    void aReloadSaysWhatItChangedAndWhatItDoubts() throws IOException, RefusedException {
        assertEquals(
                "{\"well\":true,\"exports\":3,\"exported\":2,\"unexported\":1,\"locks\":7,"
                        + "\"waiters\":6,\"shares\":5,"
                        + "\"complaints\":[\"exports:1: a \\\"doubt\\\"\"]}",
                ask(ShareCommands::reload));
    }

    @Test
    void noMountsAreAnEmptyList() throws IOException, RefusedException {
        assertEquals("{\"mounts\":[]}", ask(ShareCommands::mounts));
    }

    @Test
    void whereAnotherServerHasTheFilesThatIsSaid() {
        assertThrows(RefusedException.class, () -> ask(ShareCommands::exports, Optional.empty()));
    }
}
