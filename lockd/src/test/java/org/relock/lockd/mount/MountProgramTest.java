package org.relock.lockd.mount;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.relock.lockd.export.ClientNames;
import org.relock.lockd.export.Export;
import org.relock.lockd.export.ExportSources;
import org.relock.lockd.export.ExportTable;
import org.relock.lockd.export.FewFiles;
import org.relock.lockd.export.FileHandle;
import org.relock.lockd.export.SignedHandles;
import org.relock.lockd.export.SmallFiles;
import org.relock.state.names.NumericAddress;
import org.relock.state.rpc.Dispatcher;
import org.relock.state.rpc.Gate;
import org.relock.state.rpc.Origin;
import org.relock.state.rpc.Transport;
import org.relock.state.service.LateNames;
import org.relock.state.xdr.Opaque;
import org.relock.state.xdr.XdrReader;
import org.relock.state.xdr.XdrWriter;

/** The bytes of MOUNT, from call to reply. */
class MountProgramTest {

    private static final String OK = "00000000";
    private static final String NOENT = "00000002";
    private static final String ACCES = "0000000d";
    private static final String NOTDIR = "00000014";
    private static final String GARBAGE_ARGS = "garbage";

    @TempDir private Path directory;

    private final FewFiles files =
            new FewFiles("/d/", "/d/e/", "/f", "/l@", "/closed/", "/closed/x/");
    private SmallFiles kept;
    private ExportTable table;
    private Dispatcher dispatcher;
    private int port = 700;

    @BeforeEach
    void begin() throws IOException {
        Files.writeString(
                directory.resolve("exports"),
                """
                /srv *(ro) 10.0.0.0/8(rw) 10.0.0.1(rw,fsid=5,sec=none:sys) @g
                /open *(insecure,fsid=6)
                /net 192.0.2.0/24(fsid=7)
                """);
        kept = SmallFiles.below(directory);
        table =
                new ExportTable(
                        SignedHandles.open(kept),
                        (path, id, synchronous, subtreeCheck) -> files.files(),
                        new ClientNames(new LateNames(), () -> 1),
                        (delay, task) -> {});
        table.load(new ExportSources(directory, List.of()).read());
        dispatcher =
                new Dispatcher(
                        MountProgram.of(table, MountList.open(kept, Runnable::run), Runnable::run),
                        Gate.OPEN);
    }

    /** Returns the results of a call that is accepted, as hexadecimal digits. */
    private String call(String client, int version, int procedure, String arguments) {
        String message =
                "0000000100000000"
                        + "00000002"
                        + word(Mount.PROGRAM)
                        + word(version)
                        + word(procedure)
                        + "00000001"
                        + "00000014"
                        + "00000000"
                        + "00000000"
                        + "00000064"
                        + "00000064"
                        + "00000000"
                        + "00000000"
                        + "00000000";
        CompletableFuture<ByteBuffer> late = new CompletableFuture<>();
        XdrWriter out = new XdrWriter(100);
        Dispatcher.Outcome outcome =
                dispatcher.answer(
                        new XdrReader(
                                ByteBuffer.wrap(HexFormat.of().parseHex(message + arguments))),
                        origin(client, late),
                        out);
        byte[] reply = out.toBytes();
        if (outcome == Dispatcher.Outcome.LATER) {
            ByteBuffer bytes = late.join();
            reply = new byte[bytes.remaining()];
            bytes.get(reply);
        }
        String hex = HexFormat.of().formatHex(reply);
        assertEquals("00000001" + "00000001" + "00000000" + OK + OK, hex.substring(0, 40));
        return switch (hex.substring(40, 48)) {
            case OK -> hex.substring(48);
            case "00000004" -> GARBAGE_ARGS;
            default -> "error " + hex.substring(40, 48);
        };
    }

