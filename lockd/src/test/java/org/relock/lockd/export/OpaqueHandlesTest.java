package org.relock.lockd.export;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.net.InetSocketAddress;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.relock.lockd.locks.FileKey;
import org.relock.state.names.NumericAddress;
import org.relock.state.rpc.Caller;
import org.relock.state.rpc.Credential;
import org.relock.state.rpc.Transport;
import org.relock.state.xdr.Opaque;

class OpaqueHandlesTest {

    private static Resolution resolve(HandleShape shape, String handle) {
        return new OpaqueHandles(shape, List.of())
                .resolve(caller("192.0.2.1"), Opaque.ofHex(handle), Purpose.EXCLUSIVE)
                .join();
    }

    private static Caller caller(String address) {
        InetSocketAddress remote =
                new InetSocketAddress(NumericAddress.parse(address).orElseThrow(), 700);
        return new Caller(remote, remote.getAddress(), Transport.UDP, Credential.None.INSTANCE, 1);
    }

    private static FileKey file(HandleShape shape, String handle) {
        return ((Resolution.Found) resolve(shape, handle)).file();
    }

    private static HandleShape masked(String mask) {
        return new HandleShape(HandleShape.mask(mask).orElseThrow(), Optional.empty());
    }

    @Test
    void theWholeHandleIsTheName() {
        assertEquals(new FileKey(0, Opaque.ofHex("01020304")), file(HandleShape.WHOLE, "01020304"));
        String longest = "ab".repeat(64);
        assertEquals(new FileKey(0, Opaque.ofHex(longest)), file(HandleShape.WHOLE, longest));
    }

    /** NLM check 20: versions 1 and 3 fill a handle up to 32 bytes, version 4 does not. */
    @Test
    void zerosAtTheEndDoNotCount() {
        String short4 = "0102030400000005";
        assertEquals(
                file(HandleShape.WHOLE, short4), file(HandleShape.WHOLE, short4 + "00".repeat(24)));
        assertNotEquals(file(HandleShape.WHOLE, short4), file(HandleShape.WHOLE, "00" + short4));
    }

    /** NLM check 8. */
    @ParameterizedTest
    @ValueSource(ints = {0, 65, 1024})
    void aHandleOfAWrongLengthIsStale(int length) {
        assertEquals(Resolution.Stale.INSTANCE, resolve(HandleShape.WHOLE, "01".repeat(length)));
    }

    @Test
    void aHandleOfZerosIsStale() {
        assertEquals(Resolution.Stale.INSTANCE, resolve(HandleShape.WHOLE, "00".repeat(32)));
    }

    @Test
    void whatTheMaskHidesDoesNotCount() {
        HandleShape shape = masked("ffff00f0");
        assertEquals(file(shape, "0102034f05"), file(shape, "0102ff4005"));
        assertNotEquals(file(shape, "0102034f05"), file(shape, "0102035f05"));
    }

    @Test
    void bytesPastTheMaskCount() {
        HandleShape shape = masked("ff00");
        assertEquals(file(shape, "010203"), file(shape, "01ff03"));
        assertNotEquals(file(shape, "010203"), file(shape, "010204"));
    }

    @Test
    void aHandleOfWhichTheMaskLeavesNothingIsStale() {
        assertEquals(Resolution.Stale.INSTANCE, resolve(masked("0000"), "0102"));
    }

    @Test
    void aSliceTellsTheFileSystemBeforeTheMaskHidesIt() {
        HandleShape shape =
                new HandleShape(Opaque.ofHex("0000"), Optional.of(new HandleShape.Slice(0, 2)));
        assertEquals(new FileKey(0xfffe, Opaque.ofHex("000003")), file(shape, "fffe03"));
        HandleShape end = new HandleShape(Opaque.EMPTY, Optional.of(new HandleShape.Slice(2, 4)));
        assertEquals(0x03000000, file(end, "010203").fileSystem());
        assertEquals(0x80000001, file(end, "010280000001").fileSystem());
        assertEquals(file(end, "010203").fileSystem(), file(end, "01020300").fileSystem());
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "0", "0g", "fff", " ff", "-1"})
    void aMaskIsPairsOfDigits(String hex) {
        assertEquals(Optional.empty(), HandleShape.mask(hex));
    }

    @Test
    void aMaskIsNoLongerThanAHandle() {
        assertEquals(Optional.empty(), HandleShape.mask("ff".repeat(65)));
        assertEquals(64, HandleShape.mask("FF".repeat(64)).orElseThrow().length());
        assertThrows(IllegalArgumentException.class, () -> masked("00".repeat(64)));
    }

    @Test
    void onlyClientsOfTheListMayLock() {
        OpaqueHandles handles =
                new OpaqueHandles(
                        HandleShape.WHOLE,
                        List.of(
                                Network.parse("192.0.2.0/24").orElseThrow(),
                                Network.parse("2001:db8::7").orElseThrow()));
        Opaque handle = Opaque.ofHex("01");
        Resolution found = resolve(HandleShape.WHOLE, "01");
        assertEquals(found, handles.resolve(caller("192.0.2.9"), handle, Purpose.EXCLUSIVE).join());
        assertEquals(found, handles.resolve(caller("2001:db8::7"), handle, Purpose.SHARED).join());
        for (String stranger : List.of("192.0.3.9", "2001:db8::8")) {
            assertEquals(
                    Resolution.Refused.INSTANCE,
                    handles.resolve(caller(stranger), handle, Purpose.SHARED).join());
            // It may hold something from before the list was changed.
            assertEquals(found, handles.resolve(caller(stranger), handle, Purpose.RELEASE).join());
        }
    }
}
