package org.relock.lockd.hosts;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.relock.lockd.hosts.RegisterUnderTest.BEST_EFFORT;
import static org.relock.lockd.hosts.RegisterUnderTest.IDLE;
import static org.relock.lockd.hosts.RegisterUnderTest.REQUIRED;
import static org.relock.lockd.hosts.RegisterUnderTest.USUAL;
import static org.relock.lockd.hosts.RegisterUnderTest.address;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.relock.state.xdr.Opaque;

/** Tests of {@link HostRegister}: who is whom, and who is watched. */
class HostRegisterTest {

    private RegisterUnderTest it = new RegisterUnderTest();

    /** NLM check 50. */
    @Test
    void aClientIsWatchedAndRecordedOnceBeforeItsFirstLock() {
        Client client = it.client("10.0.0.2", "a");
        assertEquals(List.of(), it.asked());
        it.monitor.takes(Duration.ofSeconds(1));
        CompletableFuture<Boolean> first = it.remember(client);
        CompletableFuture<Boolean> second = it.remember(client);
        assertFalse(first.isDone());
        it.time.advance(Duration.ofSeconds(1));
        assertTrue(first.join());
        assertTrue(second.join());
        assertTrue(it.remember(client).isDone());
        assertEquals(List.of("MON 10.0.0.2"), it.asked());
        assertEquals("10.0.0.2", it.records.stored.get(client.id()).monName());
        assertEquals(HostView.Monitoring.YES, it.monitoring(client));
    }

    @Test
    void aClientWhoseRecordTheDiskRefusesGetsNoLock() {
        Client client = it.client("10.0.0.2", "a");
        it.records.refuses = true;
        assertFalse(it.remember(client).join());
        it.records.refuses = false;
        assertTrue(it.remember(client).join());
        assertEquals(List.of("MON 10.0.0.2"), it.asked());
    }

    @Test
    void everyClientHasItsOwnSecret() {
        assertTrue(it.remember(it.client("10.0.0.2", "a")).join());
        assertTrue(it.remember(it.client("10.0.0.3", "a")).join());
        assertNotEquals(it.monitor.watched.get("10.0.0.2"), it.monitor.watched.get("10.0.0.3"));
    }

    @Test
    void addressAndNameTogetherTellClientsApart() {
        Client client = it.client("10.0.0.2", "a");
        assertEquals(client, it.client("10.0.0.2", "a"));
        assertNotEquals(client, it.client("10.0.0.2", "b"));
        assertNotEquals(client, it.client("10.0.0.3", "a"));
        assertEquals(Optional.of(client), it.hosts.find(address("10.0.0.2"), "a"));
        assertEquals(Optional.empty(), it.hosts.find(address("10.0.0.4"), "a"));
    }

    @Test
    void identityCanBeTheAddressOrTheNameAlone() {
        it = new RegisterUnderTest(new Identity(Identity.By.ADDRESS, Map.of()), REQUIRED);
        assertEquals(it.client("10.0.0.2", "a"), it.client("10.0.0.2", "b"));
        it = new RegisterUnderTest(new Identity(Identity.By.NAME, Map.of()), REQUIRED);
        Client client = it.client("10.0.0.2", "a");
        assertEquals(client, it.client("10.0.0.3", "a"));
        assertTrue(it.hosts.isAddressOf(client.id(), address("10.0.0.3")));
    }

    /** NLM check 23. */
    @Test
    void aliasesAreOneClientAndARebootIsHeardOfUnderEach() {
        Identity aliased =
                new Identity(
                        Identity.By.ADDRESS_AND_NAME,
                        Map.of("a", List.of(address("10.0.0.2"), address("10.0.1.2"))));
        for (String from : List.of("10.0.0.2", "10.0.1.2")) {
            it = new RegisterUnderTest(aliased, REQUIRED);
            Client client = it.client("10.0.0.2", "a");
            assertEquals(client, it.client("10.0.1.2", "a"));
            assertNotEquals(client, it.client("10.0.1.2", "b"));
            assertTrue(it.hosts.isAddressOf(client.id(), address("10.0.1.2")));
            it.introducedLocks(client, 3);
            assertEquals(List.of("MON 10.0.0.2", "MON 10.0.1.2"), it.asked());
            it.reboots(from, 5);
            assertFalse(it.holds(client));
        }
    }

