package org.relock.lockd.nlm;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import org.junit.jupiter.api.Test;
import org.relock.state.rpc.Transport;
import org.relock.state.xdr.MalformedXdrException;
import org.relock.state.xdr.Opaque;

class NlmMemoTest {

    /** A journal keeps these bytes, so a later version of ours has to read them. */
    @Test
    void itsFormIsAPromise() throws UnknownHostException, MalformedXdrException {
        NlmLock lock = NlmLock.decode(NlmVersion.V4, Bytes.reading(Bytes.LOCK4));
        InetAddress client = Bytes.address("192.0.2.1");
        InetAddress server =
                Inet6Address.getByAddress(null, Bytes.address("fe80::1").getAddress(), 3);
        NlmMemo memo = new NlmMemo(NlmVersion.V4, Transport.TCP, client, server, true, lock);
        String bytes =
                "01" // the form
                        + "04" // the version
                        + "01" // TCP
                        + "01" // exclusive
                        + "00000004"
                        + "c0000201"
                        + "00000000"
                        + "00000010"
                        + "fe800000000000000000000000000001"
                        + "00000003"
                        + Bytes.LOCK4;
        assertEquals(bytes, memo.encode().toString());
        NlmMemo read = NlmMemo.decode(Opaque.ofHex(bytes));
        assertEquals(memo, read);
        assertEquals(3, ((Inet6Address) read.server()).getScopeId());
    }

    @Test
    void oneOfAnotherFormIsRefused() throws MalformedXdrException {
        NlmLock lock = NlmLock.decode(NlmVersion.V3, Bytes.reading(Bytes.LOCK3));
        InetAddress here = Bytes.address("127.0.0.1");
        String good =
                new NlmMemo(NlmVersion.V3, Transport.UDP, here, here, false, lock)
                        .encode()
                        .toString();
        NlmMemo.decode(Opaque.ofHex(good));
        refused("02" + good.substring(2));
        refused("0102" + good.substring(4));
        refused(good + "00000000");
        for (int length = 0; length < good.length(); length += 2) {
            refused(good.substring(0, length));
        }
    }

    private static void refused(String hex) {
        assertThrows(MalformedXdrException.class, () -> NlmMemo.decode(Opaque.ofHex(hex)));
    }
}
