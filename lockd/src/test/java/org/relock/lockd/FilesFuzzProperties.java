package org.relock.lockd;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Stream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.lifecycle.AfterContainer;
import net.jqwik.api.lifecycle.BeforeContainer;
import org.relock.lockd.vfs.FileException;
import org.relock.lockd.vfs.FileStatus;
import org.relock.state.rpc.Program;
import org.relock.state.xdr.MalformedXdrException;
import org.relock.state.xdr.Opaque;
import org.relock.state.xdr.XdrWriter;

/**
 * NFSv3, NFS_ACL and MOUNT answer whatever comes: with results of their own, or not at all, which
 * is GARBAGE_ARGS. Nothing else is thrown, and little memory is taken.
 */
class FilesFuzzProperties {

    /** What one call may take, in bytes: the reply to the longest READDIR, as it grows. */
    private static final long MOST_MEMORY = 8L << 20;

    private static final int MOUNT_PROGRAM = 100_005;
    private static final int EXPORT = 4;
    private static final int DUMP = 2;

    /** A message as a client sends it: which program, procedure, and the arguments. */
    private record Message(Program program, int procedure, Opaque arguments) {}

    private static Path top;
    private static FilesServed served;
    private static List<Message> messages;

    @BeforeContainer
    static void open() throws IOException, FileException {
        top = Files.createTempDirectory("fuzz");
        Files.createDirectory(top.resolve("state"));
        Path files = Files.createDirectory(top.resolve("files"));
        Files.createDirectory(files.resolve("directory"));
        Files.writeString(files.resolve("file"), "text");
        Files.createSymbolicLink(files.resolve("link"), Path.of("file"));
        served = new FilesServed(top.resolve("state"), files + " *(rw,no_root_squash,fsid=1)");
        messages = messages(files.toString());
    }

