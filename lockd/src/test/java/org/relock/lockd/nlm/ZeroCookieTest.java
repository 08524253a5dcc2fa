package org.relock.lockd.nlm;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;

import org.junit.jupiter.api.Test;
import org.relock.state.xdr.MalformedXdrException;
import org.relock.state.xdr.Opaque;
import org.relock.state.xdr.XdrReader;

/** NLM check 2, the quirk. */
class ZeroCookieTest {

    @Test
    void aCookieOfNoBytesComesBackAsFourZerosOnWish() throws MalformedXdrException {
        Served served = new Served(true);
        Peer alice = served.peer("192.0.2.1", "alice");
        alice.cookie = Opaque.EMPTY;
        Letter lock = alice.call(Nlm.LOCK, alice.lockArgs(false, true, 0, 10));
        assertEquals(new NlmRes(Opaque.ofHex("00000000"), NlmStat.GRANTED), res(lock));
        Letter unlock = alice.call(Nlm.UNLOCK, alice.unlockArgs(0, 10));
        assertEquals(new NlmRes(Opaque.ofHex("00000000"), NlmStat.GRANTED), res(unlock));
        alice.cookie = Opaque.ofHex("00");
        Letter again = alice.call(Nlm.LOCK, alice.lockArgs(false, true, 0, 10));
        assertEquals(new NlmRes(Opaque.ofHex("00"), NlmStat.GRANTED), res(again));
    }

    private static NlmRes res(Letter letter) throws MalformedXdrException {
        return NlmRes.decode(Bytes.reading(letter.results()));
    }

    @Test
    void whatIsNotWholeIsLeftAsItIs() throws MalformedXdrException {
        for (String bytes : new String[] {"", "0000", "000000000000", "0000000100000000"}) {
            XdrReader reader = Bytes.reading(bytes);
            assertSame(reader, ZeroCookie.filled(reader));
        }
    }
}
