package org.relock.lockd.export;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.relock.lockd.vfs.FileId;
import org.relock.state.xdr.Opaque;

/** What only we can make, and what is read of what others made. */
class SignedHandlesTest {

    private static final byte[] KEY = HexFormat.of().parseHex("000102030405060708090a0b0c0d0e0f");

    private final SignedHandles handles = new SignedHandles(KEY);
    private final FileHandle file =
            new FileHandle(-5, 0x0807060504030201L, new FileId(Opaque.ofHex("0102030400")));

    /** The vectors of the SipHash paper, appendix A, and of its reference implementation. */
    @Test
    void theHashIsSipHash() {
        byte[] message = HexFormat.of().parseHex("000102030405060708090a0b0c0d0e");
        SipHash hash = new SipHash(KEY);
        assertEquals(0xa129ca6149be45e5L, hash.of(message, 15));
        assertEquals(0x726fdb47dd0e0e31L, hash.of(message, 0));
        assertEquals(0x93f5f5799a932462L, hash.of(message, 8));
    }

    @Test
    void whatIsSealedIsOpened() {
        Opaque sealed = handles.seal(file);
        assertEquals(
                "02" + "fffffffb" + "0807060504030201" + "0102030400",
                sealed.toString().substring(0, 36));
        assertEquals(26, sealed.length());
        assertEquals(Optional.of(file), handles.open(sealed));
        for (int length = 1; length <= FileId.LIMIT; length++) {
            FileHandle long1 = new FileHandle(1, -1, new FileId(Opaque.copyOf(new byte[length])));
            assertTrue(handles.seal(long1).length() <= 64);
            assertEquals(Optional.of(long1), handles.open(handles.seal(long1)));
        }
    }

    /** On the wire for years, on every host that has the key. */
    @Test
    void aRootIsKnownByItsIdAndTheKeyAlone() {
        FileId root = new FileId(Opaque.ofHex("8101020304"));
        long mark = handles.mark(root);
        assertEquals(mark, new SignedHandles(KEY).mark(root));
        byte[] hashed = HexFormat.of().parseHex("008101020304");
        assertEquals(new SipHash(KEY).of(hashed, hashed.length), mark);
        assertNotEquals(mark, handles.mark(new FileId(Opaque.ofHex("8101020305"))));
        assertNotEquals(mark, new SignedHandles(new byte[16]).mark(root));
    }

    @Test
    void oneChangedBitAnywhereMakesItForeign() {
        byte[] sealed = handles.seal(file).toBytes();
        for (int bit = 0; bit < sealed.length * 8; bit++) {
            byte[] forged = sealed.clone();
            forged[bit / 8] ^= (byte) (1 << bit % 8);
            assertEquals(Optional.empty(), handles.open(Opaque.copyOf(forged)), "bit " + bit);
        }
    }

    @Test
    void shorterLongerAndRandomBytesAreForeign() {
        byte[] sealed = handles.seal(file).toBytes();
        for (int length = 0; length <= 64; length++) {
            if (length != sealed.length) {
                Opaque cut = Opaque.copyOf(Arrays.copyOf(sealed, length));
                assertEquals(Optional.empty(), handles.open(cut));
            }
        }
        long seed = new Random().nextLong();
        Random random = new Random(seed);
        for (int i = 0; i < 10_000; i++) {
            byte[] bytes = new byte[random.nextInt(65)];
            random.nextBytes(bytes);
            if (bytes.length > 0) {
                bytes[0] = 2;
            }
            assertEquals(Optional.empty(), handles.open(Opaque.copyOf(bytes)), "seed " + seed);
        }
    }

    @Test
    void theKeyIsMadeOnceForItsOwnerAlone(@TempDir Path state) throws IOException {
        Opaque sealed = SignedHandles.open(SmallFiles.below(state)).seal(file);
        SignedHandles again = SignedHandles.open(SmallFiles.below(state));
        assertEquals(Optional.of(file), again.open(sealed));
        assertEquals(Optional.empty(), handles.open(sealed));
        Path key = state.resolve("relock/lockd/handle.key");
        assertEquals(
                "rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(key)));
        assertEquals(16, Files.size(key));
    }

    @Test
    void aDamagedKeyIsNotReplaced(@TempDir Path state) throws IOException {
        SmallFiles files = SmallFiles.below(state);
        files.replace("handle.key", "short".getBytes(UTF_8));
        assertThrows(IOException.class, () -> SignedHandles.open(files));
        assertEquals("short", Files.readString(files.path("handle.key")));
    }
}
