package org.relock.lockd.locks;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.relock.state.xdr.Opaque;

/** Tests of releases by reboot, by address, by file and by file system. */
class ReleasesTest {

    private final Table table = new Table();

    private static LockRequest taken(LockRequest request, int server, int state) {
        return new LockRequest(
                request.file(),
                request.owner(),
                request.mode(),
                request.range(),
                false,
                new Taken(Table.address(server), state, true, 0));
    }

    /** NLM check 52: what was taken in the state announced, or in a later one, stays. */
    @ParameterizedTest
    @CsvSource({
        "5, 7, false",
        "7, 7, true",
        "9, 7, true",
        "0, 7, false",
        "2147483647, -2147483647, false",
        "-2147483647, 2147483647, true"
    })
    void aRebootReleasesWhatWasTakenBefore(int takenIn, int announced, boolean stays) {
        table.locks.lock(taken(Table.request('A', 0, 3), 1, takenIn));
        table.locks.releaseBefore(Table.client('a'), announced);
        assertEquals(stays ? "AAAA" : "....", table.picture().substring(0, 4));
        assertEquals(!stays, table.locks.isIdle(Table.client('a')));
    }

    @Test
    void aWishAndAShareGoWithTheStateTheyWereTakenIn() {
        table.lock('B', 0, 3);
        table.locks.lockOrWait(taken(Table.request('A', 0, 3), 1, 5), Opaque.EMPTY);
        Taken later = new Taken(Table.address(1), 7, true, 0);
        table.locks.share(Table.FILE, new ShareReservation(Table.owner('a'), 1, 0, later), false);
        assertEquals(new Released(0, 1, 0), table.locks.releaseBefore(Table.client('a'), 7));
        assertEquals(new Released(0, 0, 1), table.locks.releaseBefore(Table.client('a'), 9));
    }

    /** NLM check 66. */
    @Test
    void anAddressTakesWithItWhatWasTakenThroughItAndNothingElse() {
        table.locks.lock(taken(Table.request('A', 0, 3), 1, 1));
        table.locks.lock(taken(Table.request('A', 4, 7), 2, 1));
        table.locks.lock(taken(Table.request('B', 8, 9), 2, 1));
        long c = table.waits('C', 8, 8);
        assertEquals(new Released(2, 0, 0), table.locks.releaseServer(Table.address(2)));
        assertEquals("AAAA............", table.picture());
        assertEquals(List.of("offered " + c), table.heard);
    }

    @Test
    void whoAsksAgainThroughAnotherAddressIsReleasedWithThatOne() {
        table.lock('A', 0, 3);
        table.locks.lockOrWait(taken(Table.request('B', 0, 3), 1, 1), Opaque.EMPTY);
        table.locks.lockOrWait(taken(Table.request('B', 0, 3), 2, 1), Opaque.EMPTY);
        assertEquals(new Released(1, 0, 0), table.locks.releaseServer(Table.address(1)));
        assertEquals(new Released(0, 1, 0), table.locks.releaseServer(Table.address(2)));
    }

    @Test
    void aFileAndAFileSystemTakeAllWithThem() {
        FileKey second = new FileKey(1, Table.text("second"));
        FileKey third = new FileKey(2, Table.text("third"));
        for (FileKey file : List.of(Table.FILE, second, third)) {
            LockRequest a = Table.request('A', 0, 3);
            table.locks.lock(
                    new LockRequest(file, a.owner(), a.mode(), a.range(), false, a.taken()));
        }
        table.waits('B', 0, 3);
        assertEquals(new Released(1, 1, 0), table.locks.releaseFile(Table.FILE));
        assertEquals(new Released(1, 0, 0), table.locks.releaseFileSystem(1));
        assertEquals(1, table.locks.snapshot().locks().size());
        assertTrue(table.heard.isEmpty());
    }

    /** A client that reboots while we wait for its reclaims has none to make. */
    @Test
    void aRebootInGraceEndsTheWait() {
        Lock had = new Lock(Table.owner('a'), LockMode.WRITE, Table.bytes(0, 3), Table.taken());
        table.locks.beginGrace(
                GraceScope.Everyone.INSTANCE,
                Duration.ofSeconds(90),
                List.of(Table.client('a')),
                new RecordedState(Map.of(Table.FILE, List.of(had)), List.of(), Map.of(), 0),
                LockService.ReclaimRule.RECORDED);
        table.locks.releaseBefore(Table.client('a'), Table.taken().clientState());
        assertEquals(1, table.locks.grace().size());
        table.locks.releaseBefore(Table.client('a'), Table.taken().clientState() + 2);
        assertTrue(table.locks.grace().isEmpty());
    }
}
