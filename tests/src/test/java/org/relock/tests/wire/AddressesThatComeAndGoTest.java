package org.relock.tests.wire;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.relock.tests.Needs;

/** Replies leave from the address that was called, of addresses that came later, too. */
class AddressesThatComeAndGoTest {

    private static final String ROUND =
            """
            10.77.0.1 called, answered from 10.77.0.1
            10.77.0.3 called, answered from 10.77.0.3
            10.77.0.2 called, answered from 10.77.0.2
            10.77.0.1 called, answered from 10.77.0.1
            127.0.0.1 called, answered from 127.0.0.1
            """;

    @Test
    void eachNewAddressAnswersForItself() throws Exception {
        assertEquals(
                """
                ipv6 true
                127.0.0.1 called, answered from 127.0.0.1
                """
                        + ROUND
                        + ROUND
                        + """
                        fd77::1 called, answered from fd77:0:0:0:0:0:0:1%lo
                        ::1 called, answered from 0:0:0:0:0:0:0:1%lo
                        """,
                run("both"));
    }

    @Test
    void aHostWithoutIpv6IsServedOverIpv4() throws Exception {
        assertEquals(
                """
                ipv6 false
                127.0.0.1 called, answered from 127.0.0.1
                """
                        + ROUND
                        + ROUND,
                run("ipv4"));
    }

    private static String run(String what) throws Exception {
        Needs.root();
        List<String> command =
                List.of(
                        Needs.program("unshare").toString(),
                        "-mn",
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        AddressesRun.class.getName(),
                        what);
        Needs.program("ip");
        Needs.program("sysctl");
        Process process =
                new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertEquals(0, process.waitFor());
        return said;
    }
}
