package org.relock.statd;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.relock.statd.StatdUnderTest.COOKIE;
import static org.relock.statd.StatdUnderTest.LOOPBACK;
import static org.relock.statd.StatdUnderTest.MY_NAME;
import static org.relock.statd.StatdUnderTest.OTHER_COOKIE;
import static org.relock.statd.StatdUnderTest.caller;
import static org.relock.statd.StatdUnderTest.wish;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.RejectedExecutionException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.relock.state.nsm.MonId;
import org.relock.state.nsm.MyId;
import org.relock.state.nsm.Sm;
import org.relock.state.nsm.SmStatRes;
import org.relock.state.xdr.MalformedXdrException;

/** SM_MON as its callers see it. */
class MonTest {

    private static final SmStatRes FAILED = new SmStatRes(false, -1);
    private static final SmStatRes SUCCEEDED = new SmStatRes(true, 5);

    private final StatdUnderTest statd = StatdUnderTest.compatible().withPeers();

    /** Check 32, and check 43's half: the record is on disk before the reply. */
    @Test
    void aHostIsStoredUnderItsCanonicalName() {
        assertEquals(SUCCEEDED, statd.mon("peer"));
        assertEquals(
                List.of("peer.example.test peer " + MY_NAME + " " + COOKIE), statd.store.lines());
    }

    /** The whole of a call and its reply, in bytes. */
    @Test
    void theBytesOfSmMonAreThoseOfTheSpecification() throws MalformedXdrException {
        String call =
                "00000004" // mon_name
                        + "70656572"
                        + "00000002" // my_name
                        + "6d650000"
                        + "000186b5" // my_prog 100021
                        + "00000003"
                        + "00000010"
                        + "000102030405060708090a0b0c0d0e0f";
        ByteBuffer reply =
                statd.answer(
                                caller(LOOPBACK, 800),
                                Sm.MON,
                                ByteBuffer.wrap(HexFormat.of().parseHex(call)))
                        .join();
        byte[] bytes = new byte[reply.remaining()];
        reply.get(bytes);
        assertEquals("0000000000000005", HexFormat.of().formatHex(bytes));
    }

    /** Check 29. */
    @Test
    void aTruncatedCallIsGarbage() {
        ByteBuffer cut = ByteBuffer.wrap(HexFormat.of().parseHex("000000047065657200000002"));
        assertThrows(
                MalformedXdrException.class,
                () -> statd.answer(caller(LOOPBACK, 800), Sm.MON, cut));
    }

    /** Check 28. */
    @Test
    void aNameOf1025BytesIsGarbageAndOneOf1024IsRead() throws MalformedXdrException {
        MonId longest = wish("a".repeat(1024));
        assertEquals(FAILED, statd.mon(longest, COOKIE));
        assertThrows(
                MalformedXdrException.class,
                () -> {
                    ByteBuffer tooLong = ByteBuffer.allocate(1100);
                    tooLong.putInt(0, 1025);
                    statd.answer(caller(LOOPBACK, 800), Sm.MON, tooLong);
                });
    }

    /** Check 33. */
    @Test
    void theSameWishAgainSucceedsWithoutWritingOrCallingOut() {
        statd.mon("peer");
        assertEquals(SUCCEEDED, statd.mon("peer"));
        assertEquals(1, statd.store.writes());
        assertEquals(List.of("add-client peer " + MY_NAME), statd.callout.words);
    }

    /** Check 97, second half. */
    @Test
    void theSameWishAgainIsWrittenAgainIfTheDiskNoLongerHasIt() {
        statd.mon("peer");
        statd.store.retire();
        assertEquals(SUCCEEDED, statd.mon("peer"));
        assertEquals(1, statd.store.lines().size());
    }

    /** Check 97, first half. */
    @Test
    void theStateInTheReplyIsTheOneOnDiskNow() {
        statd.mon("peer");
        statd.store.advanceState();
        assertEquals(new SmStatRes(true, 7), statd.mon("peer"));
        assertEquals(new SmStatRes(true, 7), statd.stat("peer"));
        assertEquals(7, statd.unmon(wish("peer")));
    }

    /** Check 34. */
    @Test
    void aNewCookieTakesTheOldOnesPlace() {
        statd.mon("peer");
        assertEquals(SUCCEEDED, statd.mon(wish("peer"), OTHER_COOKIE));
        assertEquals(
                List.of("peer.example.test peer " + MY_NAME + " " + OTHER_COOKIE),
                statd.store.lines());
        assertEquals(1, statd.statd.monitored());
        assertEquals(2, statd.callout.words.size());
    }

