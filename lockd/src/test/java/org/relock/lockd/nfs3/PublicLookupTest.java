package org.relock.lockd.nfs3;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.relock.lockd.export.ClientNames;
import org.relock.lockd.export.ExportSources;
import org.relock.lockd.export.ExportTable;
import org.relock.lockd.export.FewFiles;
import org.relock.lockd.export.FileHandle;
import org.relock.lockd.export.SignedHandles;
import org.relock.lockd.export.SmallFiles;
import org.relock.lockd.vfs.FileException;
import org.relock.state.names.NumericAddress;
import org.relock.state.names.SystemNames;
import org.relock.state.rpc.Caller;
import org.relock.state.rpc.Credential;
import org.relock.state.rpc.Transport;
import org.relock.state.xdr.MalformedXdrException;
import org.relock.state.xdr.Opaque;
import org.relock.state.xdr.XdrReader;
import org.relock.state.xdr.XdrWriter;

/** Whole paths from the public file handle (RFC 2055), and that they end at the exports. */
class PublicLookupTest {

    private static final Opaque EMPTY = Opaque.EMPTY;
    private static final Opaque ZEROS = Opaque.copyOf(new byte[32]);

    @TempDir Path directory;
    private final FewFiles top =
            new FewFiles(
                    "/a/",
                    "/a/b/",
                    "/a/b/file",
                    "/a/100%",
                    "/a/up@",
                    "/a/abroad@",
                    "/a/home@",
                    "/a/loop@",
                    "/etc/",
                    "/etc/passwd",
                    "/deep/",
                    "/deep/hidden");
    private final FewFiles deep = new FewFiles("/seen");
    private final FewFiles other = new FewFiles("/o");
    private final FewFiles strangers = new FewFiles("/secret");
    private ExportTable table;
    private LookupCall lookup;

    @BeforeEach
    void open() throws IOException {
        Map<String, FewFiles> files = new HashMap<>();
        files.put("/srv", top);
        files.put("/srv/deep", deep);
        files.put("/other", other);
        files.put("/strangers", strangers);
        top.links.put("/a/up@", "../../../../etc");
        top.links.put("/a/abroad@", "/etc");
        top.links.put("/a/home@", "/other");
        top.links.put("/a/loop@", "loop");
        SignedHandles handles = SignedHandles.open(SmallFiles.below(directory));
        table =
                new ExportTable(
                        handles,
                        (path, id, synchronous, subtreeCheck) -> files.get(path).files(),
                        new ClientNames(new SystemNames(), () -> 0),
                        (delay, task) -> {});
        exports(
                """
                /srv *(public,insecure)
                /srv/deep *(insecure)
                /other *(insecure)
                /strangers 192.0.2.99(insecure)
                """);
        lookup = new LookupCall(table, new Reception(table));
    }

    private void exports(String text) throws IOException {
        Files.writeString(directory.resolve("exports"), text);
        table.load(new ExportSources(directory, List.of()).read());
    }

    /** Returns the export and path that a name stands for, or its error. */
    private String find(Opaque handle, String name) throws MalformedXdrException {
        Caller caller =
                new Caller(
                        new InetSocketAddress(NumericAddress.parse("192.0.2.1").orElseThrow(), 700),
                        NumericAddress.parse("192.0.2.2").orElseThrow(),
                        Transport.TCP,
                        new Credential.Sys(0, "me", 1000, 1000, List.of()),
                        1);
        try {
            Opaque bytes = Opaque.copyOf(name.getBytes(ISO_8859_1));
            Reply reply = lookup.on(caller, new Named(handle, bytes));
            if (reply.error().isPresent()) {
                return reply.error().get().name();
            }
            XdrReader xdr = new XdrReader(ByteBuffer.wrap(XdrWriter.toBytes(reply)));
            assertEquals(0, xdr.i32());
            FileHandle found = table.open(xdr.opaque(Nfs3.FHSIZE)).orElseThrow();
            return table.byId(found.export()).orElseThrow().path()
                    + ":"
                    + new String(found.file().bytes().toBytes(), ISO_8859_1);
        } catch (FileException e) {
            return e.status().name();
        }
    }

    private String find(String name) throws MalformedXdrException {
        return find(EMPTY, name);
    }

