package org.relock.lockd.nfsacl;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.relock.lockd.export.Export;
import org.relock.lockd.export.ExportRights;
import org.relock.lockd.export.Exports;
import org.relock.lockd.export.FileHandle;
import org.relock.lockd.nfs3.Nfs3Counters;
import org.relock.lockd.vfs.Actor;
import org.relock.lockd.vfs.FileException;
import org.relock.lockd.vfs.FileId;
import org.relock.lockd.vfs.FileStatus;
import org.relock.lockd.vfs.FileSystem;
import org.relock.lockd.vfs.posix.LocalDirectory;
import org.relock.lockd.vfs.posix.LocalOptions;
import org.relock.state.rpc.Answer;
import org.relock.state.rpc.Caller;
import org.relock.state.rpc.Credential;
import org.relock.state.rpc.Program;
import org.relock.state.rpc.Transport;
import org.relock.state.xdr.MalformedXdrException;
import org.relock.state.xdr.Opaque;
import org.relock.state.xdr.XdrReader;
import org.relock.state.xdr.XdrWriter;

/** The bytes of both procedures, on files of this machine. */
class NfsAclTest implements Exports, Export {

    private static final String OK = "00000000";
    private static final String ACL = "00000001";
    private static final String BOTH = "00000005";
    private static final String ALL = "0000000f";
    private static final String NO_ACL = "00000000" + "00000000";

    /** The owner rw, user 4002 r, the group nothing, mask r, others nothing; numbers of 4001. */
    private static final String ENTRIES =
            "00000005"
                    + "00000001"
                    + "00000fa1"
                    + "00000006"
                    + "00000002"
                    + "00000fa2"
                    + "00000004"
                    + "00000004"
                    + "00000fa1"
                    + "00000000"
                    + "00000010"
                    + "00000000"
                    + "00000004"
                    + "00000020"
                    + "00000000"
                    + "00000000";

    private static final String FIVE = "00000005" + ENTRIES;

    @TempDir private Path top;

    private final Nfs3Counters counters = new Nfs3Counters();
    private LocalDirectory files;
    private Program program;
    private boolean readOnly;
    private int uid = 4001;

    @BeforeEach
    void open() throws Exception {
        Files.setPosixFilePermissions(top, PosixFilePermissions.fromString("rwxrwxrwx"));
        Path file = Files.createFile(top.resolve("file"));
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r-----"));
        Files.setAttribute(file, "unix:uid", 4001);
        Files.setAttribute(file, "unix:gid", 4001);
        Path directory = Files.createDirectory(top.resolve("directory"));
        Files.setAttribute(directory, "unix:uid", 4001);
        files = LocalDirectory.open(top, new LocalOptions(false, false, 64, Optional.empty()));
        program = NfsAclProgram.of(this, Runnable::run, counters, () -> 1);
    }

    @AfterEach
    void close() {
        files.close();
    }

    private String handle(String name) throws FileException {
        Opaque bytes = Opaque.copyOf(name.getBytes(StandardCharsets.US_ASCII));
        FileId id = files.lookup(new Actor(0, 0, List.of()), files.root(), bytes).file();
        return HexFormat.of().formatHex(XdrWriter.toBytes(xdr -> xdr.opaque(id.bytes())));
    }

    private static XdrReader reading(String hex) {
        return new XdrReader(ByteBuffer.wrap(HexFormat.of().parseHex(hex)));
    }

    /** Returns the results as digits, with {@code (attributes)} for a {@code fattr3}. */
    private String call(int procedure, String... arguments) throws MalformedXdrException {
        InetAddress here = InetAddress.getLoopbackAddress();
        Credential credential = new Credential.Sys(0, "pc", uid, uid, List.of());
        Caller caller =
                new Caller(new InetSocketAddress(here, 700), here, Transport.TCP, credential, 1);
        XdrReader all = reading(String.join("", arguments));
        Answer answer = program.answer(caller, procedure, all).orElseThrow();
        String hex = HexFormat.of().formatHex(XdrWriter.toBytes(((Answer.Now) answer).results()));
        int behind = 16 + 2 * 84;
        return hex.startsWith("00000001", 8)
                ? hex.substring(0, 8) + "(attributes)" + hex.substring(behind)
                : hex;
    }

