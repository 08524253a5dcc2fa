package org.relock.state.names;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.math.BigInteger;
import java.net.Inet4Address;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.Optional;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Tests of {@link NumericAddress}. */
class NumericAddressTest {

    @ParameterizedTest
    @CsvSource({
        "10.9.0.2, 10.9.0.2",
        "0.0.0.0, 0.0.0.0",
        "255.255.255.255, 255.255.255.255",
        "::, 0:0:0:0:0:0:0:0",
        "::1, 0:0:0:0:0:0:0:1",
        "1::, 1:0:0:0:0:0:0:0",
        "2001:DB8::5, 2001:db8:0:0:0:0:0:5",
        "1:2:3:4:5:6:7:8, 1:2:3:4:5:6:7:8",
        "1:2:3:4:5:6:7::, 1:2:3:4:5:6:7:0",
        "::2:3:4:5:6:7:8, 0:2:3:4:5:6:7:8",
        "64:ff9b::10.0.0.1, 64:ff9b:0:0:0:0:a00:1",
        "::ffff:10.9.0.2, 10.9.0.2",
        "fe80::1%7, fe80:0:0:0:0:0:0:1%7",
        "2001:db8::5%7, 2001:db8:0:0:0:0:0:5%7"
    })
    void addressesInNumbersAreRead(String text, String address) {
        assertEquals(address, plain(NumericAddress.parse(text).orElseThrow()));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                ".",
                "1.2.3",
                "1.2.3.",
                ".1.2.3",
                "1..2.3",
                "1.2.3.4.",
                "1.2.3.4.5",
                "1.2.3.256",
                "01.2.3.4",
                "1.2.3.00",
                "1.2.3.1000",
                "1.2.3.-4",
                "1.2.3.+4",
                "1.2.3.4 ",
                " 1.2.3.4",
                "127.1",
                "0x7f000001",
                "2130706433",
                "1.2.3.4%lo",
                "1.2.3.4%1",
                "1.2.3.\u0664",
                ":",
                ":::",
                ":1",
                "1:",
                "1:2:3:4:5:6:7",
                "1:2:3:4:5:6:7:8:9",
                "1:2:3:4:5:6:7:8::",
                "::1:2:3:4:5:6:7:8",
                "1::2::3",
                "12345::",
                "::g",
                "::-1",
                "::+1",
                "1:2:3:4:5:6:7:1.2.3.4",
                "1.2.3.4::",
                "::1.2.3.4:5",
                "::1.2.3",
                "[::1]",
                "::1%",
                "::1%lo",
                "fe80::1%nosuchif",
                "fe80::1%../x",
                "fe80::1%-1",
                "fe80::1%99999999999",
                "::ffff:1.2.3.4%1",
                "::\u0661",
                "peer",
                "a.b.c.d",
                "fe80",
                "1:2:3:4:5:6:7:8/64",
                "\0",
                "1.2.3.4\0"
            })
    void anythingElseIsNoAddress(String text) {
        assertEquals(Optional.empty(), NumericAddress.parse(text));
    }

    @Test
    void theZoneOfALinkLocalAddressMayBeAnInterface() {
        Inet6Address found = (Inet6Address) NumericAddress.parse("fe80::1%lo").orElseThrow();
        assertEquals(1, found.getScopeId());
    }

    @Test
    void aTextOfManyCharactersIsRefusedUnread() {
        assertEquals(Optional.empty(), NumericAddress.parse("1".repeat(100_000)));
    }

    @Property(tries = 2_000)
    void whatJavaPrintsIsReadBack(@ForAll("addressBytes") byte[] bytes)
            throws UnknownHostException {
        InetAddress address = InetAddress.getByAddress(bytes);
        assertEquals(Optional.of(address), NumericAddress.parse(address.getHostAddress()));
    }

    /** Short words of the letters addresses are made of: many are addresses, more are nearly. */
    @Property(tries = 20_000)
    void agreesWithANaiveReader(@ForAll("nearlyAddresses") String text) {
        Optional<InetAddress> found = NumericAddress.parse(text);
        Optional<BigInteger> expected = Naive.read(text);
        assertEquals(expected, found.map(address -> new BigInteger(1, address.getAddress())), text);
        found.ifPresent(
                address ->
                        assertTrue(
                                text.indexOf(':') >= 0 || address instanceof Inet4Address, text));
    }

    @Property(tries = 5_000)
    void noTextMakesItThrow(@ForAll String text) {
        var unused = NumericAddress.parse(text);
    }

    @Provide
    Arbitrary<byte[]> addressBytes() {
        Arbitrary<Byte> mostlyZero = Arbitraries.of((byte) 0, (byte) 0, (byte) 1, (byte) -1);
        return Arbitraries.oneOf(
                mostlyZero.array(byte[].class).ofSize(4),
                mostlyZero.array(byte[].class).ofSize(16),
                Arbitraries.bytes().array(byte[].class).ofSize(16));
    }

    @Provide
    Arbitrary<String> nearlyAddresses() {
        Arbitrary<String> piece =
                Arbitraries.frequencyOf(
                        Tuple.of(6, Arbitraries.of("0", "1", "7", "25", "255", "256")),
                        Tuple.of(2, Arbitraries.of("a", "ffff", "db8", "00", "12345")),
                        Tuple.of(1, Arbitraries.of("", "1.2.3.4", "g", "-1")));
        Arbitrary<String> separator = Arbitraries.of(".", ":", "::");
        Arbitrary<String> mostlyOne =
                separator.flatMap(
                        usual ->
                                Arbitraries.frequencyOf(
                                                Tuple.of(9, Arbitraries.just(usual)),
                                                Tuple.of(1, separator))
                                        .list()
                                        .ofSize(8)
                                        .flatMap(
                                                separators ->
                                                        piece.list()
                                                                .ofMinSize(1)
                                                                .ofMaxSize(9)
                                                                .map(
                                                                        pieces -> {
                                                                            StringBuilder text =
                                                                                    new StringBuilder(
                                                                                            pieces
                                                                                                    .get(
                                                                                                            0));
                                                                            for (int i = 1;
                                                                                    i
                                                                                            < pieces
                                                                                                    .size();
                                                                                    i++) {
                                                                                text.append(
                                                                                                separators
                                                                                                        .get(
                                                                                                                i
                                                                                                                        - 1))
                                                                                        .append(
                                                                                                pieces
                                                                                                        .get(
                                                                                                                i));
                                                                            }
                                                                            return text.toString();
                                                                        })));
        return mostlyOne;
    }

    private static String plain(InetAddress address) {
        return address.getHostAddress();
    }

    /** Reads by rewriting: a dotted tail becomes two groups, a gap its zeros, then eight groups. */
    private static final class Naive {

        static Optional<BigInteger> read(String text) {
            if (text.indexOf(':') < 0) {
                return quad(text);
            }
            String groups = text;
            int tail = text.lastIndexOf(':') + 1;
            if (text.indexOf('.', tail) >= 0) {
                Optional<BigInteger> quad = quad(text.substring(tail));
                if (quad.isEmpty()) {
                    return Optional.empty();
                }
                int value = quad.get().intValue();
                groups =
                        text.substring(0, tail)
                                + Integer.toHexString(value >>> 16)
                                + ":"
                                + Integer.toHexString(value & 0xffff);
            }
            String[] halves = groups.split("::", -1);
            if (halves.length > 2) {
                return Optional.empty();
            }
            if (halves.length == 2) {
                int there = count(halves[0]) + count(halves[1]);
                if (there > 7) {
                    return Optional.empty();
                }
                String zeros = "0:".repeat(8 - there);
                groups = (halves[0].isEmpty() ? "" : halves[0] + ":") + zeros + halves[1];
                groups = groups.endsWith(":") ? groups.substring(0, groups.length() - 1) : groups;
            }
            String[] eight = groups.split(":", -1);
            if (eight.length != 8
                    || !Arrays.stream(eight).allMatch(group -> group.matches("[0-9a-fA-F]{1,4}"))) {
                return Optional.empty();
            }
            BigInteger value = BigInteger.ZERO;
            for (String group : eight) {
                value = value.shiftLeft(16).or(new BigInteger(group, 16));
            }
            // Java keeps a mapped address as the IPv4 address in it.
            return Optional.of(
                    value.shiftRight(32).equals(BigInteger.valueOf(0xffff))
                            ? value.and(BigInteger.valueOf(0xffffffffL))
                            : value);
        }

        private static int count(String half) {
            return half.isEmpty() ? 0 : half.split(":", -1).length;
        }

        private static Optional<BigInteger> quad(String text) {
            if (!text.matches("(0|[1-9][0-9]{0,2})(\\.(0|[1-9][0-9]{0,2})){3}")) {
                return Optional.empty();
            }
            BigInteger value = BigInteger.ZERO;
            for (String number : text.split("\\.", -1)) {
                if (Integer.parseInt(number) > 255) {
                    return Optional.empty();
                }
                value = value.shiftLeft(8).or(new BigInteger(number));
            }
            return Optional.of(value);
        }
    }
}
