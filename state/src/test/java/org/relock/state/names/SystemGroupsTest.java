package org.relock.state.names;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.relock.state.time.FakeTime;

class SystemGroupsTest {

    private static final int ROOT = 0;
    private static final int NOBODY_AT_ALL = 0x7edcba98;

    private final FakeTime time = new FakeTime();
    private final AtomicInteger asked = new AtomicInteger();

    @Test
    void theSystemKnowsTheGroupsOfRoot() throws Exception {
        try (SystemGroups groups = new SystemGroups()) {
            assertEquals(Optional.empty(), groups.known(ROOT));
            Membership root = groups.of(ROOT).get(20, TimeUnit.SECONDS).orElseThrow();
            assertTrue(root.exists());
            assertEquals(0, root.groups().get(0));
            assertEquals(Optional.of(root), groups.known(ROOT));
        }
    }

    @Test
    void aUserThatThereIsNotHasNoGroups() throws Exception {
        try (SystemGroups groups = new SystemGroups()) {
            Membership nobody = groups.of(NOBODY_AT_ALL).get(20, TimeUnit.SECONDS).orElseThrow();
            assertFalse(nobody.exists());
            assertEquals(List.of(), nobody.groups());
        }
    }

    @Test
    void groupsAreAskedForAgainOnlyWhenTheyAreOld() throws Exception {
        Membership some = new Membership(true, List.of(5, -1));
        try (SystemGroups groups = scripted(Optional.of(some))) {
            assertEquals(Optional.of(some), groups.of(-2).get(20, TimeUnit.SECONDS));
            assertEquals(Optional.of(some), groups.of(-2).get(20, TimeUnit.SECONDS));
            assertEquals(1, asked.get());
            time.advance(SystemGroups.LIMITS.found().plus(Duration.ofSeconds(1)));
            assertEquals(Optional.empty(), groups.known(-2));
            assertEquals(Optional.of(some), groups.of(-2).get(20, TimeUnit.SECONDS));
            assertEquals(2, asked.get());
        }
    }

    @Test
    void whatCannotBeFoundOutIsNotTakenForNoGroups() throws Exception {
        try (SystemGroups groups = scripted(Optional.empty())) {
            assertEquals(Optional.empty(), groups.of(7).get(20, TimeUnit.SECONDS));
            assertEquals(Optional.empty(), groups.known(7));
        }
    }

    @Test
    void aDirectoryServiceThatHangsIsNotWaitedFor() throws Exception {
        CountDownLatch hanging = new CountDownLatch(1);
        SystemGroups.Users deaf =
                uid -> {
                    await(hanging);
                    return Optional.empty();
                };
        CompletableFuture<Runnable> bell = new CompletableFuture<>();
        Alarm alarm =
                (nanos, ring) -> {
                    bell.complete(ring);
                    return () -> {};
                };
        try (SystemGroups groups = new SystemGroups(deaf, SystemGroups.LIMITS, time, alarm)) {
            CompletableFuture<Optional<Membership>> answer = groups.of(7);
            assertFalse(answer.isDone());
            bell.get(20, TimeUnit.SECONDS).run();
            assertEquals(Optional.empty(), answer.get(20, TimeUnit.SECONDS));
        } finally {
            hanging.countDown();
        }
    }

    private SystemGroups scripted(Optional<Membership> answer) {
        SystemGroups.Users users =
                uid -> {
                    asked.incrementAndGet();
                    return answer;
                };
        return new SystemGroups(users, SystemGroups.LIMITS, time, Alarm.SYSTEM);
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
