package org.relock.tests.nfs3;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.zip.CRC32;
import org.relock.state.xdr.MalformedXdrException;
import org.relock.state.xdr.Opaque;
import org.relock.state.xdr.XdrEncodable;
import org.relock.state.xdr.XdrReader;

/**
 * A client that writes a file as clients do: unstable mostly, keeps what it has not seen forced,
 * and sends that again when the write verifier has changed. Between writes it makes and moves
 * names. When the server goes, it connects anew and repeats its call.
 */
final class Writer {

    private static final int BLOCK = 4_096;
    private static final int BLOCKS = 64;
    private static final int NOENT = 2;
    private static final int FILE_SYNC = 2;
    private static final int EXCLUSIVE = 2;
    private static final int PATIENCE_SECONDS = 120;

    /** What was written unstably, and with which verifier it was answered. */
    private record Unforced(int block, long verifier) {}

    private final int port;
    private final Opaque directory;
    private final String name;
    private final Random random;
    private final Set<Long> verifiers;
    private final byte[] content = new byte[BLOCK * BLOCKS];
    private List<Unforced> unforced = new ArrayList<>();
    private RawNfs server;
    private Opaque file = Opaque.EMPTY;
    private int names;

    Writer(int port, Opaque directory, String name, long seed, Set<Long> verifiers)
            throws IOException {
        this.port = port;
        this.directory = directory;
        this.name = name;
        this.verifiers = verifiers;
        random = new Random(seed);
        server = new RawNfs(port);
    }

    private XdrReader ask(int procedure, XdrEncodable arguments) throws IOException {
        long since = System.nanoTime();
        while (true) {
            try {
                return server.call(RawNfs.NFS, procedure, arguments);
            } catch (MalformedXdrException e) {
                throw e;
            } catch (IOException e) {
                if (System.nanoTime() - since > TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS)) {
                    throw e;
                }
                connect();
            }
        }
    }

    private void connect() throws IOException {
        server.close();
        try {
            server = new RawNfs(port);
        } catch (IOException e) {
            // It is not back yet; the call fails at once on the closed one, and comes here again.
            Thread.onSpinWait();
        }
    }

    private static void ok(XdrReader results, String what) throws IOException {
        int status = results.i32();
        if (status != 0) {
            throw new IllegalStateException(what + " is refused with " + status);
        }
    }

    /** Makes a name that is there only once, however often the call is repeated. */
    private Opaque create(String made) throws IOException {
        long verifier = random.nextLong();
        XdrReader results =
                ask(
                        RawNfs.CREATE,
                        xdr -> xdr.opaque(directory).string(made).i32(EXCLUSIVE).i64(verifier));
        ok(results, "CREATE of " + made);
        if (!results.bool()) {
            throw new IllegalStateException("CREATE gives no handle");
        }
        return RawNfs.handle(results);
    }

    void begin() throws IOException {
        file = create(name);
        content[content.length - 1] = 1;
        write(BLOCKS - 1, FILE_SYNC);
    }

    /** Takes one step. */
    void step() throws IOException {
        int block = random.nextInt(BLOCKS);
        switch (random.nextInt(20)) {
            case 0 -> commit();
            case 1 -> shuffle();
            case 2, 3 -> compare(block);
            case 4 -> {
                fill(block);
                write(block, FILE_SYNC);
            }
            default -> {
                fill(block);
                write(block, 0);
            }
        }
    }

    private void fill(int block) {
        byte[] bytes = new byte[BLOCK];
        random.nextBytes(bytes);
        System.arraycopy(bytes, 0, content, block * BLOCK, BLOCK);
    }

    private void write(int block, int stability) throws IOException {
        byte[] bytes = Arrays.copyOfRange(content, block * BLOCK, (block + 1) * BLOCK);
        XdrReader results =
                ask(
                        RawNfs.WRITE,
                        xdr ->
                                xdr.opaque(file)
                                        .i64((long) block * BLOCK)
                                        .i32(BLOCK)
                                        .i32(stability)
                                        .opaque(Opaque.copyOf(bytes)));
        ok(results, "WRITE");
        RawNfs.skipWcc(results);
        if (results.i32() != BLOCK || results.i32() < stability) {
            throw new IllegalStateException("WRITE does less than it was asked for");
        }
        long verifier = results.i64();
        verifiers.add(verifier);
        unforced.removeIf(one -> one.block() == block);
        if (stability != FILE_SYNC) {
            unforced.add(new Unforced(block, verifier));
        }
    }

    /** Returns whether all is forced now. */
    private boolean commit() throws IOException {
        XdrReader results = ask(RawNfs.COMMIT, xdr -> xdr.opaque(file).i64(0).i32(0));
        ok(results, "COMMIT");
        RawNfs.skipWcc(results);
        long verifier = results.i64();
        verifiers.add(verifier);
        List<Unforced> before = unforced;
        unforced = new ArrayList<>();
        for (Unforced one : before) {
            if (one.verifier() != verifier) {
                write(one.block(), 0);
            }
        }
        return unforced.isEmpty();
    }

    /** A name that was made is there, one that was moved is not, and a removed one neither. */
    private void shuffle() throws IOException {
        names++;
        String first = name + "-a" + names;
        String second = name + "-b" + names;
        Opaque made = create(first);
        int moved =
                ask(
                                RawNfs.RENAME,
                                xdr ->
                                        xdr.opaque(directory)
                                                .string(first)
                                                .opaque(directory)
                                                .string(second))
                        .i32();
        // A repetition after a restart finds it moved.
        if (moved != 0 && moved != NOENT) {
            throw new IllegalStateException("RENAME is refused with " + moved);
        }
        if (lookup(first) != NOENT || lookup(second) != 0) {
            throw new IllegalStateException("RENAME was answered and has not happened");
        }
        if (names % 2 == 0) {
            ask(RawNfs.REMOVE, xdr -> xdr.opaque(directory).string(second));
            if (lookup(second) != NOENT) {
                throw new IllegalStateException("REMOVE was answered and has not happened");
            }
        } else if (made.length() == 0) {
            throw new IllegalStateException("a handle of no bytes");
        }
    }

    private int lookup(String asked) throws IOException {
        return ask(RawNfs.LOOKUP, xdr -> xdr.opaque(directory).string(asked)).i32();
    }

    /** What is forced is there; of other bytes the protocol promises nothing. */
    private void compare(int block) throws IOException {
        if (unforced.stream().anyMatch(one -> one.block() == block)) {
            return;
        }
        XdrReader results =
                ask(RawNfs.READ, xdr -> xdr.opaque(file).i64((long) block * BLOCK).i32(BLOCK));
        ok(results, "READ");
        RawNfs.skipPostOp(results);
        results.i32();
        results.bool();
        byte[] wanted = Arrays.copyOfRange(content, block * BLOCK, (block + 1) * BLOCK);
        if (!results.opaque(BLOCK).equals(Opaque.copyOf(wanted))) {
            throw new IllegalStateException("block " + block + " of " + name + " is lost");
        }
    }

    /** Has all forced and compares all; returns the check sum of the file. */
    long end() throws IOException {
        boolean forced = commit();
        while (!forced) {
            forced = commit();
        }
        for (int block = 0; block < BLOCKS; block++) {
            compare(block);
        }
        server.close();
        CRC32 sum = new CRC32();
        sum.update(content);
        return sum.getValue();
    }
}
