package org.relock.lockd;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.relock.state.xdr.Opaque;
import org.relock.state.xdr.XdrEncodable;
import org.relock.state.xdr.XdrWriter;

/** Two exports of one file system, one within the other: a handle is of one of them alone. */
class TwoExportsTest {

    private static final int GETATTR = 1;
    private static final int LOOKUP = 3;
    private static final int WRITE = 7;
    private static final int RENAME = 14;
    private static final int LINK = 15;

    private static final int ROFS = 30;
    private static final int XDEV = 18;
    private static final int STALE = 70;

    @TempDir private Path top;

    private Path outer;
    private Path inner;

    @BeforeEach
    void make() throws IOException {
        outer = Files.createDirectory(top.resolve("outer"));
        inner = Files.createDirectory(outer.resolve("inner"));
        Files.writeString(outer.resolve("file"), "outer");
        Files.writeString(inner.resolve("file"), "inner");
        Files.createDirectory(top.resolve("state"));
    }

    private FilesServed serve(int outerId, int innerId, String more) throws IOException {
        return new FilesServed(top.resolve("state"), lines(outerId, innerId, more));
    }

    private String lines(int outerId, int innerId, String more) {
        String lines = "%s *(ro,fsid=%d%s)%n%s *(rw,no_root_squash,fsid=%d%s)%n";
        return lines.formatted(outer, outerId, more, inner, innerId, more);
    }

    private static int status(FilesServed served, int procedure, XdrEncodable arguments)
            throws Exception {
        byte[] results =
                FilesServed.call(served.nfs, procedure, XdrWriter.toBytes(arguments)).orElseThrow();
        return ByteBuffer.wrap(results).getInt();
    }

    private static int writes(FilesServed served, Opaque file) throws Exception {
        return status(
                served,
                WRITE,
                xdr -> xdr.opaque(file).i64(0).i32(1).i32(0).opaque(Opaque.ofHex("78")));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", ",subtree_check"})
    void aFileMayBeWrittenThroughTheExportThatAllowsItAndNoOther(String more) throws Exception {
        try (FilesServed served = serve(1, 2, more)) {
            Opaque through = served.handle(1, "inner", "file");
            Opaque direct = served.handle(2, "file");
            assertNotEquals(through, direct);
            assertEquals(ROFS, writes(served, through));
            assertEquals(0, writes(served, direct));
        }
    }

    /** Neither a rename nor a link goes from one to the other, though the disk is the same. */
    @Test
    void whatIsBetweenThemIsBetweenTwoFileSystems() throws Exception {
        try (FilesServed served = serve(1, 2, ",rw,no_root_squash")) {
            Opaque file = served.handle(2, "file");
            Opaque from = served.handle(2);
            Opaque to = served.handle(1);
            assertEquals(
                    XDEV,
                    status(
                            served,
                            RENAME,
                            xdr -> xdr.opaque(from).string("file").opaque(to).string("moved")));
            assertEquals(
                    XDEV, status(served, LINK, xdr -> xdr.opaque(file).opaque(to).string("more")));
        }
    }

    /** The top of the inner one is a top, whatever is above it in the outer one. */
    @Test
    void nothingLeadsFromTheInnerToTheOuter() throws Exception {
        try (FilesServed served = serve(1, 2, "")) {
            Opaque root = served.handle(2);
            byte[] results =
                    FilesServed.call(
                                    served.nfs,
                                    LOOKUP,
                                    XdrWriter.toBytes(xdr -> xdr.opaque(root).string("..")))
                            .orElseThrow();
            ByteBuffer bytes = ByteBuffer.wrap(results);
            assertEquals(0, bytes.getInt());
            byte[] handle = new byte[bytes.getInt()];
            bytes.get(handle);
            assertEquals(root, Opaque.copyOf(handle));
        }
    }

    private static int looks(FilesServed served, Opaque file) throws Exception {
        return status(served, GETATTR, xdr -> xdr.opaque(file));
    }

    /** Neither of a file that is outside now, nor of one that is below the other root, too. */
    @ParameterizedTest
    @ValueSource(strings = {"", ",subtree_check"})
    void whenNumbersAreExchangedNoHandleOfBeforeLeadsAnywhere(String more) throws Exception {
        Opaque outside;
        Opaque below;
        Opaque root;
        try (FilesServed served = serve(1, 2, more)) {
            outside = served.handle(1, "file");
            below = served.handle(2, "file");
            root = served.handle(1);
            assertEquals(0, looks(served, outside));
            assertEquals(0, looks(served, below));
            served.load(lines(2, 1, more));
            assertEquals(STALE, looks(served, outside));
            served.load(lines(1, 2, more));
            assertEquals(0, looks(served, outside));
        }
        try (FilesServed served = serve(2, 1, more)) {
            assertEquals(STALE, looks(served, outside));
            assertEquals(STALE, writes(served, outside));
            assertEquals(STALE, looks(served, below));
            assertEquals(STALE, looks(served, root));
            assertEquals(0, looks(served, served.handle(1, "file")));
        }
        try (FilesServed served = serve(1, 2, more)) {
            assertEquals(0, looks(served, outside));
            assertEquals(0, looks(served, below));
            assertEquals(0, looks(served, root));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", ",subtree_check"})
    void handlesOutliveARestartWithTheDirectoryUnderAnotherPath(String more) throws Exception {
        Opaque before;
        try (FilesServed served = serve(1, 2, more)) {
            before = served.handle(1, "inner", "file");
        }
        Path moved = top.resolve("moved");
        Files.move(outer, moved);
        outer = moved;
        inner = moved.resolve("inner");
        try (FilesServed served = serve(1, 2, more)) {
            assertEquals(0, looks(served, before));
        }
    }

    @Test
    void anotherDirectoryInThePlaceOfTheExportedOneIsNotIt() throws Exception {
        Opaque before;
        try (FilesServed served = serve(1, 2, "")) {
            before = served.handle(1, "inner", "file");
        }
        Files.move(outer, top.resolve("kept"));
        Files.createDirectory(outer);
        Files.move(top.resolve("kept/inner"), inner);
        try (FilesServed served = serve(1, 2, "")) {
            assertEquals(STALE, looks(served, before));
        }
    }
}
