package org.relock.state.store;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Tests of {@link NsmDirectory}: the bytes, and what else may be found in the directory. */
class NsmDirectoryTest extends NsmStoreContract {

    /** What nfs-utils writes for SM_MON of "peer" by lockd on a little-endian machine. */
    private static final String LINE =
            "0100007f 000186b5 00000003 00000010 000102030405060708090a0b0c0d0e0f"
                    + " peer labhost.example.test\n";

    @TempDir private Path directory;

    private Path living;
    private Path retired;

    @BeforeEach
    void nameTheLists() {
        living = directory.resolve("sm");
        retired = directory.resolve("sm.bak");
    }

    @Override
    protected NsmStore open() throws IOException {
        Files.createDirectories(directory.resolve("sm"));
        return NsmDirectory.open(directory);
    }

    private static MonitorRecord peer() {
        return record("peer.example.test", "peer", "labhost.example.test", 3, PRIV);
    }

    private static Set<String> names(Path list) throws IOException {
        Set<String> names = new TreeSet<>();
        try (Stream<Path> files = Files.list(list)) {
            files.forEach(file -> names.add(file.getFileName().toString()));
        }
        return names;
    }

    private static String mode(Path file) throws IOException {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(file));
    }

    /** Check 32: the line, its 95 bytes, the file's name and its mode. */
    @Test
    void aRecordIsTheBytesThatNfsUtilsWrites() throws IOException {
        NsmStore store = open();
        store.put(peer());
        Path file = living.resolve("peer.example.test");
        byte[] content = Files.readAllBytes(file);
        String expected =
                ByteOrder.nativeOrder() == ByteOrder.LITTLE_ENDIAN
                        ? LINE
                        : LINE.replace("0100007f", "7f000001");
        assertEquals(expected, Files.readString(file));
        assertEquals(95, content.length);
        assertEquals("rw-------", mode(file));
        assertEquals(Set.of("peer.example.test"), names(living));
    }

    @Test
    void theAddressFollowsTheMachinesByteOrder() {
        assertEquals(0x0100007f, RecordLine.loopback(ByteOrder.LITTLE_ENDIAN));
        assertEquals(0x7f000001, RecordLine.loopback(ByteOrder.BIG_ENDIAN));
    }

    @Test
    void aRewrittenFileHasTheModeOfNfsUtils() throws IOException {
        NsmStore store = open();
        store.put(peer());
        store.put(record("peer.example.test", "peer", "second", 3, PRIV));
        assertEquals("rw-r-----", mode(living.resolve("peer.example.test")));
        assertEquals(Set.of("peer.example.test"), names(living), "no temporary file is left");
    }

    @Test
    void linesOfOtherToolsAreRead() throws IOException {
        NsmStore store = open();
        // CTDB: version 4, no priv, addresses as names. A blank in the watcher's name; none at all.
        Files.writeString(
                living.resolve("10.0.0.7"),
                "7F000001 000186b5 00000004 00000010 00000000000000000000000000000000 10.0.0.7"
                        + " 10.0.0.100\n"
                        + "0100007f 000186b5 00000003 00000010 000102030405060708090a0b0c0d0e0f"
                        + " peer my two words\n"
                        + "0100007f 000186b5 00000003 00000010 000102030405060708090A0B0C0D0E0F"
                        + " last");
        StoreListing listing = store.monitored();
        assertEquals(List.of(), listing.problems());
        assertEquals(3, listing.records().size());
        assertEquals("10.0.0.100", listing.records().get(0).myId().myName());
        assertEquals(4, listing.records().get(0).myId().version());
        assertEquals("my two words", listing.records().get(1).myId().myName());
        assertEquals("last", listing.records().get(2).monName());
        assertEquals(PRIV, listing.records().get(2).priv());
    }

    /** Checks 50 and 89; K11: nothing bad stops, hides or destroys anything. */
    @Test
    void badLinesAreReportedAndKeptWhateverIsDoneToTheOthers() throws IOException {
        NsmStore store = open();
        Path file = living.resolve("peer.example.test");
        Files.writeString(file, "garbage\n" + LINE + "0100007f torn");
        StoreListing listing = store.monitored();
        assertEquals(List.of(peer()), listing.records());
        assertFalse(listing.complete());
        assertEquals(2, listing.problems().size());
        assertTrue(listing.problems().get(0).endsWith("peer.example.test: line 1 is no record"));

        MonitorRecord second = record("peer.example.test", "peer", "second", 3, PRIV);
        store.put(second);
        store.remove(peer());
        assertEquals(List.of(second), store.monitored().records());
        store.remove(second);
        assertEquals("garbage\n0100007f torn\n", Files.readString(file));
        assertEquals(List.of(), store.retire());
        assertEquals(
                "garbage\n0100007f torn\n", Files.readString(retired.resolve(file.getFileName())));
        assertFalse(store.retired().complete());
    }

    @Test
    void whatCannotBeAHostIsReportedAndLeftAlone() throws IOException {
        NsmStore store = open();
        store.put(peer());
        Files.createFile(living.resolve("touched-by-rgmanager"));
        Files.writeString(living.resolve("white space"), LINE);
        Files.createSymbolicLink(living.resolve("link"), living.resolve("peer.example.test"));
        Files.createDirectory(living.resolve("lost+found"));
        Files.writeString(living.resolve(".peer.new"), "half a li");
        Set<String> before = names(living);

        StoreListing listing = store.monitored();
        assertEquals(List.of(peer()), listing.records());
        assertEquals(4, listing.problems().size(), listing.problems().toString());
        assertFalse(listing.complete());
        assertEquals(before, names(living));
    }

    @Test
    void aSubdirectoryHidesNoHost() throws IOException {
        NsmStore store = open();
        Files.createDirectory(living.resolve("lost+found"));
        StoreListing listing = store.monitored();
        assertEquals(1, listing.problems().size());
        assertTrue(listing.complete());
    }

    @Test
    void anEmptyFileOfAHostTakesItsRecord() throws IOException {
        NsmStore store = open();
        Files.createFile(living.resolve("peer.example.test"));
        store.put(peer());
        assertEquals(List.of(peer()), store.monitored().records());
        assertTrue(store.monitored().complete());
    }

    @Test
    void aLeftOverOfAnOldRewritingIsNoSecondHost() throws IOException {
        NsmStore store = open();
        store.put(peer());
        Files.writeString(living.resolve("peer.example.test.new"), LINE);
        assertEquals(List.of(peer()), store.monitored().records());
        assertTrue(store.monitored().complete());
    }

    @Test
    void aHostUnderTheTopLevelDomainNewIsAHost() throws IOException {
        NsmStore store = open();
        MonitorRecord build = record("build.new");
        store.put(build);
        store.put(record("build"));
        assertEquals(Set.of(build, record("build")), Set.copyOf(store.monitored().records()));
    }

    @Test
    void aFileTooLongToBeOursIsNeitherReadNorChanged() throws IOException {
        NsmStore store = open();
        Path huge = living.resolve("peer.example.test");
        Files.write(huge, new byte[Disk.MAX_FILE_BYTES + 1]);
        assertFalse(store.monitored().complete());
        assertThrows(IOException.class, () -> store.put(peer()));
        assertEquals(Disk.MAX_FILE_BYTES + 1, Files.size(huge));
    }

    @Test
    void aFileFullOfNoughtsIsOneBadLine() throws IOException {
        NsmStore store = open();
        Files.write(living.resolve("peer.example.test"), new byte[4096]);
        assertEquals(1, store.monitored().problems().size());
        store.put(peer());
        assertEquals(List.of(peer()), store.monitored().records());
    }

    /** Check 89, K10. */
    @Test
    void aMissingListIsMadeAgainOrCalledIncomplete() throws IOException {
        NsmStore store = open();
        store.put(peer());
        Files.delete(retired);
        assertFalse(store.retired().complete());
        store.retire();
        assertEquals(List.of(peer()), store.retired().records());
        assertTrue(store.retired().complete());
    }

    /** Check 17. */
    @Test
    void withoutAListOfTheLivingItCannotBeOpened() throws IOException {
        Files.delete(Files.createDirectories(living));
        IOException missing = assertThrows(IOException.class, () -> NsmDirectory.open(directory));
        assertEquals("cannot use " + living + ": no such file or directory", missing.getMessage());
        Files.createFile(living);
        assertThrows(IOException.class, () -> NsmDirectory.open(directory));
        Files.delete(living);
        Files.createDirectory(living);
    }

    @Test
    void aDirectoryThatVanishesAndComesBackIsUsedAgain() throws IOException {
        NsmStore store = open();
        store.put(peer());
        Path away = directory.resolve("away");
        Files.move(living, away);
        IOException gone = assertThrows(IOException.class, () -> store.put(peer()));
        assertTrue(gone.getMessage().contains(living.toString()), gone.getMessage());
        assertFalse(store.monitored().complete());
        Files.createDirectory(living);
        store.put(peer());
        assertTrue(store.holds(peer()));
        assertEquals(Set.of("peer.example.test"), names(living));
    }

    @Test
    void retiringLeavesHiddenFilesAndOtherThingsWhereTheyAre() throws IOException {
        NsmStore store = open();
        store.put(peer());
        Files.createDirectory(living.resolve("lost+found"));
        Files.writeString(living.resolve(".other.new"), "x");
        store.retire();
        assertEquals(Set.of("lost+found", ".other.new"), names(living));
        assertEquals(Set.of("peer.example.test"), names(retired));
    }

    /** A run was cut off between taking a file aside and deleting it. */
    @Test
    void whatACutOffRunHadTakenAsideIsMergedByTheNext() throws IOException {
        NsmStore store = open();
        MonitorRecord added = record("peer.example.test", "peer", "second", 3, PRIV);
        store.put(peer());
        store.retire();
        Files.writeString(
                retired.resolve(".peer.example.test.old"), RecordLine.format(added) + LINE);
        Files.writeString(retired.resolve(".alone.old"), LINE);
        assertEquals(List.of(), store.retire());
        assertEquals(Set.of("peer.example.test", "alone"), names(retired));
        assertTrue(store.retired().records().contains(added));
    }

    @Test
    void aSecondProcessWouldFindTheDirectoryLocked() throws IOException {
        NsmStore store = open();
        NsmStore other = open();
        try (StoreLock lock = store.tryLock().orElseThrow()) {
            assertTrue(other.tryLock().isEmpty(), "while " + lock + " is held");
        }
        other.tryLock().orElseThrow().close();
    }

    /** Checks 1 and 2; ha checks 8 and 91: what is stored, what that means, what comes next. */
    @ParameterizedTest
    @CsvSource({
        "01000000, 1, 3",
        "05000000, 5, 7",
        "08000000, 9, 11",
        "04000000, 5, 7",
        "00000000, 1, 3",
        "fdffffff, -3, -1",
        "feffffff, -1, 1",
        "ffffffff, -1, 1",
        "feffff7f, 2147483647, -2147483647",
        "ffffff7f, 2147483647, -2147483647",
        "00000080, -2147483647, -2147483645",
        "05000000deadbeef, 5, 7"
    })
    void theStateNumberIsOddAndWraps(String littleEndian, int now, int next) throws IOException {
        NsmStore store = open();
        byte[] content = HexFormat.of().parseHex(littleEndian);
        if (ByteOrder.nativeOrder() == ByteOrder.BIG_ENDIAN) {
            ByteBuffer.wrap(content)
                    .putInt(Integer.reverseBytes(ByteBuffer.wrap(content).getInt()));
        }
        Path file = directory.resolve("state");
        Files.write(file, content);
        assertEquals(now, store.state());
        assertArrayEquals(content, Files.readAllBytes(file), "reading writes nothing (check 3)");
        assertEquals(next, store.advanceState());
        assertEquals(next, store.state());
        assertEquals(4, Files.size(file));
    }

    /** Check 1: a missing, empty or short number is made 3, whoever asks first. */
    @ParameterizedTest
    @ValueSource(ints = {0, 1, 3})
    void aShortStateNumberIsMadeThree(int length) throws IOException {
        NsmStore store = open();
        Path file = directory.resolve("state");
        Files.write(file, new byte[length]);
        assertEquals(3, store.state());
        ByteBuffer written =
                ByteBuffer.wrap(Files.readAllBytes(file)).order(ByteOrder.nativeOrder());
        assertEquals(3, written.getInt());
        Files.write(file, new byte[length]);
        assertEquals(3, store.advanceState());
    }

    @Test
    void aStateThatIsADirectoryIsAnErrorWithItsPath() throws IOException {
        NsmStore store = open();
        Path file = Files.createDirectory(directory.resolve("state"));
        IOException why = assertThrows(IOException.class, store::state);
        assertTrue(why.getMessage().contains(file.toString()), why.getMessage());
        Files.delete(file);
    }

    /** Only root can give files away; without it there is nothing to see. */
    @Test
    void whatRootCreatesBelongsToTheOwnerOfTheList() throws IOException {
        assumeTrue(Files.getAttribute(Path.of("/proc/self"), "unix:uid").equals(0), "needs root");
        Files.delete(retired); // As it was made when the list was still root's.
        Files.delete(directory.resolve("relock"));
        Files.setAttribute(living, "unix:uid", 54321);
        Files.setAttribute(living, "unix:gid", 54322);
        NsmStore store = open();
        store.put(peer());
        store.put(record("peer.example.test", "peer", "second", 3, PRIV));
        store.put(record("other"));
        store.advanceState();
        store.tryLock().orElseThrow().close();
        for (String path :
                List.of(
                        "sm/peer.example.test",
                        "sm/other",
                        "sm.bak",
                        "state",
                        "relock",
                        "relock/lock")) {
            Path file = directory.resolve(path);
            assertEquals(54321, Files.getAttribute(file, "unix:uid"), path);
            assertEquals(54322, Files.getAttribute(file, "unix:gid"), path);
        }
        assertEquals("rw-------", mode(living.resolve("other")));
    }

    @Test
    void nothingButKnownNamesStandsInTheDirectory() throws IOException {
        NsmStore store = open();
        store.put(peer());
        store.retire();
        store.advanceState();
        store.tryLock().orElseThrow().close();
        assertEquals(Set.of("sm", "sm.bak", "state", "relock"), names(directory));
    }
}
