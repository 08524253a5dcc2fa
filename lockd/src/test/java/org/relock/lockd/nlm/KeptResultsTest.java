package org.relock.lockd.nlm;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.relock.state.xdr.XdrEncodable;

class KeptResultsTest {

    private long now;
    private final KeptResults results = new KeptResults(() -> now, 2);

    private static KeptResults.Key call(int xid) {
        return new KeptResults.Key(
                Bytes.address("192.0.2.1"), xid, NlmVersion.V4, Nlm.LOCK_MSG, "arguments");
    }

    private void isNew(KeptResults.Key call) {
        assertInstanceOf(KeptResults.Verdict.New.class, results.claim(call));
    }

    private void done(KeptResults.Key call) {
        results.done(call, Optional.of(XdrEncodable.VOID));
    }

    @Test
    void aCallIsNewThenInProgressThenDone() {
        isNew(call(1));
        assertInstanceOf(KeptResults.Verdict.InProgress.class, results.claim(call(1)));
        done(call(1));
        assertEquals(new KeptResults.Verdict.Done(XdrEncodable.VOID), results.claim(call(1)));
        isNew(call(2));
    }

    @Test
    void aCallThatFailedIsNewAgain() {
        isNew(call(1));
        results.done(call(1), Optional.empty());
        isNew(call(1));
    }

    @Test
    void whateverDiffersMakesItAnotherCall() {
        isNew(call(1));
        isNew(
                new KeptResults.Key(
                        Bytes.address("192.0.2.2"), 1, NlmVersion.V4, Nlm.LOCK_MSG, "arguments"));
        isNew(
                new KeptResults.Key(
                        Bytes.address("192.0.2.1"), 1, NlmVersion.V3, Nlm.LOCK_MSG, "arguments"));
        isNew(
                new KeptResults.Key(
                        Bytes.address("192.0.2.1"), 1, NlmVersion.V4, Nlm.UNLOCK_MSG, "arguments"));
        isNew(
                new KeptResults.Key(
                        Bytes.address("192.0.2.1"), 1, NlmVersion.V4, Nlm.LOCK_MSG, "others"));
    }

    @Test
    void resultsGetOld() {
        isNew(call(1));
        done(call(1));
        now = NlmLimits.RESULT_LIFE.toNanos();
        assertInstanceOf(KeptResults.Verdict.Done.class, results.claim(call(1)));
        now++;
        isNew(call(1));
    }

    /** NLM check 44. */
    @Test
    void theOldestMakesRoomAndWhatIsInProgressStays() {
        isNew(call(1));
        for (int xid = 2; xid <= 4; xid++) {
            isNew(call(xid));
            done(call(xid));
        }
        assertInstanceOf(KeptResults.Verdict.InProgress.class, results.claim(call(1)));
        isNew(call(2));
        assertInstanceOf(KeptResults.Verdict.Done.class, results.claim(call(3)));
        assertInstanceOf(KeptResults.Verdict.Done.class, results.claim(call(4)));
    }
}