    @Test
    void aPathIsFoundInOneCallFromEitherPublicHandle() throws MalformedXdrException {
        for (Opaque handle : List.of(EMPTY, ZEROS)) {
            assertEquals("/srv:/a/b/file", find(handle, "a/b/file"));
            assertEquals("/srv:/a/b/", find(handle, "a//./b/"));
            assertEquals("/srv:/", find(handle, ""));
            assertEquals("NOENT", find(handle, "a/c/file"));
            assertEquals("NOTDIR", find(handle, "a/b/file/x"));
        }
        assertEquals("BADHANDLE", find(Opaque.copyOf(new byte[31]), "a"));
    }

    @Test
    void anAbsolutePathIsThatOfTheHostAsForMount() throws MalformedXdrException {
        assertEquals("/srv:/a/b/file", find("/srv/a/b/file"));
        assertEquals("/other:/o", find("/other/o"));
        assertEquals("/srv/deep:/seen", find("/srv/deep/seen"));
        assertEquals("NOENT", find("/"));
        assertEquals("NOENT", find("/etc/passwd"));
    }

    @Test
    void canonicalPathsHaveEscapesAndNativeOnesHaveNot() throws MalformedXdrException {
        assertEquals("/srv:/a/100%", find("a/100%25"));
        assertEquals("/srv:/a/100%", find("%61/100%25"));
        assertEquals("/srv:/a/100%", find("\u0080a/100%"));
        assertEquals("NOENT", find("\u0080a/100%25"));
        assertEquals("/other:/o", find("\u0080/other/o"));
        assertEquals("INVAL", find("a/100%"));
        assertEquals("INVAL", find("a/%2"));
        assertEquals("INVAL", find("a/%zz"));
        assertEquals("INVAL", find("\u0081a"));
        assertEquals("INVAL", find("\na"));
        // A slash in a name is in no name.
        assertEquals("NOENT", find("a%2fb%2ffile"));
    }

    @Test
    void nothingOutsideIsReached() throws MalformedXdrException {
        assertEquals("/srv:/", find(".."));
        assertEquals("/srv:/etc/passwd", find("../../etc/passwd"));
        assertEquals("/srv:/etc/passwd", find("%2e%2e/%2e%2e/etc/passwd"));
        assertEquals("NOENT", find("/srv/../etc/passwd"));
        assertEquals("NOENT", find("/srv/%2e%2e/strangers/secret"));
        assertEquals("ACCES", find("/strangers/secret"));
        // The way up ends at the export's own top.
        assertEquals("/srv:/etc/passwd", find("a/up/passwd"));
        assertEquals("NOENT", find("a/abroad/passwd"));
    }

    @Test
    void noPathOfAnyPiecesLeadsToWhatIsNotExportedToTheCaller() throws MalformedXdrException {
        List<String> pieces =
                List.of(
                        "..",
                        "/",
                        "//",
                        ".",
                        "%2e",
                        "%2f",
                        "%",
                        "%00",
                        "a",
                        "b",
                        "up",
                        "abroad",
                        "home",
                        "loop",
                        "deep",
                        "srv",
                        "other",
                        "strangers",
                        "secret",
                        "\u0080",
                        "\u00ff",
                        "file",
                        " ",
                        "\n");
        long seed = System.nanoTime();
        Random random = new Random(seed);
        for (int i = 0; i < 20_000; i++) {
            StringBuilder name = new StringBuilder();
            for (int pieceCount = random.nextInt(12); pieceCount > 0; pieceCount--) {
                name.append(pieces.get(random.nextInt(pieces.size())));
            }
            String found = find(name.toString());
            assertFalse(
                    found.startsWith("/strangers") || found.isEmpty(),
                    () -> name + " led to " + found + ", seed " + seed);
        }
    }

    @Test
    void linksOnTheWayAreFollowedAndTheLastOneIsTheClients() throws MalformedXdrException {
        assertEquals("/srv:/a/home@", find("a/home"));
        assertEquals("/other:/o", find("a/home/o"));
        assertEquals("INVAL", find("a/loop/x"));
    }

    @Test
    void anExportBelowThePublicOneIsEntered() throws MalformedXdrException {
        assertEquals("/srv/deep:/seen", find("deep/seen"));
        assertEquals("NOENT", find("deep/hidden"));
    }

    @Test
    void withoutAPublicExportThereIsNoPublicHandle() throws IOException {
        exports("/srv *(insecure)\n");
        try {
            assertEquals("BADHANDLE", find("a"));
        } catch (MalformedXdrException e) {
            throw new IllegalStateException(e);
        }
    }
}
