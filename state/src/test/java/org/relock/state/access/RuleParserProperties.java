package org.relock.state.access;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;

/** Whatever stands in the files, reading them ends, and says something sensible. */
class RuleParserProperties {

    private static final List<String> WORDS =
            List.of(
                    "statd",
                    "ALL",
                    "EXCEPT",
                    ":",
                    " ",
                    ",",
                    "\\",
                    "\n",
                    "[",
                    "]",
                    "/",
                    "24",
                    "10.",
                    "10.0.0.1",
                    "::1",
                    ".",
                    "*",
                    "?",
                    "@",
                    "LOCAL",
                    "deny",
                    "allow",
                    "#",
                    "\t",
                    "\u0000",
                    "\u00ff",
                    "255.255.0.0",
                    "-1",
                    "spawn x",
                    "KNOWN");

    @Provide
    Arbitrary<String> texts() {
        return Arbitraries.of(WORDS).list().ofMaxSize(60).map(words -> String.join("", words));
    }

    @Property(tries = 2000)
    void wordsInAnyOrderAreReadAndMatched(@ForAll("texts") String text) {
        readAndMatch(text);
    }

    @Property(tries = 1000)
    void anyCharactersAreReadAndMatched(@ForAll String text) {
        readAndMatch("statd: " + text);
    }

    private static void readAndMatch(String text) {
        List<String> warnings = new ArrayList<>();
        for (Rule rule : RuleParser.parse("statd", "f", true, text, warnings::add)) {
            for (Client.Standing standing : Client.Standing.values()) {
                String name = standing == Client.Standing.KNOWN ? "a.example.test" : "";
                InetAddress address = InetAddress.getLoopbackAddress();
                Match match = rule.clients().match(new Client(address, standing, name));
                assertTrue(
                        standing == Client.Standing.NOT_ASKED || match != Match.NEEDS_NAME,
                        "with a name it is decided");
            }
        }
        for (String warning : warnings) {
            assertTrue(warning.chars().allMatch(c -> c >= ' ' && c < 0x7f), warning);
        }
    }

    @Property
    void aLengthIsAsGoodAsItsMask(
            @ForAll @Size(4) byte[] net,
            @ForAll @Size(4) byte[] other,
            @ForAll @IntRange(min = 0, max = 32) int length)
            throws UnknownHostException {
        int bits = length == 0 ? 0 : -1 << (32 - length);
        String mask =
                text(
                        new byte[] {
                            (byte) (bits >> 24),
                            (byte) (bits >> 16),
                            (byte) (bits >> 8),
                            (byte) bits
                        });
        Client client = Client.of(InetAddress.getByAddress(other));
        assertEquals(
                match(text(net) + "/" + length, client), match(text(net) + "/" + mask, client));
    }

    private static Match match(String word, Client client) {
        List<Rule> rules = RuleParser.parse("statd", "f", true, "statd: " + word, w -> {});
        return rules.get(0).clients().match(client);
    }

    private static String text(byte[] address) throws UnknownHostException {
        return InetAddress.getByAddress(address).getHostAddress();
    }
}
