package org.relock.lockd.export;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.relock.state.names.NumericAddress;

class NetworkTest {

    private static boolean contains(String network, String address) {
        return Network.parse(network)
                .orElseThrow()
                .contains(NumericAddress.parse(address).orElseThrow());
    }

    @Test
    void anAddressIsANetworkOfOne() {
        assertTrue(contains("192.0.2.1", "192.0.2.1"));
        assertFalse(contains("192.0.2.1", "192.0.2.2"));
        assertTrue(contains("2001:db8::1", "2001:db8::1"));
        assertFalse(contains("2001:db8::1", "2001:db8::2"));
    }

    @Test
    void onlyTheBitsOfThePrefixCount() {
        assertTrue(contains("10.0.0.0/8", "10.255.1.2"));
        assertFalse(contains("10.0.0.0/8", "11.0.0.1"));
        assertTrue(contains("192.0.2.77/26", "192.0.2.64"));
        assertTrue(contains("192.0.2.64/26", "192.0.2.127"));
        assertFalse(contains("192.0.2.64/26", "192.0.2.128"));
        assertTrue(contains("2001:db8:0:8000::/49", "2001:db8:0:8fff::1"));
        assertFalse(contains("2001:db8:0:8000::/49", "2001:db8:0:7fff::1"));
    }

    @Test
    void aPrefixOfNoBitsIsEveryoneOfItsFamily() {
        assertTrue(contains("0.0.0.0/0", "203.0.113.9"));
        assertFalse(contains("0.0.0.0/0", "::1"));
        assertTrue(contains("::/0", "::1"));
        assertFalse(contains("::/0", "127.0.0.1"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "/8",
                "10.0.0.0/",
                "10.0.0.0/33",
                "10.0.0.0/-1",
                "10.0.0.0/+8",
                "10.0.0.0/8/8",
                "10.0.0.0/0008",
                "10.0.0/8",
                "2001:db8::/129",
                "host.example.test",
                "localhost"
            })
    void anythingElseIsNoNetwork(String text) {
        assertEquals(Optional.empty(), Network.parse(text));
    }
}
