package org.relock.lockd.nfs3;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.relock.lockd.nfs3.Mounted.hex;
import static org.relock.lockd.nfs3.Mounted.hyper;
import static org.relock.lockd.nfs3.Mounted.reading;
import static org.relock.lockd.nfs3.Mounted.text;
import static org.relock.lockd.nfs3.Mounted.word;

import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.relock.lockd.vfs.Attributes;
import org.relock.lockd.vfs.CreateMode;
import org.relock.lockd.vfs.FileException;
import org.relock.lockd.vfs.FileStatus;
import org.relock.lockd.vfs.FileTime;
import org.relock.lockd.vfs.FileType;
import org.relock.lockd.vfs.NewNode;
import org.relock.lockd.vfs.SetAttributes;
import org.relock.lockd.vfs.SetAttributes.NewTime;
import org.relock.lockd.vfs.Stability;
import org.relock.state.xdr.MalformedXdrException;
import org.relock.state.xdr.Opaque;
import org.relock.state.xdr.XdrDecoder;
import org.relock.state.xdr.XdrReader;

/** The protocol's words against bytes written from RFC 1813, sections 2.5, 2.6 and 3.3. */
class Nfs3WireTest {

    private static final String TRUE = "00000001";
    private static final String FALSE = "00000000";
    private static final String HANDLE = "00000005" + "0102030405" + "000000";
    private static final String WHERE = HANDLE + "00000003" + "6e616d" + "00";
    private static final Opaque HANDLE_VALUE = Opaque.ofHex("0102030405");
    private static final Named WHERE_VALUE = new Named(HANDLE_VALUE, Opaque.ofHex("6e616d"));

    /** Mode 0644, group 7, size 2^33, atime the server's, mtime 16 s and 32 ns. */
    private static final String SATTR =
            TRUE
                    + "000001a4"
                    + FALSE
                    + TRUE
                    + "00000007"
                    + TRUE
                    + "0000000200000000"
                    + "00000001"
                    + "00000002"
                    + "00000010"
                    + "00000020";

    private static final SetAttributes SATTR_VALUE =
            new SetAttributes(
                    OptionalInt.of(0644),
                    OptionalInt.empty(),
                    OptionalInt.of(7),
                    OptionalLong.of(1L << 33),
                    NewTime.NOW,
                    new NewTime(false, Optional.of(new FileTime(16, 32))));

    private static <T> void assertRead(String bytes, T value, XdrDecoder<T> decoder)
            throws MalformedXdrException {
        XdrReader xdr = reading(bytes);
        assertEquals(value, decoder.decode(xdr));
        assertEquals(0, xdr.remaining());
        for (int length = 0; length < bytes.length(); length += 2) {
            refused(bytes.substring(0, length), decoder);
        }
    }

    private static void refused(String bytes, XdrDecoder<?> decoder) {
        assertThrows(MalformedXdrException.class, () -> decoder.decode(reading(bytes)));
    }

    @Test
    void argumentsAreReadAndNoPartOfThemIs() throws MalformedXdrException {
        assertRead(HANDLE, HANDLE_VALUE, Wire::handle);
        assertRead(WHERE, WHERE_VALUE, Named::decode);
        assertRead(SATTR, SATTR_VALUE, Sattr3::decode);
        assertRead(
                HANDLE + SATTR + TRUE + "00000009" + "0000000a",
                new SetattrArgs(HANDLE_VALUE, SATTR_VALUE, Optional.of(new FileTime(9, 10))),
                SetattrArgs::decode);
        assertRead(
                HANDLE + SATTR + FALSE,
                new SetattrArgs(HANDLE_VALUE, SATTR_VALUE, Optional.empty()),
                SetattrArgs::decode);
        assertRead(HANDLE + "0000003f", new AccessArgs(HANDLE_VALUE, 63), AccessArgs::decode);
        assertRead(
                HANDLE + "ffffffffffffffff" + "00100000",
                new ReadArgs(HANDLE_VALUE, -1, 1_048_576),
                ReadArgs::decode);
        assertRead(WHERE + SATTR, new MkdirArgs(WHERE_VALUE, SATTR_VALUE), MkdirArgs::decode);
        assertRead(
                WHERE + SATTR + text("../x"),
                new SymlinkArgs(WHERE_VALUE, SATTR_VALUE, Opaque.ofHex("2e2e2f78")),
                SymlinkArgs::decode);
        assertRead(WHERE + WHERE, new RenameArgs(WHERE_VALUE, WHERE_VALUE), RenameArgs::decode);
        assertRead(HANDLE + WHERE, new LinkArgs(HANDLE_VALUE, WHERE_VALUE), LinkArgs::decode);
        assertRead(
                HANDLE + hyper(11) + hyper(12) + word(13),
                new ReaddirArgs(HANDLE_VALUE, 11, 12, 13),
                ReaddirArgs::decode);
        assertRead(
                HANDLE + hyper(11) + hyper(12) + word(13) + word(14),
                new ReaddirplusArgs(HANDLE_VALUE, 11, 12, 13, 14),
                ReaddirplusArgs::decode);
    }