    @Test
    void aFileWithoutAnAclHasThatOfItsModeWithAMask() throws Exception {
        String ofMode =
                "00000004"
                        + "00000001"
                        + "00000fa1"
                        + "00000006"
                        + "00000004"
                        + "00000fa1"
                        + "00000004"
                        + "00000010"
                        + "00000000"
                        + "00000004"
                        + "00000020"
                        + "00000000"
                        + "00000000";
        assertEquals(
                OK + "(attributes)" + ALL + "00000004" + ofMode + NO_ACL,
                call(NfsAcl.GETACL, handle("file"), ALL));
    }

    @Test
    void countsAloneAreTold() throws Exception {
        assertEquals(
                OK + "(attributes)" + "0000000a" + "00000004" + "00000000" + NO_ACL,
                call(NfsAcl.GETACL, handle("file"), "0000000a"));
        assertEquals(
                OK + "(attributes)" + "00000000" + NO_ACL + NO_ACL,
                call(NfsAcl.GETACL, handle("file"), "00000000"));
    }

    @Test
    void whatIsSetIsReadAgainAndObeyed() throws Exception {
        String file = handle("file");
        FileId id = new FileId(reading(file).opaque(64));
        assertFalse(mayRead(id));
        assertEquals(OK + "(attributes)", call(NfsAcl.SETACL, file, ACL, FIVE, NO_ACL));
        assertTrue(mayRead(id));
        assertEquals(OK + "(attributes)" + ACL + FIVE + NO_ACL, call(NfsAcl.GETACL, file, ACL));
        assertEquals(0640, files.attributes(id).mode(), "the group's bits are the mask");
        assertEquals(OK + "(attributes)", call(NfsAcl.SETACL, file, ACL, NO_ACL, NO_ACL));
        assertFalse(mayRead(id));
    }

    private boolean mayRead(FileId id) throws FileException {
        return files.access(new Actor(4002, 4002, List.of()), id, 1) == 1;
    }

    /** Clients that were told of a mask send it back. */
    @Test
    void anAclThatSaysNoMoreThanAModeBecomesTheMode() throws Exception {
        String file = handle("file");
        String four =
                "00000004"
                        + "00000004"
                        + "00000020"
                        + "00000000"
                        + "00000001"
                        + "00000010"
                        + "00000000"
                        + "00000005"
                        + "00000001"
                        + "00000000"
                        + "00000007"
                        + "00000004"
                        + "00000000"
                        + "00000005";
        assertEquals(OK + "(attributes)", call(NfsAcl.SETACL, file, ACL, four, NO_ACL));
        FileId id = new FileId(reading(file).opaque(64));
        assertEquals(0751, files.attributes(id).mode());
        assertEquals(Optional.empty(), files.acl(new Actor(0, 0, List.of()), id, false));
    }

    @Test
    void aDirectoryHandsItsDefaultAclDown() throws Exception {
        String directory = handle("directory");
        assertEquals(
                OK + "(attributes)",
                call(NfsAcl.SETACL, directory, "00000004", NO_ACL, defaults()));
        assertTrue(
                call(NfsAcl.GETACL, directory, BOTH).endsWith(defaults()),
                "the default ACL's tags are marked");
        Files.createFile(top.resolve("directory/inner"));
        assertTrue(mayRead(inner()));
        assertEquals(
                OK + "(attributes)", call(NfsAcl.SETACL, directory, "00000004", NO_ACL, NO_ACL));
        assertTrue(call(NfsAcl.GETACL, directory, BOTH).endsWith(NO_ACL));
    }

    /** Of the owner and the group it is the directory's that are named, here 4001 and root's. */
    private static String defaults() {
        return FIVE.replace("00000001" + "00000fa1", "00001001" + "00000fa1")
                .replace("00000002" + "00000fa2", "00001002" + "00000fa2")
                .replace("00000004" + "00000fa1", "00001004" + "00000000")
                .replace("00000010" + "00000000", "00001010" + "00000000")
                .replace("00000020" + "00000000", "00001020" + "00000000");
    }

    private FileId inner() throws FileException {
        Actor root = new Actor(0, 0, List.of());
        FileId directory =
                files.lookup(root, files.root(), Opaque.ofHex("6469726563746f7279")).file();
        return files.lookup(root, directory, Opaque.ofHex("696e6e6572")).file();
    }

