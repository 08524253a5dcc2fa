package org.relock.lockd.hosts;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.relock.state.xdr.Opaque;

/** Tests of {@link HostRegister}: what notices of reboots release. */
class RebootNoticeTest {

    private static final String NAME = "10.0.0.2";

    private final RegisterUnderTest it = new RegisterUnderTest();
    private Client client;

    @BeforeEach
    void introduce() {
        client = it.client(NAME, "a");
        assertTrue(it.remember(client).join());
    }

    /** NLM check 52. */
    @Test
    void anOddNewerStateReleasesWhatWasHeldBefore() {
        it.locks(client, 3);
        it.reboots(NAME, 5);
        assertFalse(it.holds(client));
    }

    /** NLM check 52. */
    @Test
    void whatWasTakenSinceTheRebootIsKept() {
        it.locks(client, 3);
        it.locks(client, 5);
        it.reboots(NAME, 5);
        assertEquals(1, it.locks.snapshot().locks().size());
    }

    /** NLM check 52. */
    @Test
    void theSameNoticeAgainReleasesNothing() {
        it.locks(client, 0);
        it.reboots(NAME, 5);
        assertFalse(it.holds(client));
        it.locks(client, 0);
        it.reboots(NAME, 5);
        assertTrue(it.holds(client));
        it.reboots(NAME, 3);
        assertTrue(it.holds(client));
        it.reboots(NAME, 7);
        assertFalse(it.holds(client));
    }

    /** NLM check 52. */
    @Test
    void anEvenStateReleasesNothing() {
        it.locks(client, 3);
        it.locks(client, 0);
        it.reboots(NAME, 4);
        it.reboots(NAME, 0);
        assertTrue(it.holds(client));
        it.reboots(NAME, 5);
        assertFalse(it.holds(client));
    }

    @Test
    void theStateNumbersMayWrap() {
        it.locks(client, Integer.MAX_VALUE);
        it.reboots(NAME, Integer.MAX_VALUE);
        assertTrue(it.holds(client));
        it.reboots(NAME, Integer.MIN_VALUE + 1);
        assertFalse(it.holds(client));
    }

    /** NLM checks 24 and 53. */
    @Test
    void aNoticeWithoutTheSecretReleasesNothing() {
        it.locks(client, 3);
        it.hosts.notified(NAME, 5, Opaque.ofHex("00".repeat(16)));
        it.hosts.notified("a", 5, Opaque.copyOf(new byte[16]));
        assertTrue(it.holds(client));
        assertEquals(2, it.hosts.counts().strangeNotices());
    }

    @Test
    void theSecretCountsAndNotTheName() {
        it.locks(client, 3);
        it.hosts.notified("client-a.example", 5, it.monitor.watched.get(NAME));
        assertFalse(it.holds(client));
    }

    /** NLM check 22. */
    @Test
    void ofTwoClientsAtOneAddressOnlyTheOneThatRebootedIsReleased() {
        Client other = it.client(NAME, "b");
        assertTrue(it.remember(other).join());
        it.locks(client, 3);
        it.locks(other, 101);
        assertEquals(List.of("MON " + NAME), it.asked());
        it.reboots(NAME, 103);
        assertTrue(it.holds(client));
        assertFalse(it.holds(other));
        it.reboots(NAME, 5);
        assertFalse(it.holds(client));
    }

    /** NLM check 22: where nothing tells them apart, no lock of a dead client may stay. */
    @Test
    void ofTwoClientsThatDoNotSayTheirStateBothAreReleased() {
        Client other = it.client(NAME, "b");
        it.introducedLocks(other, 0);
        it.locks(client, 0);
        it.reboots(NAME, 5);
        assertFalse(it.holds(client));
        assertFalse(it.holds(other));
    }

    /** NLM check 54. */
    @Test
    void aChangedStateInALockReleasesNothingAndHasTheMonitorAskedOnce() {
        it.locks(client, 3);
        it.locks(client, 5);
        it.locks(client, 3);
        it.locks(client, 5);
        assertEquals(4, it.locks.snapshot().locks().size());
        assertEquals(List.of("MON " + NAME, "MON " + NAME), it.asked());
        it.time.advance(Duration.ofMinutes(1));
        it.locks(client, 7);
        assertEquals(3, it.asked().size());
    }

    /** NLM check 58. */
    @Test
    void aFarewellReleasesEverything() {
        it.locks(client, 3);
        it.hosts.farewell(client);
        assertFalse(it.holds(client));
    }
}