    /** Check 35. */
    @Test
    void anAddressIsStoredUnderItsNameOrUnderItself() {
        statd.mon("10.9.0.2");
        statd.mon("2001:db8::5");
        assertEquals(
                List.of(
                        "peer.example.test 10.9.0.2 " + MY_NAME + " " + COOKIE,
                        "2001:db8::5 2001:db8::5 " + MY_NAME + " " + COOKIE),
                statd.store.lines());
    }

    @Test
    void anAddressIsStoredUnderItselfWhenNoNameServerAnswers() {
        statd.names.hang();
        CompletableFuture<SmStatRes> reply = statd.monLater(wish("10.9.0.2"));
        assertFalse(reply.isDone());
        statd.names.deadline();
        assertEquals(SUCCEEDED, reply.join());
        assertEquals(List.of("10.9.0.2 10.9.0.2 " + MY_NAME + " " + COOKIE), statd.store.lines());
    }

    @Test
    void aNameFailsWhenNoNameServerAnswers() {
        statd.names.hang();
        CompletableFuture<SmStatRes> reply = statd.monLater(wish("peer"));
        statd.names.deadline();
        assertEquals(FAILED, reply.join());
    }

    @Test
    void aReverseNameThatIsAPathIsNotBelieved() {
        statd.names.reverse("10.9.0.66", "../../etc/passwd");
        assertEquals(SUCCEEDED, statd.mon("10.9.0.66"));
        assertTrue(statd.store.lines().get(0).startsWith("10.9.0.66 "));
    }

    /** Check 36, and section 1.4: a zero byte in a name. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "nowhere",
                "",
                ".",
                "..",
                ".x",
                "a/b",
                "p\u00e9er",
                "pe er",
                "peer\n",
                "peer\0x",
                "-rf",
                "peer\t"
            })
    void aNameThatIsNoHostsFails(String name) {
        statd.names.host("-rf", "-rf", "10.0.0.1").host("peer\0x", "x", "10.0.0.1");
        assertEquals(FAILED, statd.mon(name));
        assertEquals(List.of(), statd.store.lines());
        assertEquals(List.of(), statd.callout.words);
    }

    /** Check 37; ::1 is this host, too. */
    @ParameterizedTest
    @ValueSource(strings = {"127.0.0.2", "10.9.0.1", "fe80::1", "2001:db8::1"})
    void aCallFromAnotherAddressFails(String from) {
        assertEquals(FAILED, statd.monFrom(caller(from, 800), wish("peer"), COOKIE));
        assertEquals(List.of(), statd.store.lines());
        assertEquals(SUCCEEDED, statd.monFrom(caller("::1", 800), wish("peer"), COOKIE));
    }

    /** Check 38. */
    @Test
    void onlyLockManagersAreCalledBack() {
        assertEquals(
                FAILED, statd.mon(new MonId("peer", new MyId(MY_NAME, 100022, 3, 16)), COOKIE));
        assertEquals(
                FAILED, statd.mon(new MonId("peer", new MyId(MY_NAME, 100021, 3, 17)), COOKIE));
        assertEquals(
                SUCCEEDED, statd.mon(new MonId("peer", new MyId(MY_NAME, 100021, 3, 24)), COOKIE));
    }

    /** Check 39. */
    @Test
    void blanksInTheWatchersNameBecomeUnderscores() {
        statd.mon(new MonId("peer", new MyId("two words\t", 100021, 3, 16)), COOKIE);
        assertEquals(List.of("peer.example.test peer two_words_ " + COOKIE), statd.store.lines());
    }

    @ParameterizedTest
    @ValueSource(strings = {"me\0you", "me\u001b[2J", "-me", "m\u00e9"})
    void aWatchersNameThatCouldHarmALineOrAProgramFails(String myName) {
        assertEquals(FAILED, statd.mon(new MonId("peer", new MyId(myName, 100021, 3, 16)), COOKIE));
    }

    @Test
    void aWatcherMayHaveNoName() {
        assertEquals(SUCCEEDED, statd.mon(new MonId("peer", new MyId("", 100021, 3, 16)), COOKIE));
    }

    /** Check 40. */
    @Test
    void bothNamesTogetherFitInto1024Bytes() {
        String fits = "m".repeat(1024 - "peer".length());
        assertEquals(
                SUCCEEDED, statd.mon(new MonId("peer", new MyId(fits, 100021, 3, 16)), COOKIE));
        assertEquals(
                FAILED, statd.mon(new MonId("peer", new MyId(fits + "m", 100021, 3, 16)), COOKIE));
    }

    /** Check 41. */
    @Test
    void anUnprivilegedPortWillDoUnlessStrict() {
        assertEquals(SUCCEEDED, statd.monFrom(caller(LOOPBACK, 1024), wish("peer"), COOKIE));
        StatdUnderTest strict = StatdUnderTest.strict().withPeers();
        assertEquals(FAILED, strict.monFrom(caller(LOOPBACK, 1024), wish("peer"), COOKIE));
        assertEquals(SUCCEEDED, strict.monFrom(caller(LOOPBACK, 1023), wish("peer"), COOKIE));
        strict.unmonFrom(caller(LOOPBACK, 1024), wish("peer"));
        assertEquals(1, strict.statd.monitored());
    }