    /** NLM check 24. */
    @Test
    void whoSpeaksInTheNameOfAClientElsewhereIsKnown() {
        it.client("10.0.0.2", "a");
        assertTrue(it.hosts.isKnownElsewhere(address("10.0.0.9"), "a"));
        assertFalse(it.hosts.isKnownElsewhere(address("10.0.0.2"), "a"));
        assertFalse(it.hosts.isKnownElsewhere(address("10.0.0.9"), "b"));
    }

    @Test
    void theNamesOfOneAddressAreBoundedAndTheIdleMakeRoom() {
        for (int i = 0; i < HostLimits.NAMES_PER_ADDRESS; i++) {
            it.client("10.0.0.2", "a" + i);
        }
        assertEquals(Optional.empty(), it.hosts.clientOf(address("10.0.0.2"), "b"));
        it.client("10.0.0.3", "b");
        it.time.advance(HostLimits.MAKES_ROOM);
        it.client("10.0.0.2", "b");
    }

    @Test
    void aNameIsWatchedOnlyIfItIsAHostName() {
        it = new RegisterUnderTest(USUAL, new MonitorPolicy(true, true, IDLE));
        for (String name : List.of("host-1.example", "../etc", "", "a\nb", ".x", "10.9.9.9")) {
            assertTrue(it.remember(it.client("10.0.0." + (2 + name.length()), name)).join());
        }
        assertEquals(
                List.of(
                        "MON host-1.example",
                        "MON 10.0.0.8",
                        "MON 10.0.0.2",
                        "MON 10.0.0.5",
                        "MON 10.0.0.4",
                        "MON 10.0.0.10"),
                it.asked());
    }

    /** NLM check 51. */
    @Test
    void aMonitorThatIsAwayCostsNewClientsTheirLocksInTimeAndKnownOnesNothing() {
        Client known = it.client("10.0.0.2", "a");
        assertTrue(it.remember(known).join());
        it.monitor.isHere(false);
        CompletableFuture<Boolean> first = it.remember(it.client("10.0.0.3", "b"));
        assertFalse(first.isDone());
        it.time.advance(HostLimits.MON_DEADLINE);
        assertFalse(first.join());
        assertTrue(it.remember(known).join());
        it.time.advance(Duration.ofSeconds(2));
        CompletableFuture<Boolean> second = it.remember(it.client("10.0.0.4", "c"));
        assertTrue(second.isDone());
        assertFalse(second.join());
        it.monitor.isHere(true);
        it.time.advance(Duration.ofSeconds(10));
        assertTrue(it.remember(it.client("10.0.0.4", "c")).join());
    }

    /** NLM check 51: best effort. */
    @Test
    void withBestEffortAClientGetsItsLockAndIsWatchedLater() {
        it = new RegisterUnderTest(USUAL, BEST_EFFORT);
        it.monitor.isHere(false);
        Client client = it.client("10.0.0.2", "a");
        CompletableFuture<Boolean> first = it.remember(client);
        it.time.advance(HostLimits.MON_DEADLINE);
        assertTrue(first.join());
        it.locks(client, 3);
        assertEquals(HostView.Monitoring.NO, it.monitoring(client));
        assertEquals("", it.records.stored.get(client.id()).monName());
        assertEquals(1, it.hosts.counts().unanswered());
        it.monitor.isHere(true);
        it.time.advance(Duration.ofMinutes(1));
        assertEquals(HostView.Monitoring.YES, it.monitoring(client));
        assertEquals("10.0.0.2", it.records.stored.get(client.id()).monName());
        it.reboots("10.0.0.2", 5);
        assertFalse(it.holds(client));
    }

