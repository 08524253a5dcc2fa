package org.relock.statd;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.relock.statd.StatdUnderTest.COOKIE;
import static org.relock.statd.StatdUnderTest.MY_NAME;
import static org.relock.statd.StatdUnderTest.OTHER_COOKIE;
import static org.relock.statd.StatdUnderTest.wish;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.relock.state.nsm.MonId;
import org.relock.state.nsm.MyId;

/** Whom an SM_NOTIFY frees, and whom not. */
class NotifyTest {

    private static final String STRANGER = "192.0.2.66";

    private final StatdUnderTest statd = StatdUnderTest.compatible().withPeers();

    /** Check 51: the callback has the registered name and cookie. */
    @ParameterizedTest
    @CsvSource({
        "peer, 10.9.0.2",
        "peer.example.test, 10.9.0.2",
        "PEER.Example.TEST, 192.0.2.66",
        "PEER, 192.0.2.66",
        "alias, 192.0.2.66",
        "10.9.0.2, 192.0.2.66"
    })
    void anyNameOfTheHostMeansIt(String name, String source) {
        statd.mon("peer.example.test");
        statd.notice(name, 7, source);
        assertEquals(List.of("3/16 peer.example.test 7 " + COOKIE), statd.lockManager.callbacks());
    }

    /** Check 52. */
    @ParameterizedTest
    @ValueSource(strings = {"nobody", "", "a b", "\0", "localhost.localdomain"})
    void anyNameFromTheHostsAddressMeansIt(String name) {
        statd.mon("peer");
        statd.notice(name, 7, "10.9.0.2");
        assertEquals(List.of("3/16 peer 7 " + COOKIE), statd.lockManager.callbacks());
    }

    @Test
    void anAddressThatHasNoNameIsMeantByItsOwnNotices() {
        statd.mon("10.9.0.9");
        statd.notice("whoever", 7, "10.9.0.9");
        assertEquals(List.of("3/16 10.9.0.9 7 " + COOKIE), statd.lockManager.callbacks());
    }

    @Test
    void aNoticeOfOneHostDoesNotMeanAnother() {
        statd.mon("peer");
        statd.notice("other", 7, "10.9.0.3");
        assertEquals(List.of(), statd.lockManager.callbacks());
    }

    /** A host behind the same address as the sender's lives on; section 5.3, over-match. */
    @Test
    void aNoticeThatProvesItsNameDoesNotMeanWhoSharesTheAddress() {
        statd.names.host("twin", "twin", "10.9.0.2");
        statd.mon("peer");
        statd.mon("twin");
        statd.notice("peer", 7, "10.9.0.2");
        assertEquals(List.of("3/16 peer 7 " + COOKIE), statd.lockManager.callbacks());
    }

    @Test
    void aNoticeThatProvesItsNameMeansTheHostsOtherAddressesToo() {
        statd.names.host("multi", "multi", "10.9.0.4", "10.9.0.5");
        statd.mon("multi");
        statd.mon("10.9.0.5");
        statd.notice("multi", 7, "10.9.0.4");
        assertEquals(2, statd.lockManager.callbacks().size());
    }

    @Test
    void aNameThatSharesAnAddressWithTheHostMeansIt() {
        statd.names.host("multi", "multi", "10.9.0.4", "10.9.0.3");
        statd.mon("other");
        statd.notice("multi", 7, "10.9.0.4");
        assertEquals(List.of("3/16 other 7 " + COOKIE), statd.lockManager.callbacks());
    }

    @Test
    void aSourceWhoseReverseNameIsTheHostsMeansIt() {
        statd.names.reverse("10.9.7.7", "peer.example.test");
        statd.mon("peer");
        statd.notice("garbage", 7, "10.9.7.7");
        assertEquals(1, statd.lockManager.callbacks().size());
    }

    /** Check 53. */
    @Test
    void theSameStateTwiceIsOneCallback() {
        statd.mon("peer");
        statd.notice("peer.example.test", 7, "10.9.0.2");
        statd.notice("peer", 7, "10.9.0.2");
        assertEquals(1, statd.lockManager.callbacks().size());
        statd.notice("peer", 5, "10.9.0.2");
        assertEquals(2, statd.lockManager.callbacks().size(), "lower is different, too");
    }