    /** Check 42. */
    @Test
    void twoHostsThatShareAnAddressAreBothRecorded() {
        statd.names.host("twin.example.test", "twin.example.test", "10.9.0.2");
        statd.mon("peer");
        statd.mon("twin.example.test");
        assertEquals(2, statd.store.lines().size());
    }

    @Test
    void aFullDiskFailsTheCallAndLeavesNothingInMemory() {
        statd.store.full(true);
        assertEquals(FAILED, statd.mon("peer"));
        assertEquals(0, statd.statd.monitored());
        statd.store.full(false);
        assertEquals(SUCCEEDED, statd.mon("peer"));
    }

    @Test
    void aFullQueueFailsTheCall() {
        StatdUnderTest busy =
                StatdUnderTest.withWorkers(
                                task -> {
                                    throw new RejectedExecutionException();
                                })
                        .withPeers();
        assertEquals(FAILED, busy.mon("peer"));
    }

    /** Check 61: the reply waits for the callout, and the disk does not. */
    @Test
    void theReplyWaitsForTheCallout() {
        CompletableFuture<Void> ending = new CompletableFuture<>();
        statd.callout.hangs = java.util.Optional.of(ending);
        CompletableFuture<SmStatRes> reply = statd.monLater(wish("peer"));
        assertEquals(1, statd.store.lines().size());
        assertFalse(reply.isDone());
        statd.callout.hangs = java.util.Optional.empty();
        assertEquals(SUCCEEDED, statd.mon("other"), "another host does not wait");
        ending.complete(null);
        assertEquals(SUCCEEDED, reply.join());
    }

    @Test
    void whatConcernsOneHostHappensInTheOrderItWasAskedFor() {
        statd.names.hang();
        CompletableFuture<SmStatRes> first = statd.monLater(wish("10.9.0.2"));
        CompletableFuture<Integer> then =
                statd.call(caller(LOOPBACK, 800), Sm.UNMON, wish("10.9.0.2"))
                        .thenApply(bytes -> bytes.getInt());
        statd.names.deadline();
        assertTrue(first.isDone());
        assertTrue(then.isDone());
        assertEquals(0, statd.statd.monitored(), "SM_UNMON came after SM_MON");
        assertEquals(List.of(), statd.store.lines());
    }

    @Test
    void tooManyCallsUnderWayFailInsteadOfWaiting() {
        statd.names.hang();
        List<CompletableFuture<SmStatRes>> replies = new ArrayList<>();
        for (int i = 0; i <= StatdLimits.CALLS_UNDER_WAY; i++) {
            replies.add(statd.monLater(wish("host" + i)));
        }
        assertFalse(replies.get(0).isDone());
        assertEquals(FAILED, replies.get(StatdLimits.CALLS_UNDER_WAY).join());
        statd.names.deadline();
        assertTrue(replies.stream().allMatch(CompletableFuture::isDone));
    }

    /**
     * Check 60, counted and not timed: what SM_MON asks of the resolver, which is what makes
     * nfs-utils' slower with each host, is the same with 10,000 hosts as with none.
     */
    @Test
    void withTenThousandHostsSmMonAsksForItsOwnHostOnly() {
        statd.mon("peer");
        List<String> alone = List.copyOf(statd.names.questions);
        for (int i = 0; i < 10_000; i++) {
            assertEquals(SUCCEEDED, statd.mon("10.50." + (i >> 8) + "." + (i & 0xff)));
        }
        statd.unmon(wish("peer"));
        int before = statd.names.questions.size();
        statd.mon("peer");
        List<String> all = statd.names.questions;
        assertEquals(alone, all.subList(before, all.size()));
    }

    /** Section 5.1: any address is one we could watch, any name that resolves, nothing else. */
    @Test
    void statAnswersWhetherANameIsAHosts() {
        assertEquals(new SmStatRes(true, 5), statd.stat("peer"));
        assertEquals(new SmStatRes(true, 5), statd.stat("192.0.2.1"));
        assertEquals(new SmStatRes(false, 5), statd.stat("nowhere"));
        assertEquals(new SmStatRes(false, 5), statd.stat(""));
    }

    /** T3: strangers have a budget of look-ups. */
    @Test
    void aStrangerCannotUseUpTheResolver() {
        for (int i = 0; i < 1000; i++) {
            statd.stat("no" + i);
        }
        assertEquals(StatdLimits.LOOKUPS_PER_SOURCE, statd.names.questions.size());
        assertEquals(SUCCEEDED, statd.mon("peer"));
    }
}