    @AfterContainer
    static void close() throws IOException {
        served.close();
        try (Stream<Path> all = Files.walk(top)) {
            for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(path);
            }
        }
    }

    private static XdrWriter on(Opaque handle) {
        return new XdrWriter(256).opaque(handle);
    }

    /** A {@code sattr3}: a mode, the size that it has, the server's times. */
    private static XdrWriter attributes(XdrWriter xdr) {
        xdr.bool(true).i32(0644).bool(false).bool(false);
        return xdr.bool(true).i64(4).i32(1).i32(2).i32(5).i32(6);
    }

    private static List<Message> messages(String path) throws FileException {
        Opaque root = served.handle(1);
        Opaque file = served.handle(1, "file");
        List<byte[]> calls = new ArrayList<>();
        calls.add(on(file).toBytes());
        calls.add(attributes(on(file)).bool(false).toBytes());
        calls.add(on(root).string("file").toBytes());
        calls.add(on(file).i32(0x3f).toBytes());
        calls.add(on(served.handle(1, "link")).toBytes());
        calls.add(on(file).i64(1).i32(9).toBytes());
        calls.add(on(file).i64(0).i32(4).i32(2).string("text").toBytes());
        calls.add(attributes(on(root).string("made").i32(0)).toBytes());
        calls.add(attributes(on(root).string("directory2")).toBytes());
        calls.add(attributes(on(root).string("link2")).string("target").toBytes());
        calls.add(attributes(on(root).string("fifo").i32(7)).toBytes());
        calls.add(on(root).string("made").toBytes());
        calls.add(on(root).string("directory2").toBytes());
        calls.add(on(root).string("link2").opaque(root).string("link3").toBytes());
        calls.add(on(file).opaque(root).string("linked").toBytes());
        calls.add(on(root).i64(0).i64(0).i32(4_096).toBytes());
        calls.add(on(root).i64(0).i64(0).i32(4_096).i32(65_536).toBytes());
        calls.add(on(root).toBytes());
        calls.add(on(root).toBytes());
        calls.add(on(root).toBytes());
        calls.add(on(file).i64(0).i32(0).toBytes());
        List<Message> all = new ArrayList<>();
        for (int i = 0; i < calls.size(); i++) {
            all.add(new Message(served.nfs, i + 1, Opaque.copyOf(calls.get(i))));
        }
        Program acl = served.programs.get(1);
        all.add(new Message(acl, 1, Opaque.copyOf(on(file).i32(15).toBytes())));
        XdrWriter entries = on(root).i32(5).i32(3).i32(3);
        for (int tag : new int[] {1, 4, 32}) {
            entries.i32(tag).i32(0).i32(5);
        }
        all.add(new Message(acl, 2, Opaque.copyOf(entries.i32(0).i32(0).toBytes())));
        for (Program mount : served.programs.subList(2, served.programs.size())) {
            for (int procedure = 1; procedure <= 6; procedure++) {
                byte[] words = new XdrWriter(64).string(path).toBytes();
                all.add(new Message(mount, procedure, Opaque.copyOf(words)));
            }
        }
        return all;
    }

    private static boolean hasStatus(Program program, int procedure) {
        return program.number() != MOUNT_PROGRAM || procedure == 1;
    }

    private static boolean isStatus(int number) {
        return number == 0
                || Stream.of(FileStatus.values()).anyMatch(one -> one.number() == number);
    }

    private static void isAnswered(Program program, int procedure, byte[] arguments) {
        com.sun.management.ThreadMXBean memory =
                (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();
        long before = memory.getCurrentThreadAllocatedBytes();
        try {
            Optional<byte[]> results = FilesServed.call(program, procedure, arguments);
            if (results.isPresent() && results.get().length > 0 && hasStatus(program, procedure)) {
                int status = ByteBuffer.wrap(results.get()).getInt();
                assertTrue(isStatus(status), () -> "status " + status);
                assertTrue(status != FileStatus.SERVERFAULT.number(), "a fault of ours");
            }
        } catch (MalformedXdrException e) {
            assertTrue(arguments.length < 1 << 20, "GARBAGE_ARGS, as it should be");
        }
        long taken = memory.getCurrentThreadAllocatedBytes() - before;
        assertTrue(taken < MOST_MEMORY, () -> taken + " bytes for one call");
    }

    @Property(tries = 4_000)
    void changedMessagesAreAnswered(@ForAll long seed) {
        Random random = new Random(seed);
        Message message = messages.get(random.nextInt(messages.size()));
        byte[] arguments = message.arguments().toBytes();
        for (int i = random.nextInt(4); i >= 0; i--) {
            arguments = changed(random, arguments);
        }
        isAnswered(message.program(), message.procedure(), arguments);
    }

    private static byte[] changed(Random random, byte[] from) {
        byte[] bytes = from.clone();
        int at = bytes.length == 0 ? 0 : random.nextInt(bytes.length);
        switch (random.nextInt(6)) {
            case 0 -> {
                return Arrays.copyOf(bytes, at);
            }
            case 1 -> {
                return Arrays.copyOf(bytes, bytes.length + 4 * random.nextInt(20));
            }
            case 2 -> {
                // A word that is a length or a number becomes a large one.
                if (bytes.length >= 4) {
                    int word = random.nextInt(bytes.length / 4) * 4;
                    int[] large = {-1, Integer.MIN_VALUE, Integer.MAX_VALUE, 1 << 20, 1_025, 256};
                    ByteBuffer.wrap(bytes).putInt(word, large[random.nextInt(large.length)]);
                }
                return bytes;
            }
            case 3 -> {
                byte[] twice = Arrays.copyOf(bytes, 2 * bytes.length - at);
                System.arraycopy(bytes, at, twice, bytes.length, bytes.length - at);
                return twice;
            }
            default -> {
                if (bytes.length > 0) {
                    bytes[at] ^= (byte) (1 << random.nextInt(8));
                }
                return bytes;
            }
        }
    }

    @Property(tries = 3_000)
    void anyBytesAreAnswered(@ForAll long seed, @ForAll @IntRange(max = 300) int length) {
        Random random = new Random(seed);
        byte[] arguments = new byte[length];
        random.nextBytes(arguments);
        Program program = served.programs.get(random.nextInt(served.programs.size()));
        isAnswered(program, random.nextInt(23), arguments);
    }

    /** Of a good handle, too, nothing but all of it opens a file. */
    @Property(tries = 3_000)
    void onlyHandlesThatWereGivenOutOpenFiles(
            @ForAll long seed, @ForAll @IntRange(max = 64) int length) throws FileException {
        Random random = new Random(seed);
        byte[] good = served.handle(1, "file").toBytes();
        byte[] bytes = new byte[length];
        random.nextBytes(bytes);
        if (random.nextBoolean()) {
            System.arraycopy(good, 0, bytes, 0, Math.min(length, random.nextInt(good.length + 1)));
        }
        boolean isGood = Arrays.equals(good, bytes);
        assertTrue(isGood == served.exports.open(Opaque.copyOf(bytes)).isPresent());
    }

    /** What MOUNT lists is not of the caller's choice. */
    @Property(tries = 200)
    void listsTakeNoArguments(@ForAll byte[] bytes) {
        for (Program mount : served.programs.subList(2, served.programs.size())) {
            isAnswered(mount, DUMP, bytes);
            isAnswered(mount, EXPORT + 1, bytes);
        }
    }
}