    private Origin origin(String client, CompletableFuture<ByteBuffer> late) {
        InetAddress address = NumericAddress.parse(client).orElseThrow();
        return new Origin() {
            @Override
            public InetSocketAddress remote() {
                return new InetSocketAddress(address, port);
            }

            @Override
            public InetAddress local() {
                return address;
            }

            @Override
            public Transport transport() {
                return Transport.UDP;
            }

            @Override
            public void afterReply(Runnable task) {
                task.run();
            }

            @Override
            public void replyLater(ByteBuffer reply, Runnable afterwards) {
                late.complete(reply);
            }
        };
    }

    private static String word(int value) {
        return HexFormat.of().toHexDigits(value);
    }

    private static String string(String value) {
        return word(value.length())
                + HexFormat.of().formatHex(value.getBytes(ISO_8859_1))
                + "00".repeat(-value.length() & 3);
    }

    private Opaque handle(String path) {
        Export export = table.byId(5).orElseThrow();
        return table.seal(FileHandle.in(export, FewFiles.id(path)));
    }

    private String mount(String client, String path) {
        return call(client, 3, Mount.MNT, string(path));
    }

    /** RFC 1813, 5.2.1. */
    @Test
    void mntAnswersTheHandleOfTheRootAndTheFlavors() {
        String results = mount("10.0.0.1", "/srv");
        String handle = handle("/").toString();
        assertEquals(
                OK
                        + word(handle.length() / 2)
                        + handle
                        + "0000" // padding
                        + word(2)
                        + word(0)
                        + word(1),
                results);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/srv/d/e", "//srv///d/e/"})
    void aPathBelowAnExportIsWalkedDown(String path) {
        String handle = handle("/d/e/").toString();
        assertTrue(mount("10.0.0.9", path).startsWith(OK + word(handle.length() / 2) + handle));
    }

    @ParameterizedTest
    @CsvSource({
        "10.0.0.1, /srv/none, " + NOENT,
        "10.0.0.1, /srv/f/x, " + NOTDIR,
        "10.0.0.1, /srv/l, " + NOTDIR,
        "10.0.0.1, /srv/l/d, " + NOTDIR,
        "10.0.0.1, /srv/closed/x, " + ACCES,
        "10.0.0.1, /srv/../etc, " + ACCES,
        "10.0.0.1, /other, " + ACCES,
        "10.0.0.1, /srvx, " + ACCES,
        "10.0.0.1, /, " + ACCES,
        "10.0.0.1, srv, " + ACCES,
        "10.0.0.1, '', " + ACCES,
        "10.0.0.1, /net, " + ACCES,
        "2001:db8::1, /net, " + ACCES,
    })
    void whatCannotBeMountedHasItsStatus(String client, String path, String status) {
        assertEquals(status, mount(client, path));
        assertEquals("00000000", call(client, 3, Mount.DUMP, ""));
    }

    @Test
    void aFileMayBeMountedToo() {
        assertTrue(mount("10.0.0.1", "/srv/f").startsWith(OK));
    }

    @Test
    void onlyInsecureExportsAreMountedFromHighPorts() {
        port = 1024;
        assertEquals(ACCES, mount("10.0.0.1", "/srv"));
        assertTrue(mount("10.0.0.1", "/open").startsWith(OK));
    }

    @Test
    void aPathThatIsTooLongIsGarbage() {
        assertEquals(GARBAGE_ARGS, mount("10.0.0.1", "/" + "x".repeat(1024)));
        assertEquals(NOENT, mount("10.0.0.1", "/srv/" + "x".repeat(1019)));
    }

    /** RFC 1813, 5.2.5: no groups are everybody. */
    @Test
    void exportListsDirectoriesAndClients() {
        String expected =
                "00000001"
                        + string("/net")
                        + "00000001"
                        + string("192.0.2.0/24")
                        + "00000000"
                        + "00000001"
                        + string("/open")
                        + "00000001"
                        + string("*")
                        + "00000000"
                        + "00000001"
                        + string("/srv")
                        + "00000000"
                        + "00000000";
        for (int version = 1; version <= 3; version++) {
            assertEquals(expected, call("192.0.2.9", version, Mount.EXPORT, ""));
        }
        assertEquals(expected, call("192.0.2.9", 1, Mount.EXPORTALL, ""));
    }

    /** RFC 1813, 5.2.2 to 5.2.4. */
    @Test
    void mountsAreListedUntilTheyAreUndone() {
        mount("10.0.0.1", "/srv");
        mount("10.0.0.1", "/srv/d");
        mount("10.0.0.1", "/srv/");
        mount("2001:db8::1", "/srv");
        String one = "00000001" + string("10.0.0.1") + string("/srv");
        String two = "00000001" + string("10.0.0.1") + string("/srv/d");
        String three = "00000001" + string("2001:db8::1") + string("/srv");
        assertEquals(one + two + three + OK, call("192.0.2.9", 3, Mount.DUMP, ""));
        assertEquals("", call("10.0.0.2", 3, Mount.UMNT, string("/srv")));
        assertEquals("", call("10.0.0.1", 1, Mount.UMNT, string("/srv")));
        assertEquals(two + three + OK, call("192.0.2.9", 1, Mount.DUMP, ""));
        assertEquals("", call("10.0.0.1", 3, Mount.UMNTALL, ""));
        assertEquals(three + OK, call("192.0.2.9", 2, Mount.DUMP, ""));
    }

    @Test
    void theListSurvivesARestartWhateverIsInTheFile() throws IOException {
        mount("10.0.0.1", "/srv");
        kept.replace(
                "mounts",
                (Files.readString(kept.path("mounts"))
                                + "10.0.0.2 /with\\012newline\n"
                                + "evil /x\n10.0.0.3\n \n10.0.0.4 relative\n10.0.0.5 /cut")
                        .getBytes(ISO_8859_1));
        assertEquals(
                List.of(
                        new MountEntry("10.0.0.1", "/srv"),
                        new MountEntry("10.0.0.2", "/with\nnewline"),
                        new MountEntry("10.0.0.5", "/cut")),
                MountList.open(kept, Runnable::run).all());
    }

    @Test
    void theListForgetsTheOldestWhenItIsFull() throws IOException {
        MountList list = MountList.open(kept, task -> {});
        InetAddress client = NumericAddress.parse("10.0.0.1").orElseThrow();
        for (int i = 0; i <= MountLimits.MOUNTS; i++) {
            list.add(client, "/" + i);
        }
        assertEquals(MountLimits.MOUNTS, list.all().size());
        assertEquals(Optional.of("/1"), list.all().stream().findFirst().map(MountEntry::path));
    }

    @Test
    void aListInADatagramEndsWhereItIsFull() throws IOException {
        StringBuilder many = new StringBuilder();
        for (int i = 100; i < 200; i++) {
            many.append("10.0.0.1 /").append(i).append("x".repeat(1000)).append('\n');
        }
        kept.replace("mounts", many.toString().getBytes(ISO_8859_1));
        begin();
        String all = call("10.0.0.1", 3, Mount.DUMP, "");
        assertTrue(
                all.length() <= 2 * (32_768 + 4) && all.length() > 2 * 31_000, "" + all.length());
        assertTrue(all.endsWith("78" + OK) && all.startsWith("00000001" + string("10.0.0.1")));
    }

    /** NFSv2 is not served, so its mounts are refused, and there is no PATHCONF. */
    @Test
    void olderVersionsListButDoNotMount() {
        assertEquals(ACCES, call("10.0.0.1", 1, Mount.MNT, string("/srv")));
        assertEquals(ACCES, call("10.0.0.1", 2, Mount.MNT, string("/srv")));
        assertEquals("error 00000003", call("10.0.0.1", 2, 7, string("/srv")));
        assertEquals("error 00000003", call("10.0.0.1", 3, 6, ""));
        assertEquals("error 00000002", call("10.0.0.1", 4, 0, ""));
        assertEquals("", call("10.0.0.1", 3, 0, ""));
    }
}
