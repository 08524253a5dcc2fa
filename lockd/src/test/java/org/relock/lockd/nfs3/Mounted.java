package org.relock.lockd.nfs3;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executor;
import org.relock.lockd.accesslog.AccessLog;
import org.relock.lockd.export.Export;
import org.relock.lockd.export.ExportRights;
import org.relock.lockd.export.Exports;
import org.relock.lockd.export.FileHandle;
import org.relock.lockd.vfs.Attributes;
import org.relock.lockd.vfs.FileException;
import org.relock.lockd.vfs.FileId;
import org.relock.lockd.vfs.FileSystem;
import org.relock.state.names.NumericAddress;
import org.relock.state.rpc.Dispatcher;
import org.relock.state.rpc.Gate;
import org.relock.state.rpc.Origin;
import org.relock.state.rpc.Program;
import org.relock.state.rpc.ReplyCache;
import org.relock.state.rpc.Transport;
import org.relock.state.xdr.Opaque;
import org.relock.state.xdr.XdrEncodable;
import org.relock.state.xdr.XdrReader;
import org.relock.state.xdr.XdrWriter;

/**
 * The program on files in memory, called with messages of bytes. Exports 1 and 2 are of the same
 * rights; a handle is "HH", the export's number, and the file's id.
 */
final class Mounted implements Exports, Origin {

    static final ExportRights OPEN =
            new ExportRights(
                    false, false, false, 65_534, 65_534, false, false, false, List.of(1, 0));

    /** A {@code sattr3} that changes nothing. */
    static final String NOTHING = "00".repeat(24);

    private static final String HEADER_OF_REPLY = "00000001" + "00000000" + "00000000" + "00000000";

    final MemoryFiles files = new MemoryFiles();
    final Nfs3Counters counters = new Nfs3Counters();
    final ArrayDeque<Runnable> waiting = new ArrayDeque<>();

    Optional<ExportRights> rights = Optional.of(OPEN);
    Transport transport = Transport.TCP;
    int port = 700;
    int uid;
    int flavor = 1;
    int xid = 1;

    /** The workers: at once, unless a test wants it otherwise. */
    Executor workers = Runnable::run;

    /** Every reply, without the xid. */
    final List<String> replies = new ArrayList<>();

    private final FileSystem served;
    private final List<Export> exported = List.of(new Whole(1), new Whole(2));
    private final Dispatcher dispatcher;

    private Program program(Optional<AccessLog> log) {
        return Nfs3Program.of(this, task -> workers.execute(task), counters, () -> 7, log);
    }

    /** An export of all files. */
    private final class Whole implements Export {
        private final int id;

        Whole(int id) {
            this.id = id;
        }

        @Override
        public int id() {
            return id;
        }

        @Override
        public String path() {
            return "/export/" + id;
        }

        @Override
        public FileSystem files() {
            return served;
        }

        @Override
        public Optional<ExportRights> rights(InetAddress client) {
            return rights;
        }
    }

    Mounted() {
        this(Optional.empty());
    }

    /** Serves the files in memory, and logs who does what. */
    Mounted(Optional<AccessLog> log) {
        served = files;
        dispatcher = dispatcher(log);
    }

    /** Serves other files than those in memory, which stay unused. */
    Mounted(FileSystem other) {
        served = other;
        dispatcher = dispatcher(Optional.empty());
    }

    private Dispatcher dispatcher(Optional<AccessLog> log) {
        return new Dispatcher(
                List.of(program(log)),
                Gate.OPEN,
                Optional.of(new ReplyCache(ReplyCache.Bounds.STANDARD, () -> 7)));
    }

    /** Returns the handle of the top directory as digits. */
    String root() {
        return hex(xdr -> xdr.opaque(seal(new FileHandle(1, 0, served.root()))));
    }

    /** Returns an {@code nfs_fh3} as digits. */
    static String handle(long file) {
        return handle(1, file);
    }

    static String handle(int export, long file) {
        return "0000000e" + "4848" + word(export) + hyper(file) + "0000";
    }

    static String word(int value) {
        return HexFormat.of().toHexDigits(value);
    }

    static String hyper(long value) {
        return HexFormat.of().toHexDigits(value);
    }

    /** Returns a string or variable opaque as digits. */
    static String text(String text) {
        return hex(xdr -> xdr.string(text));
    }

    static String hex(XdrEncodable value) {
        return HexFormat.of().formatHex(XdrWriter.toBytes(value));
    }

    static XdrReader reading(String hex) {
        return new XdrReader(ByteBuffer.wrap(HexFormat.of().parseHex(hex)));
    }