    @Test
    void createhow3IsOneOfThree() throws MalformedXdrException {
        assertRead(
                WHERE + "00000000" + SATTR,
                new CreateArgs(WHERE_VALUE, new CreateMode.Unchecked(SATTR_VALUE)),
                CreateArgs::decode);
        assertRead(
                WHERE + "00000001" + SATTR,
                new CreateArgs(WHERE_VALUE, new CreateMode.Guarded(SATTR_VALUE)),
                CreateArgs::decode);
        assertRead(
                WHERE + "00000002" + "0102030405060708",
                new CreateArgs(WHERE_VALUE, new CreateMode.Exclusive(0x0102030405060708L)),
                CreateArgs::decode);
        refused(WHERE + "00000003" + SATTR, CreateArgs::decode);
    }

    @Test
    void mknoddata3DependsOnTheType() throws MalformedXdrException {
        String device = SATTR + "00000008" + "00000001";
        assertRead(
                WHERE + "00000004" + device,
                new MknodArgs(
                        WHERE_VALUE,
                        Optional.of(
                                new NewNode.Device(FileType.CHARACTER_DEVICE, 8, 1, SATTR_VALUE))),
                MknodArgs::decode);
        assertRead(
                WHERE + "00000003" + device,
                new MknodArgs(
                        WHERE_VALUE,
                        Optional.of(new NewNode.Device(FileType.BLOCK_DEVICE, 8, 1, SATTR_VALUE))),
                MknodArgs::decode);
        assertRead(
                WHERE + "00000006" + SATTR,
                new MknodArgs(
                        WHERE_VALUE,
                        Optional.of(new NewNode.Special(FileType.SOCKET, SATTR_VALUE))),
                MknodArgs::decode);
        assertRead(
                WHERE + "00000007" + SATTR,
                new MknodArgs(
                        WHERE_VALUE, Optional.of(new NewNode.Special(FileType.FIFO, SATTR_VALUE))),
                MknodArgs::decode);
        assertRead(
                WHERE + "00000002",
                new MknodArgs(WHERE_VALUE, Optional.empty()),
                MknodArgs::decode);
        refused(WHERE + "00000000" + SATTR, MknodArgs::decode);
        refused(WHERE + "00000008" + SATTR, MknodArgs::decode);
    }

    @Test
    void dataIsSeenWhereItLies() throws MalformedXdrException {
        String start = HANDLE + hyper(4_096) + word(3);
        WriteArgs write = WriteArgs.decode(reading(start + "00000001" + "00000003" + "61626300"));
        assertEquals(HANDLE_VALUE, write.file());
        assertEquals(4_096, write.offset());
        assertEquals(3, write.count());
        assertEquals(Stability.DATA_SYNC, write.stability());
        assertEquals(3, write.data().remaining());
        assertEquals('b', write.data().get(1));
        refused(start + "00000003" + "00000003" + "61626300", WriteArgs::decode);
        refused(start + "00000001" + "00000003" + "616263", WriteArgs::decode);
        refused(start + "00000001" + "00100001" + "61626300", WriteArgs::decode);
        refused(start + "00000001" + "ffffffff" + "61626300", WriteArgs::decode);
    }