    private int status(int procedure, String... arguments) throws MalformedXdrException {
        return Integer.parseInt(call(procedure, arguments).substring(0, 8), 16);
    }

    @Test
    void whatCannotBeIsRefused() throws Exception {
        String file = handle("file");
        assertEquals(22, status(NfsAcl.GETACL, file, "00000010"), "a bit that is none");
        assertEquals(22, status(NfsAcl.SETACL, file, "00000010", NO_ACL, NO_ACL));
        assertEquals(22, status(NfsAcl.SETACL, file, ACL, "00000004" + ENTRIES, NO_ACL));
        assertEquals(
                22,
                status(
                        NfsAcl.SETACL,
                        file,
                        ACL,
                        FIVE.replace("00000fa200000004", "00000fa200000008"),
                        NO_ACL));
        assertEquals(
                22,
                status(
                        NfsAcl.SETACL,
                        file,
                        ACL,
                        FIVE.replace("00000010" + "00000000", "00000040" + "00000000"),
                        NO_ACL));
        String withoutMask = "00000001" + "00000001" + "00000002" + "00000fa2" + "00000004";
        assertEquals(22, status(NfsAcl.SETACL, file, ACL, withoutMask, NO_ACL));
        assertEquals(
                13, status(NfsAcl.SETACL, file, "00000004", NO_ACL, defaults()), "no directory");
        assertEquals(0, status(NfsAcl.SETACL, file, "00000004", NO_ACL, NO_ACL));
        assertEquals(70, status(NfsAcl.GETACL, "00000002" + "4848" + "0000", ALL));
        uid = 4002;
        assertEquals(1, status(NfsAcl.SETACL, file, ACL, FIVE, NO_ACL), "not the owner");
        uid = 4001;
        readOnly = true;
        assertEquals(30, status(NfsAcl.SETACL, file, ACL, FIVE, NO_ACL));
        assertEquals(0, status(NfsAcl.GETACL, file, ALL));
    }

    @Test
    void callsAreCountedBesideThoseOfNfs() throws Exception {
        String file = handle("file");
        readOnly = true;
        status(NfsAcl.GETACL, file, ALL);
        status(NfsAcl.SETACL, file, ACL, FIVE, NO_ACL);
        int get = Nfs3Counters.ofAcl(NfsAcl.GETACL);
        int set = Nfs3Counters.ofAcl(NfsAcl.SETACL);
        assertEquals("GETACL SETACL", Nfs3Counters.name(get) + " " + Nfs3Counters.name(set));
        assertEquals(set + 1, Nfs3Counters.procedures());
        assertEquals(1, counters.successes(get));
        assertEquals(1, counters.calls(set));
        assertEquals(1, counters.failures(set, FileStatus.ROFS));
        assertEquals(1, counters.latencies(set).count());
        for (int i = 0; i < get; i++) {
            assertEquals(0, counters.calls(i));
        }
    }

    @Test
    void moreEntriesThanThereMayBeAreNotRead() throws Exception {
        String file = handle("file");
        assertThrows(
                MalformedXdrException.class,
                () ->
                        call(
                                NfsAcl.SETACL,
                                file,
                                ACL,
                                "00000401" + "00000401" + "00".repeat(12_300)));
        assertThrows(
                MalformedXdrException.class,
                () -> call(NfsAcl.SETACL, file, ACL, "00000400" + "00000400" + "00000001"));
    }

    // The exports: one; a handle is the file's id.

    @Override
    public List<Export> all() {
        return List.of(this);
    }

    @Override
    public Optional<Export> byId(int id) {
        return Optional.of(this);
    }

    @Override
    public Optional<Export> containing(String path) {
        return Optional.empty();
    }

    @Override
    public Optional<FileHandle> open(Opaque handle) {
        return Optional.of(new FileHandle(1, 0, new FileId(handle)));
    }

    @Override
    public Opaque seal(FileHandle file) {
        return file.file().bytes();
    }

    @Override
    public int id() {
        return 1;
    }

    @Override
    public String path() {
        return "/";
    }

    @Override
    public FileSystem files() {
        return files;
    }

    @Override
    public Optional<ExportRights> rights(InetAddress client) {
        return Optional.of(
                new ExportRights(
                        readOnly, false, false, 65_534, 65_534, false, false, false, List.of(1)));
    }
}