    @Test
    void aSlowMonitorIsNotTakenForADeadOneAndItsLateAnswerCounts() {
        it.monitor.takes(Duration.ofSeconds(5));
        CompletableFuture<Boolean> late = it.remember(it.client("10.0.0.2", "a"));
        it.time.advance(Duration.ofSeconds(3));
        assertFalse(late.join());
        it.monitor.takes(Duration.ofSeconds(1));
        CompletableFuture<Boolean> other = it.remember(it.client("10.0.0.3", "b"));
        it.time.advance(Duration.ofSeconds(1));
        assertTrue(other.join());
        it.time.advance(Duration.ofSeconds(2));
        assertTrue(it.remember(it.client("10.0.0.2", "a")).join());
        assertEquals(List.of("MON 10.0.0.2", "MON 10.0.0.3"), it.asked());
    }

    /** NLM check 50. */
    @Test
    void clientsOfOneAddressThatComeTogetherCauseOneSmMon() {
        it.monitor.takes(Duration.ofSeconds(1));
        CompletableFuture<Boolean> one = it.remember(it.client("10.0.0.2", "a"));
        CompletableFuture<Boolean> other = it.remember(it.client("10.0.0.2", "b"));
        it.time.advance(Duration.ofSeconds(1));
        assertTrue(one.join());
        assertTrue(other.join());
        assertEquals(List.of("MON 10.0.0.2"), it.asked());
    }

    @Test
    void whoAsksAgainWhileTheMonitorIsSlowIsAnsweredAtOnce() {
        it.monitor.takes(Duration.ofSeconds(5));
        CompletableFuture<Boolean> first = it.remember(it.client("10.0.0.2", "a"));
        it.time.advance(Duration.ofSeconds(3));
        assertFalse(first.join());
        CompletableFuture<Boolean> again = it.remember(it.client("10.0.0.2", "a"));
        assertTrue(again.isDone());
        assertFalse(again.join());
        assertEquals(List.of("MON 10.0.0.2"), it.asked());
    }

    @Test
    void aClientThatTheMonitorRefusesIsRefusedAlone() {
        it.monitor.refuses(true);
        assertFalse(it.remember(it.client("10.0.0.2", "a")).join());
        it.monitor.refuses(false);
        assertTrue(it.remember(it.client("10.0.0.3", "b")).join());
        assertTrue(it.remember(it.client("10.0.0.2", "a")).join());
    }

    /** NLM check 50. */
    @Test
    void aClientWithoutLocksIsWatchedNoMoreAfterAWhile() {
        Client client = it.client("10.0.0.2", "a");
        it.introducedLocks(client, 3);
        it.time.advance(IDLE.multipliedBy(3));
        assertEquals(List.of("MON 10.0.0.2"), it.asked());
        it.locks.release(client.id());
        it.time.advance(HostLimits.SWEEP.plusSeconds(1));
        assertEquals(List.of("MON 10.0.0.2", "UNMON 10.0.0.2"), it.asked());
        assertEquals(Map.of(), it.records.stored);
        assertEquals(List.of(), it.hosts.list());
        Client again = it.client("10.0.0.2", "a");
        assertNotEquals(client.id(), again.id());
        assertTrue(it.remember(again).join());
    }

    @Test
    void aClientThatCallsIsNotIdle() {
        Client client = it.client("10.0.0.2", "a");
        assertTrue(it.remember(client).join());
        for (int i = 0; i < 20; i++) {
            it.time.advance(IDLE.dividedBy(2));
            assertEquals(client, it.client("10.0.0.2", "a"));
        }
        assertEquals(List.of("MON 10.0.0.2"), it.asked());
    }

    @Test
    void aClientThatComesBackWhileItIsGivenUpIsWatchedAnew() {
        Client client = it.client("10.0.0.2", "a");
        assertTrue(it.remember(client).join());
        it.monitor.takes(Duration.ofSeconds(2));
        it.time.advance(IDLE);
        assertEquals(List.of("MON 10.0.0.2", "UNMON 10.0.0.2"), it.asked());
        CompletableFuture<Boolean> back = it.remember(client);
        assertFalse(back.isDone());
        it.time.advance(Duration.ofSeconds(2));
        assertFalse(back.isDone());
        it.time.advance(Duration.ofSeconds(2));
        assertTrue(back.join());
        assertEquals(List.of("MON 10.0.0.2", "UNMON 10.0.0.2", "MON 10.0.0.2"), it.asked());
        assertEquals(client, it.client("10.0.0.2", "a"));
        assertEquals("10.0.0.2", it.records.stored.get(client.id()).monName());
    }