    @ParameterizedTest
    @ValueSource(ints = {65, 66, 128, 1 << 20, Integer.MAX_VALUE, -1, Integer.MIN_VALUE})
    void aHandleOfMoreThan64BytesIsRefused(int length) {
        refused(word(length) + "00".repeat(132), Wire::handle);
    }

    @Test
    void aNameIsReadUpTo4096BytesAndJudgedAfterwards() throws MalformedXdrException {
        Named longest = Named.decode(reading(HANDLE + word(4_096) + "61".repeat(4_096)));
        FileException e = assertThrows(FileException.class, longest::name);
        assertEquals(FileStatus.NAMETOOLONG, e.status());
        refused(HANDLE + word(4_097) + "61".repeat(4_100), Named::decode);
        Named none = Named.decode(reading(HANDLE + word(0)));
        assertEquals(FileStatus.INVAL, assertThrows(FileException.class, none::name).status());
    }

    @ParameterizedTest
    @ValueSource(ints = {3, 4, 1 << 16, -1, Integer.MIN_VALUE})
    void whatIsNeitherABoolNorAnEnumIsRefused(int value) {
        String keep = FALSE + FALSE + FALSE;
        refused(word(value) + SATTR.substring(8), Sattr3::decode);
        refused(keep + word(value) + "00".repeat(20), Sattr3::decode);
        refused(keep + FALSE + word(value) + "00".repeat(20), Sattr3::decode);
        refused(keep + FALSE + FALSE + word(value) + "00".repeat(20), Sattr3::decode);
        refused(HANDLE + SATTR + word(value) + hyper(0), SetattrArgs::decode);
    }

    @Test
    void whatNoFileCanHaveIsNotAskedFor() throws MalformedXdrException, FileException {
        String keep = FALSE + FALSE + FALSE;
        SetAttributes large = Sattr3.decode(reading(keep + TRUE + "8000000000000000" + hyper(0)));
        assertEquals(
                FileStatus.FBIG,
                assertThrows(FileException.class, () -> Sattr3.checked(large)).status());
        SetAttributes odd =
                Sattr3.decode(
                        reading(keep + FALSE + FALSE + word(2) + word(1) + word(1_000_000_000)));
        assertEquals(
                FileStatus.INVAL,
                assertThrows(FileException.class, () -> Sattr3.checked(odd)).status());
        SetAttributes typed = Sattr3.decode(reading(TRUE + word(0100644) + "00".repeat(20)));
        assertEquals(OptionalInt.of(0644), Sattr3.checked(typed).mode());
    }

    @Test
    void attributesAreWrittenAsTheyStandInTheSpecification() {
        Attributes file =
                new Attributes(
                        FileType.CHARACTER_DEVICE,
                        04755,
                        2,
                        -2,
                        3,
                        1L << 40,
                        4_096,
                        8,
                        9,
                        10,
                        11,
                        new FileTime(-1, 999),
                        new FileTime(0x8000_0001L, 1),
                        new FileTime(0x1_0000_0002L, 2));
        String fattr3 =
                "00000004" // NF3CHR
                        + "000009ed" // mode
                        + "00000002" // nlink
                        + "fffffffe" // uid
                        + "00000003" // gid
                        + "0000010000000000" // size
                        + "0000000000001000" // used
                        + "00000008" // specdata1
                        + "00000009" // specdata2
                        + "000000000000000a" // fsid
                        + "000000000000000b" // fileid
                        + "00000000" // atime, before there were any
                        + "00000000"
                        + "80000001" // mtime, after 2038
                        + "00000001"
                        + "ffffffff" // ctime, after 2106
                        + "00000002";
        assertEquals(fattr3, hex(xdr -> Fattr3.encode(file, xdr)));
        String wcc =
                "00000001" + "0000010000000000" + "80000001" + "00000001" + "ffffffff" + "00000002";
        assertEquals(wcc + TRUE + fattr3, hex(new WccData(Optional.of(file), Optional.of(file))));
        assertEquals(FALSE + FALSE, hex(new WccData(Optional.empty(), Optional.empty())));
        assertEquals(
                Fattr3.POST_OP_BYTES,
                hex(xdr -> Fattr3.postOp(Optional.of(file), xdr)).length() / 2);
    }
}
