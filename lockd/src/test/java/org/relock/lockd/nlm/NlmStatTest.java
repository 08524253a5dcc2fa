package org.relock.lockd.nlm;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.relock.lockd.nlm.NlmStat.DEADLCK;
import static org.relock.lockd.nlm.NlmStat.DENIED;
import static org.relock.lockd.nlm.NlmStat.DENIED_NOLOCKS;
import static org.relock.lockd.nlm.NlmVersion.V1;
import static org.relock.lockd.nlm.NlmVersion.V3;
import static org.relock.lockd.nlm.NlmVersion.V4;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.relock.state.xdr.MalformedXdrException;
import org.relock.state.xdr.Opaque;

class NlmStatTest {

    @ParameterizedTest
    @EnumSource(NlmStat.class)
    void versionFourHasThemAll(NlmStat stat) throws MalformedXdrException {
        assertEquals(stat, stat.in(V4));
        assertEquals(stat, NlmStat.decode(Bytes.reading(Bytes.word(stat.number()))));
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 3, 4})
    void whatAllVersionsHaveStaysAsItIs(int number) throws MalformedXdrException {
        NlmStat stat = NlmStat.decode(Bytes.reading(Bytes.word(number)));
        assertEquals(number, stat.number());
        assertEquals(stat, stat.in(V1));
        assertEquals(stat, stat.in(V3));
    }

    /** NLM check 45. */
    @Test
    void aDeadlockIsADenialInVersionOne() {
        assertEquals(DENIED, DEADLCK.in(V1));
        assertEquals(DEADLCK, DEADLCK.in(V3));
    }

    @ParameterizedTest
    @EnumSource(names = {"ROFS", "STALE_FH", "FBIG", "FAILED"})
    void whatOlderVersionsDoNotHaveIsAnError(NlmStat stat) {
        assertEquals(DENIED_NOLOCKS, stat.in(V1));
        assertEquals(DENIED_NOLOCKS, stat.in(V3));
    }

    @ParameterizedTest
    @EnumSource(NlmVersion.class)
    void aTestIsNeverDeniedWithoutAHolder(NlmVersion version) {
        TestRes deadlock = new TestRes.Plain(Opaque.EMPTY, DEADLCK);
        String expected = version == V1 ? "00000002" : "00000005";
        assertEquals("00000000" + expected, Bytes.hex(version, deadlock));
    }
}