    /** NLM check 50. */
    @Test
    void aClientOfNmLockIsRecordedAndNotWatched() {
        Client client = it.client("10.0.0.2", "a");
        assertTrue(it.hosts.rememberUnwatched(client, RegisterUnderTest.SERVER).join());
        assertEquals(List.of(), it.asked());
        assertEquals("", it.records.stored.get(client.id()).monName());
        assertEquals(HostView.Monitoring.NOT_NEEDED, it.monitoring(client));
        assertTrue(it.remember(client).join());
        assertEquals("10.0.0.2", it.records.stored.get(client.id()).monName());
    }

    /** NLM check 67. */
    @Test
    void afterARestartClientsAreWhoTheyWereAndAreWatchedStill() {
        Client client = it.client("10.0.0.2", "a");
        assertTrue(it.remember(client).join());
        Opaque secret = it.monitor.watched.get("10.0.0.2");
        RegisterUnderTest after = new RegisterUnderTest(USUAL, REQUIRED, it.time, it.records);
        after.hosts.restore(List.copyOf(it.records.stored.values()), true);
        assertEquals(client, after.client("10.0.0.2", "a"));
        assertTrue(after.remember(client).isDone());
        after.locks(client, 3);
        assertEquals(List.of(), after.asked());
        after.hosts.notified("10.0.0.2", 5, secret);
        assertFalse(after.holds(client));
    }

    @Test
    void afterARebootOfOursClientsAreWhoTheyWereAndAreWatchedAnew() {
        Client client = it.client("10.0.0.2", "a");
        assertTrue(it.remember(client).join());
        Opaque secret = it.monitor.watched.get("10.0.0.2");
        RegisterUnderTest after = new RegisterUnderTest(USUAL, REQUIRED, it.time, it.records);
        after.hosts.restore(List.copyOf(it.records.stored.values()), false);
        assertEquals("", after.records.stored.get(client.id()).monName());
        assertEquals(client, after.client("10.0.0.2", "a"));
        assertTrue(after.remember(client).join());
        assertEquals(List.of("MON 10.0.0.2"), after.asked());
        assertNotEquals(secret, after.monitor.watched.get("10.0.0.2"));
    }

    /** NLM check 47: what it held may be another's by the next reboot. */
    @Test
    void whoGotNothingUntilGraceIsOverIsForgottenEvenAfterARestart() {
        Client idle = it.client("10.0.0.2", "a");
        Client back = it.client("10.0.0.3", "b");
        Client unwatched = it.client("10.0.0.4", "c");
        for (Client client : List.of(idle, back, unwatched)) {
            assertTrue(it.remember(client).join());
        }
        RegisterUnderTest after = new RegisterUnderTest(USUAL, REQUIRED, it.time, it.records);
        after.hosts.restore(List.copyOf(it.records.stored.values()), false);
        after.introducedLocks(back, 3);
        RegisterUnderTest again = new RegisterUnderTest(USUAL, REQUIRED, it.time, it.records);
        again.hosts.restore(List.copyOf(it.records.stored.values()), true);
        assertTrue(again.hosts.rememberUnwatched(unwatched, RegisterUnderTest.SERVER).join());
        assertTrue(again.hosts.graceOver().join());
        assertEquals(Set.of(back.id(), unwatched.id()), it.records.stored.keySet());
        assertEquals(idle, again.client("10.0.0.2", "a"), "its number is as it was");
        assertTrue(again.remember(idle).join());
        assertEquals("10.0.0.2", it.records.stored.get(idle.id()).monName());
    }

    @Test
    void whoHoldsSomethingWhenGraceIsOverIsNotForgotten() {
        Client client = it.client("10.0.0.2", "a");
        assertTrue(it.hosts.rememberUnwatched(client, RegisterUnderTest.SERVER).join());
        RegisterUnderTest after = new RegisterUnderTest(USUAL, REQUIRED, it.time, it.records);
        after.hosts.restore(List.copyOf(it.records.stored.values()), true);
        after.locks(client, 0);
        assertTrue(after.hosts.graceOver().join());
        assertEquals(Set.of(client.id()), it.records.stored.keySet());
    }
}