    /** Whom a notice means may be found only after the next notice came. */
    @Test
    void aLookupThatEndsLateBringsNoOldNews() {
        statd.mon("peer");
        statd.names.holdAnswers();
        statd.notice("alias", 7, STRANGER);
        statd.notice("peer", 9, "10.9.0.2");
        statd.names.answerNow();
        assertEquals(List.of("3/16 peer 9 " + COOKIE), statd.lockManager.callbacks());
    }

    /** Section 8, T8. */
    @Test
    void aReplayAfterARestartIsNoNews() {
        statd.mon("peer");
        statd.notice("peer", 7, "10.9.0.2");
        StatdUnderTest next = statd.restarted().withPeers();
        next.statd.begin();
        next.notice("peer", 7, "10.9.0.2");
        assertEquals(List.of(), next.lockManager.callbacks());
        next.notice("peer", 9, "10.9.0.2");
        assertEquals(List.of("3/16 peer 9 " + COOKIE), next.lockManager.callbacks());
    }

    /** Check 49. */
    @Test
    void hostsReadAtTheStartAreWatched() {
        statd.mon("peer");
        StatdUnderTest next = statd.restarted().withPeers();
        next.statd.begin();
        next.notice("anything", 7, "10.9.0.2");
        assertEquals(List.of("3/16 peer 7 " + COOKIE), next.lockManager.callbacks());
    }

    @ParameterizedTest
    @ValueSource(ints = {6, -1, -2, Integer.MIN_VALUE, Integer.MAX_VALUE})
    void anyStateThatDiffersIsNews(int state) {
        statd.mon("peer");
        statd.notice("peer", state, "10.9.0.2");
        statd.time.advance(Duration.ofSeconds(1));
        assertEquals(List.of("3/16 peer " + state + " " + COOKIE), statd.lockManager.callbacks());
    }

    /** As in nfs-utils: 0 is what a host is thought to have before its first notice. */
    @Test
    void aFirstNoticeOfStateZeroIsNoNews() {
        statd.mon("peer");
        statd.notice("peer", 0, "10.9.0.2");
        statd.time.advance(Duration.ofSeconds(1));
        assertEquals(List.of(), statd.lockManager.callbacks());
    }

    /** Old CTDB: an even state under two names, then an odd one, within 50 ms. */
    @Test
    void anEvenStateWithAnOddOneBehindItIsOneCallback() {
        statd.mon("10.9.0.8");
        statd.notice("10.9.0.8", 1000, "10.9.0.8");
        statd.notice("ctdb", 1000, "10.9.0.8");
        statd.notice("10.9.0.8", 1001, "10.9.0.8");
        statd.notice("ctdb", 1001, "10.9.0.8");
        statd.time.advance(Duration.ofSeconds(5));
        assertEquals(List.of("3/16 10.9.0.8 1001 " + COOKIE), statd.lockManager.callbacks());
    }

    /** Check 54. */
    @Test
    void aForgedNameFreesNobodyWhenStrict() {
        StatdUnderTest strict = StatdUnderTest.strict().withPeers();
        strict.mon("peer");
        strict.mon("10.9.0.3");
        strict.notice("peer", 7, STRANGER);
        strict.notice("10.9.0.3", 7, STRANGER);
        strict.notice("peer.example.test", 7, "10.9.0.3");
        strict.notice("nobody", 7, "10.9.0.2");
        assertEquals(List.of(), strict.lockManager.callbacks());
        strict.notice("peer", 7, "10.9.0.2");
        assertEquals(List.of("3/16 peer 7 " + COOKIE), strict.lockManager.callbacks());
    }

    @Test
    void aNameThatIsProvenByALookupWillDoWhenStrict() {
        StatdUnderTest strict = StatdUnderTest.strict().withPeers();
        strict.mon("10.9.0.9");
        strict.names.host("nine", "nine.example.test", "10.9.0.9");
        strict.notice("nine", 7, "10.9.0.9");
        assertEquals(List.of("3/16 10.9.0.9 7 " + COOKIE), strict.lockManager.callbacks());
    }

