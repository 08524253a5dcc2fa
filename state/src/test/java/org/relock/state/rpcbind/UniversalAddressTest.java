package org.relock.state.rpcbind;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.Optional;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Tests of {@link UniversalAddress} (RFC 5665, section 5.2.3). */
class UniversalAddressTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "0.0.0.0.2.188",
                "192.0.2.1.0.111",
                "255.255.255.255.255.255",
                "::.2.188",
                "::1.0.111",
                "fe80::1.8.1",
                "2001:db8::1:0:0:1.15.160",
                "2001:db8:0:1:1:1:1:1.0.0",
                "2001:0:0:1::1.1.1",
                "1::.0.1",
                "1:2:3:4:5:6:7:8.0.1"
            })
    void whatIsReadIsWrittenTheSame(String text) {
        assertEquals(text, UniversalAddress.format(UniversalAddress.parse(text).orElseThrow()));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                ".",
                "..",
                "1.2",
                "0.111",
                "1.2.3.0.111",
                "1.2.3.4.5.0.111",
                "1.2.3.4.0.256",
                "1.2.3.4.256.0",
                "256.2.3.4.0.1",
                "1.2.3.4.-1.1",
                "1.2.3.4.+1.1",
                "1.2.3.4.1.",
                "1.2.3.4..1",
                "1.2.3.4.0.0111",
                " 1.2.3.4.0.1",
                "1.2.3.4.0.1 ",
                "localhost.0.111",
                "host:name.0.111",
                ":.0.111",
                ":::.0.111",
                "1:2:3:4:5:6:7:8:9.0.1",
                "::12345.0.1",
                "[::1].0.111",
                "/run/rpcbind.sock"
            })
    void whatIsNoUniversalAddressIsNotRead(String text) {
        assertEquals(Optional.empty(), UniversalAddress.parse(text));
    }

    @Test
    void aScopeIsSteppedOver() {
        assertEquals(
                "fe80::1.0.111",
                UniversalAddress.format(
                        UniversalAddress.parse("fe80::1%eth0.0.111").orElseThrow()));
    }

    @Property(tries = 2000)
    void everyAddressIsReadBack(
            @ForAll @Size(16) byte[] bytes, @ForAll @IntRange(max = 65535) int port)
            throws UnknownHostException {
        InetSocketAddress six = new InetSocketAddress(InetAddress.getByAddress(bytes), port);
        assertEquals(Optional.of(six), UniversalAddress.parse(UniversalAddress.format(six)));
    }

    @Property(tries = 5000)
    void noTextBreaksIt(@ForAll String text) {
        UniversalAddress.parse(text).ifPresent(UniversalAddress::format);
    }
}