    /** Makes a call as a new one; returns its results. */
    String call(int procedure, String... arguments) {
        String reply = answer(procedure, arguments);
        assertEquals("00000000", reply.substring(0, 8), "accept_stat");
        return reply.substring(8);
    }

    /** Makes a call; returns its status alone. */
    int status(int procedure, String... arguments) {
        return Integer.parseUnsignedInt(call(procedure, arguments).substring(0, 8), 16);
    }

    /** Makes a call as a new one; returns {@code accept_stat} and what follows. */
    String answer(int procedure, String... arguments) {
        xid++;
        return repeated(procedure, arguments);
    }

    /** Makes a call with the xid of the one before. */
    String repeated(int procedure, String... arguments) {
        int before = replies.size();
        send(procedure, arguments);
        assertNotEquals(before, replies.size(), "no reply");
        return replies.get(before);
    }

    /** Makes a call that may be answered later. */
    void send(int procedure, String... arguments) {
        sendTo(Nfs3.VERSION, procedure, String.join("", arguments));
    }

    void sendTo(int version, int procedure, String arguments) {
        XdrReader message = reading(message(version, procedure, arguments));
        XdrWriter out = new XdrWriter(16);
        if (dispatcher.answer(message, this, out) == Dispatcher.Outcome.REPLIED) {
            replied(out.written());
        }
    }

    /** Returns a call's message as digits. */
    String message(int version, int procedure, String arguments) {
        String credential =
                flavor == 0
                        ? hyper(0)
                        : word(1)
                                + word(24)
                                + word(1)
                                + text("me")
                                + word(uid)
                                + word(100)
                                + word(0);
        return word(xid)
                + word(0)
                + word(2)
                + word(Nfs3.PROGRAM)
                + word(version)
                + word(procedure)
                + credential
                + hyper(0)
                + arguments;
    }

    private void replied(ByteBuffer bytes) {
        byte[] copy = new byte[bytes.remaining()];
        bytes.get(copy);
        String reply = HexFormat.of().formatHex(copy);
        assertEquals(HEADER_OF_REPLY, reply.substring(8, 40));
        replies.add(reply.substring(40));
    }

    /** Makes a regular file in the top directory; returns its number. */
    long created(String name) {
        return Long.parseLong(
                call(Nfs3.CREATE, handle(1), text(name), word(1), NOTHING).substring(36, 52), 16);
    }

    /** Returns {@code post_op_attr} of now as digits. */
    String postOp(long file) throws FileException {
        Attributes now = files.attributes(MemoryNode.id(file));
        return hex(xdr -> Fattr3.postOp(Optional.of(now), xdr));
    }

    /** Returns {@code fattr3} of now as digits. */
    String fattr3(long file) throws FileException {
        return postOp(file).substring(8);
    }

    /** Returns {@code pre_op_attr} of now as digits. */
    String preOp(long file) throws FileException {
        Attributes now = files.attributes(MemoryNode.id(file));
        return hex(new WccData(Optional.of(now), Optional.empty())).substring(0, 56);
    }

    // The exports.

    @Override
    public List<Export> all() {
        return exported;
    }

    @Override
    public Optional<Export> byId(int id) {
        return exported.stream().filter(export -> export.id() == id).findAny();
    }

    @Override
    public Optional<Export> containing(String path) {
        return Optional.empty();
    }

    @Override
    public Optional<FileHandle> open(Opaque handle) {
        byte[] bytes = handle.toBytes();
        int id = bytes.length - 6;
        if (id < 1 || id > FileId.LIMIT || bytes[0] != 'H' || bytes[1] != 'H') {
            return Optional.empty();
        }
        byte[] file = Arrays.copyOfRange(bytes, 6, bytes.length);
        return Optional.of(
                new FileHandle(
                        ByteBuffer.wrap(bytes).getInt(2), 0, new FileId(Opaque.copyOf(file))));
    }

    @Override
    public Opaque seal(FileHandle file) {
        FileId id = file.file();
        return Opaque.ofHex("4848" + word(file.export()) + id.bytes());
    }

    // Where calls come from.

    @Override
    public InetSocketAddress remote() {
        return new InetSocketAddress(NumericAddress.parse("192.0.2.1").orElseThrow(), port);
    }

    @Override
    public InetAddress local() {
        return NumericAddress.parse("192.0.2.9").orElseThrow();
    }

    @Override
    public Transport transport() {
        return transport;
    }

    @Override
    public void afterReply(Runnable task) {
        task.run();
    }

    @Override
    public void replyLater(ByteBuffer reply, Runnable task) {
        replied(reply);
        task.run();
    }
}
