package org.relock.state.names;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.InetAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.relock.state.threads.PatientThread;

/** Tests of {@link SystemNames} with a resolver, a clock and an alarm that the test holds. */
@Timeout(value = 30, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class SystemNamesTest {

    private static final NameLimits LIMITS =
            new NameLimits(
                    Duration.ofSeconds(2),
                    2,
                    4,
                    3,
                    Duration.ofSeconds(10),
                    4,
                    Duration.ofSeconds(60),
                    Duration.ofSeconds(5));

    private final ScriptedResolver resolver = new ScriptedResolver();
    private final AtomicLong now = new AtomicLong(Long.MAX_VALUE - 1); // so that sums wrap
    private final List<Runnable> alarms = new ArrayList<>();
    private final List<CountDownLatch> latches = new ArrayList<>();
    private final SystemNames names =
            new SystemNames(LIMITS, LIMITS, resolver, now::get, this::setAlarm);

    @AfterEach
    void end() {
        names.close();
        latches.forEach(CountDownLatch::countDown);
    }

    /** Check 35. */
    @Test
    void anAddressIsCalledByItsReverseNameOrElseByItself() {
        resolver.addresses.put(address("10.9.0.2"), "peer.example.test");
        assertEquals(Optional.of("peer.example.test"), names.canonical("10.9.0.2").join());
        assertEquals(Optional.of("10.9.0.3"), names.canonical("10.9.0.3").join());
        assertEquals(Optional.of("2001:DB8::5"), names.canonical("2001:DB8::5").join());
    }

    @Test
    void aNameIsCalledByItsCanonicalName() {
        resolver.name("peer", "peer.example.test", "10.9.0.2");
        assertEquals(Optional.of("peer.example.test"), names.canonical("peer").join());
        assertEquals(List.of(address("10.9.0.2")), names.addresses("peer").join());
        assertEquals(1, resolver.asked.get(), "one look-up serves both questions");
    }

    @Test
    void anAddressInNumbersIsItsOwnAddressUnasked() {
        assertEquals(List.of(address("10.9.0.2")), names.addresses("10.9.0.2").join());
        assertEquals(List.of(address("2001:db8::5")), names.addresses("2001:db8::5").join());
        assertEquals(0, resolver.asked.get());
    }

    /** Check 36. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                ".",
                "..",
                ".x",
                "a/b",
                "two words",
                "tab\t",
                "line\n",
                "caf\u00e9",
                "\u007f",
                "a\\b",
                "1:2",
                "fe80::1%nosuchif",
                "nul\0"
            })
    void aStringThatCannotBeANameIsNeverAsked(String name) {
        assertEquals(Optional.empty(), names.canonical(name).join());
        assertEquals(List.of(), names.addresses(name).join());
        assertEquals(0, resolver.asked.get());
    }

    @Test
    void aNameMayHave255CharactersAndNotOneMore() {
        resolver.name("n".repeat(255), "peer", "10.9.0.2");
        resolver.name("n".repeat(256), "peer", "10.9.0.2");
        assertEquals(Optional.of("peer"), names.canonical("n".repeat(255)).join());
        assertEquals(Optional.empty(), names.canonical("n".repeat(256)).join());
    }

    @Test
    void manyWhoAskTheSameAtOnceAskOnce() {
        resolver.name("peer", "peer.example.test", "10.9.0.2");
        CountDownLatch latch = hang("peer");
        List<CompletableFuture<Optional<String>>> answers = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            answers.add(names.canonical("peer"));
        }
        latch.countDown();
        answers.forEach(answer -> assertEquals(Optional.of("peer.example.test"), answer.join()));
        assertEquals(1, resolver.asked.get());
    }

    @Test
    void anAskerWhoSpoilsItsFutureSpoilsNobodyElses() {
        resolver.addresses.put(address("10.9.0.2"), "peer");
        CountDownLatch latch = hang("10.9.0.2");
        CompletableFuture<Optional<String>> spoilt = names.reverse(address("10.9.0.2"));
        CompletableFuture<Optional<String>> other = names.reverse(address("10.9.0.2"));
        spoilt.completeExceptionally(new IllegalStateException("spoilt"));
        latch.countDown();
        assertEquals(Optional.of("peer"), other.join());
    }

    @Test
    void anAnswerIsKeptForItsTimeAndAskedAgainThereafter() {
        resolver.name("peer", "old", "10.9.0.2");
        names.canonical("peer").join();
        resolver.name("peer", "new", "10.9.0.2");
        pass(LIMITS.found().minusNanos(1));
        assertEquals(Optional.of("old"), names.canonical("peer").join());
        pass(Duration.ofNanos(1));
        assertEquals(Optional.of("new"), names.canonical("peer").join());
    }

    @Test
    void anAbsenceIsKeptForAShorterTime() {
        assertEquals(Optional.empty(), names.canonical("peer").join());
        resolver.name("peer", "new", "10.9.0.2");
        pass(LIMITS.missing().minusNanos(1));
        assertEquals(Optional.empty(), names.canonical("peer").join());
        pass(Duration.ofNanos(1));
        assertEquals(Optional.of("new"), names.canonical("peer").join());
    }

    @Test
    void namesThatDoNotExistPushNoOtherOutOfMemory() {
        resolver.name("peer", "peer", "10.9.0.2");
        names.canonical("peer").join();
        for (int i = 0; i < 100; i++) {
            names.canonical("bogus" + i).join();
        }
        int asked = resolver.asked.get();
        names.canonical("peer").join();
        names.canonical("bogus99").join();
        assertEquals(asked, resolver.asked.get());
        names.canonical("bogus0").join();
        assertEquals(asked + 1, resolver.asked.get(), "the oldest was forgotten");
    }

    @Test
    void whoWaitsTooLongFindsNothing() throws InterruptedException {
        resolver.name("peer", "peer.example.test", "10.9.0.2");
        hang("peer");
        CompletableFuture<Optional<String>> answer = names.canonical("peer");
        resolver.begun.acquire();
        assertFalse(answer.isDone());
        ring();
        assertEquals(Optional.empty(), answer.join());
        assertEquals(Optional.empty(), names.canonical("peer").getNow(null), "and others at once");
    }

    @Test
    void anAddressWhoseReverseNameDoesNotComeInTimeIsCalledByItself() throws InterruptedException {
        hang("10.9.0.2");
        CompletableFuture<Optional<String>> answer = names.canonical("10.9.0.2");
        resolver.begun.acquire();
        ring();
        assertEquals(Optional.of("10.9.0.2"), answer.join());
    }

    @Test
    void aQuestionThatHangsIsWaitedForAgainButNotPutAgain() throws InterruptedException {
        resolver.name("peer", "peer.example.test", "10.9.0.2");
        CountDownLatch latch = hang("peer");
        CompletableFuture<Optional<String>> first = names.canonical("peer");
        resolver.begun.acquire();
        ring();
        assertEquals(Optional.empty(), first.join());
        pass(LIMITS.missing());
        CompletableFuture<Optional<String>> second = names.canonical("peer");
        assertFalse(second.isDone());
        ring();
        assertEquals(Optional.empty(), second.join());
        pass(LIMITS.missing());
        CompletableFuture<Optional<String>> third = names.canonical("peer");
        latch.countDown();
        assertEquals(Optional.of("peer.example.test"), third.join());
        assertEquals(1, resolver.asked.get());
    }

    /** Check 59: what hangs holds up neither other names nor addresses. */
    @Test
    void questionsThatHangLeaveThreadsForOthers() throws InterruptedException {
        // A thread that the first alarms set free may take it up before its own alarm rings.
        hang("peer");
        askInVain("dead1");
        askInVain("dead2");
        resolver.begun.acquire(2);
        CompletableFuture<Optional<String>> waits = names.canonical("peer");
        assertFalse(waits.isDone());
        assertEquals(Optional.of("10.9.0.9"), names.canonical("10.9.0.9").join());
        ring(); // dead1, dead2 and peer, which no thread had taken up
        assertEquals(Optional.empty(), waits.join());
        resolver.name("other", "peer", "10.9.0.2");
        assertEquals(Optional.of("peer"), names.canonical("other").join());
    }

    /** It may wait there, and others find threads meanwhile. */
    @Test
    void whoAloneWaitsForAnAnswerMayTakeTheThreadThatHasIt() throws InterruptedException {
        resolver.name("peer", "peer", "10.9.0.2");
        resolver.name("other", "other", "10.9.0.3");
        CountDownLatch latch = hang("peer");
        CountDownLatch waits = new CountDownLatch(1);
        latches.add(waits);
        CompletableFuture<List<Boolean>> taken = new CompletableFuture<>();
        var unused =
                names.canonical("peer")
                        .thenAccept(
                                found -> {
                                    taken.complete(
                                            List.of(PatientThread.take(), PatientThread.take()));
                                    awaitUninterruptibly(waits);
                                });
        latch.countDown();
        assertEquals(List.of(true, false), taken.join(), "it can be taken once");
        for (int i = 0; i < LIMITS.threads(); i++) {
            askInVain("dead" + i);
        }
        resolver.begun.acquire(1 + LIMITS.threads());
        waits.countDown();
    }

    @Test
    void oneOfSeveralWhoWaitForAnAnswerMayNotMakeTheOthersWait() {
        resolver.name("peer", "peer", "10.9.0.2");
        CountDownLatch latch = hang("peer");
        CompletableFuture<Boolean> one =
                names.canonical("peer").thenApply(found -> PatientThread.take());
        CompletableFuture<Boolean> other =
                names.canonical("peer").thenApply(found -> PatientThread.take());
        latch.countDown();
        assertFalse(one.join());
        assertFalse(other.join());
    }

    /** A thread in the middle of something takes the question with it, and counts as one more. */
    @Test
    void aThreadThatIsOfferedAQuestionAsksItItself() throws InterruptedException {
        resolver.name("peer", "peer", "10.9.0.2");
        List<Runnable> later = new ArrayList<>();
        CompletableFuture<CompletableFuture<Optional<String>>> answer = new CompletableFuture<>();
        Thread thread =
                new PatientThread(() -> answer.complete(names.canonical("peer")), "offered", 0) {
                    @Override
                    protected boolean accepts(Runnable task) {
                        return later.add(task);
                    }
                };
        thread.start();
        thread.join();
        assertFalse(answer.join().isDone());
        assertEquals(0, names.threads());
        later.forEach(Runnable::run);
        assertEquals(Optional.of(Optional.of("peer")), Optional.of(answer.join().join()));
    }

    private static void awaitUninterruptibly(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void questionsThatAllHangTakeNoMoreThanTheirThreads() throws InterruptedException {
        for (int round = 0; round < 10; round++) {
            askInVain("dead" + round);
            if (round < LIMITS.threadsInAll()) {
                resolver.begun.acquire();
            }
            ring();
        }
        assertEquals(LIMITS.threadsInAll(), names.threads());
        assertEquals(LIMITS.threadsInAll(), resolver.asked.get());
        latches.forEach(CountDownLatch::countDown);
        resolver.name("peer", "peer", "10.9.0.2");
        assertEquals(Optional.of("peer"), names.canonical("peer").join(), "it recovers");
    }

    @Test
    void aQuestionTooManyFindsNothingAtOnce() throws InterruptedException {
        askInVain("dead1");
        askInVain("dead2");
        resolver.begun.acquire(2);
        List<CompletableFuture<Optional<String>>> queued = new ArrayList<>();
        for (int i = 0; i < LIMITS.queued(); i++) {
            queued.add(names.canonical("queued" + i));
        }
        assertEquals(Optional.empty(), names.canonical("peer").getNow(null));
        assertTrue(queued.stream().noneMatch(CompletableFuture::isDone));
        resolver.name("later", "peer", "10.9.0.2");
        ring(); // and the queue is free again
        // A new name, because a thread set free by the first alarms may have looked up a queued one
        // in vain by now, and that is remembered.
        assertEquals(Optional.of("peer"), names.canonical("later").join());
    }

    @Test
    void aResolverThatBreaksFindsNothingAndServesOn() {
        Lookups<String> broken = new Lookups<>("broken", LIMITS, now::get, this::setAlarm);
        assertEquals(
                Optional.empty(),
                broken.ask(
                                "one",
                                () -> {
                                    throw new IllegalStateException("broken on purpose");
                                })
                        .join());
        assertEquals(
                Optional.empty(),
                broken.ask(
                                "two",
                                () -> {
                                    throw new NoClassDefFoundError("broken on purpose");
                                })
                        .join());
        assertEquals(Optional.of("3"), broken.ask("three", () -> Optional.of("3")).join());
        broken.close();
    }

    @Test
    void closingEndsEveryWait() throws InterruptedException {
        hang("dead");
        CompletableFuture<Optional<String>> answer = names.canonical("dead");
        resolver.begun.acquire();
        names.close();
        assertEquals(Optional.empty(), answer.join());
        assertEquals(Optional.empty(), names.canonical("peer").join());
        assertEquals(1, resolver.asked.get());
    }

    private CountDownLatch hang(String question) {
        CountDownLatch latch = resolver.hang(question);
        latches.add(latch);
        return latch;
    }

    private void askInVain(String name) {
        hang(name);
        assertFalse(names.canonical(name).isDone());
    }

    private void pass(Duration time) {
        now.addAndGet(time.toNanos());
    }

    private synchronized Runnable setAlarm(long nanos, Runnable action) {
        assertEquals(LIMITS.deadline().toNanos(), nanos);
        alarms.add(action);
        return () -> remove(action);
    }

    private synchronized void remove(Runnable action) {
        alarms.remove(action);
    }

    /** Rings every alarm that is set. */
    private void ring() {
        List<Runnable> due;
        synchronized (this) {
            due = List.copyOf(alarms);
            alarms.clear();
        }
        due.forEach(Runnable::run);
    }

    private static InetAddress address(String text) {
        return NumericAddress.parse(text).orElseThrow();
    }
}