    /** The default believes the name alone, as nfs-utils does. */
    @Test
    void aNameFromAnyAddressWillDoUnlessStrict() {
        statd.mon("peer");
        statd.notice("peer", 7, STRANGER);
        assertEquals(1, statd.lockManager.callbacks().size());
    }

    /** Check 96, and two watchers of one host. */
    @Test
    void everyWatcherOfTheHostIsTold() {
        statd.mon(new MonId("peer", new MyId("ganesha", 100021, 4, 16)), OTHER_COOKIE);
        statd.mon("10.9.0.2");
        statd.notice("peer", 7, "10.9.0.2");
        assertEquals(
                List.of("4/16 peer 7 " + OTHER_COOKIE, "3/16 10.9.0.2 7 " + COOKIE),
                statd.lockManager.callbacks());
    }

    /** Check 59: a name server that does not answer holds up neither this nor other calls. */
    @Test
    void aLookupHoldsUpNobody() {
        statd.mon("peer");
        statd.names.hang();
        statd.notice("unknown", 7, STRANGER);
        assertTrue(statd.mon("peer").succeeded());
        statd.notice("peer", 9, "10.9.0.2");
        assertEquals(1, statd.lockManager.callbacks().size());
        assertEquals(5, statd.unmon(wish("peer")));
    }

    /** T3: a flood of notices costs a bounded number of look-ups. */
    @Test
    void aFloodOfNoticesCostsFewLookups() {
        statd.mon("peer");
        statd.names.questions.clear();
        for (int i = 0; i < 10_000; i++) {
            statd.notice("name" + i, i, STRANGER);
        }
        assertTrue(
                statd.names.questions.size() <= 3 * StatdLimits.LOOKUPS_PER_SOURCE,
                () -> statd.names.questions.size() + " questions");
    }

    @Test
    void aNoticeToNobodyAsksNobody() {
        statd.notice("peer", 7, "10.9.0.2");
        assertEquals(List.of(), statd.names.questions);
    }

    /** K4: what is owed is on disk before the peer is answered. */
    @Test
    void theReplyWaitsForTheDisk() {
        statd.mon("peer");
        statd.memory.slowDown();
        CompletableFuture<?> reply = statd.noticeLater("peer", 7, "10.9.0.2");
        CompletableFuture<?> again = statd.noticeLater("peer", 7, "10.9.0.2");
        assertFalse(reply.isDone());
        assertFalse(again.isDone(), "nor is a repetition answered sooner");
        assertEquals(1, statd.lockManager.callbacks().size(), "the lock manager need not wait");
        statd.memory.written();
        assertTrue(reply.isDone());
        assertTrue(again.isDone());
    }

    @Test
    void aDiskThatRefusesDoesNotStopTheCallback() {
        statd.mon("peer");
        statd.memory.breakDisk();
        statd.notice("peer", 7, "10.9.0.2");
        assertEquals(1, statd.lockManager.callbacks().size());
    }

    /** Check 62: even with an empty list. */
    @Test
    void everyNoticeIsCalledOut() {
        statd.notice("stranger", 7, STRANGER);
        assertEquals(List.of("sm-notify stranger 192.0.2.66 7"), statd.callout.words);
    }

    @Test
    void theReplyToANoticeWaitsForTheCalloutAndTheCallbackDoesNot() {
        statd.mon("peer");
        CompletableFuture<Void> ending = new CompletableFuture<>();
        statd.callout.hangs = Optional.of(ending);
        CompletableFuture<?> reply = statd.noticeLater("peer", 7, "10.9.0.2");
        assertFalse(reply.isDone());
        assertEquals(List.of("3/16 peer 7 " + COOKIE), statd.lockManager.callbacks());
        ending.complete(null);
        assertTrue(reply.isDone());
    }

    @Test
    void aWishThatEndsTakesItsMemoryAlong() {
        statd.mon("peer");
        statd.notice("peer", 7, "10.9.0.2");
        statd.unmon(wish("peer"));
        statd.mon("peer");
        statd.notice("peer", 7, "10.9.0.2");
        assertEquals(
                2,
                statd.lockManager.callbacks().size(),
                MY_NAME + " began to watch anew: a host that always announces 7 is heard again");
    }
}
