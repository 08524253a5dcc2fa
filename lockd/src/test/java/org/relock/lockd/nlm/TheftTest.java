package org.relock.lockd.nlm;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.relock.state.nsm.SmStatus;
import org.relock.state.xdr.Opaque;

/** NLM checks 24 and 53: whoever speaks in another's name gets a polite answer and nothing else. */
class TheftTest {

    private final Served served = new Served();
    private final Peer alice = served.peer("192.0.2.1", "alice");
    private final Peer thief = served.peer("192.0.2.66", "alice");

    @Test
    void anotherAddressGivesUpNothing() {
        Peer bob = served.peer("192.0.2.2", "bob");
        bob.lock(50, 1);
        alice.lock(0, 10);
        alice.lockOrWait(50, 1);
        alice.share(1, 1);
        assertEquals("2 1 1", served.counts());
        assertEquals(NlmStat.GRANTED, thief.unlock(0, 0));
        assertEquals(NlmStat.DENIED, thief.cancel(true, 50, 1));
        assertEquals(NlmStat.GRANTED, thief.unshare());
        NlmNotify farewell = new NlmNotify("alice", 0);
        assertEquals("", thief.call(Nlm.FREE_ALL, Bytes.hex(farewell)).results());
        assertEquals("2 1 1", served.counts());
        assertEquals(4, served.counters.thefts());
    }

    @Test
    void aStrangerOfAnUnknownNameIsNoThief() {
        alice.lock(0, 10);
        Peer stranger = served.peer("192.0.2.77", "stranger");
        assertEquals(NlmStat.GRANTED, stranger.unlock(0, 0));
        assertEquals(0, served.counters.thefts());
    }

    private static String notice(String name, int state) {
        return Bytes.hex(new SmStatus(name, state, Opaque.ofHex("ab".repeat(16))));
    }

    @ParameterizedTest
    @ValueSource(strings = {"127.0.0.1", "::1"})
    void ourOwnMonitorIsHeard(String loopback) {
        for (NlmVersion version : NlmVersion.values()) {
            Peer monitor = served.peer(loopback, "");
            monitor.version = version;
            assertEquals("", monitor.call(Nlm.SM_NOTIFY, notice("alice", 5)).results());
            assertEquals(
                    List.of("notified alice 5 " + "ab".repeat(16), "reply", "deliver"),
                    served.heardNow());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"192.0.2.1", "192.0.2.200", "127.0.0.2", "::2"})
    void aNoticeFromElsewhereGetsNoAnswer(String address) {
        Letter letter = served.peer(address, "").call(Nlm.SM_NOTIFY, notice("alice", 5));
        assertFalse(letter.isAnswered());
        assertEquals(List.of(), served.heardNow());
        assertEquals(1, served.counters.thefts());
    }

    /** NLM check 3: a name in a log can end neither its quotes nor its line. */
    @Test
    void aNameInALogIsQuoted() {
        assertEquals("\"alice\"", NlmLog.quoted("alice"));
        assertEquals("\"\"", NlmLog.quoted(""));
        assertEquals(
                "\"a\\042b\\134c\\012d\\000e\\377f\\033\"",
                NlmLog.quoted("a\"b\\c\nd\0e\u00fff\33"));
        String longest = NlmLog.quoted("\n".repeat(1024));
        assertTrue(longest.endsWith("...\""));
        assertEquals(NlmLimits.NAME_IN_LOG * 4 + 5, longest.length());
    }

    /** NLM check 3. */
    @ParameterizedTest
    @ValueSource(strings = {"", "/", "a/b", ".", "..", "a\0b", "a\nb", "\u00c3(", "%s{}$(x)"})
    void anyNameIsAName(String name) {
        Peer odd = served.peer("192.0.2.5", name);
        assertEquals(NlmStat.GRANTED, odd.lock(0, 1));
        assertEquals(NlmStat.DENIED, alice.lock(0, 1));
        assertEquals(NlmStat.GRANTED, odd.unlock(0, 1));
    }
}
