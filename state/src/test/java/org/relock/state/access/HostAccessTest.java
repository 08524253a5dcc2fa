package org.relock.state.access;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InterfaceAddress;
import java.net.NetworkInterface;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.relock.state.names.Names;
import org.relock.state.names.NumericAddress;

/** Tests of {@link HostAccess}: what hosts_access(5) and hosts_options(5) say. */
class HostAccessTest {

    @TempDir private Path etc;

    private final FakeNames names = new FakeNames();
    private final List<String> warnings = new ArrayList<>();
    private long nanos = 1;

    /** A name service whose answers come when the test says so. */
    private static final class FakeNames implements Names {
        final Map<String, String> byAddress = new HashMap<>();
        final Map<String, List<InetAddress>> byName = new HashMap<>();
        final List<Runnable> pending = new ArrayList<>();
        boolean slow;
        int questions;

        void add(String name, String address) {
            byAddress.put(address, name);
            byName.computeIfAbsent(name, n -> new ArrayList<>()).add(address(address));
        }

        private <T> CompletableFuture<T> answer(T value) {
            questions++;
            CompletableFuture<T> answer = new CompletableFuture<>();
            if (slow) {
                pending.add(() -> answer.complete(value));
            } else {
                answer.complete(value);
            }
            return answer;
        }

        void answerAll() {
            while (!pending.isEmpty()) {
                pending.remove(0).run();
            }
        }

        @Override
        public CompletableFuture<Optional<String>> canonical(String name) {
            throw new IllegalStateException("not asked for");
        }

        @Override
        public CompletableFuture<List<InetAddress>> addresses(String name) {
            return answer(byName.getOrDefault(name, List.of()));
        }

        @Override
        public CompletableFuture<Optional<String>> reverse(InetAddress address) {
            return answer(Optional.ofNullable(byAddress.get(address.getHostAddress())));
        }

        @Override
        public void close() {}
    }

    private static InetAddress address(String text) {
        return NumericAddress.parse(text).orElseThrow();
    }

    private HostAccess access() {
        return HostAccess.read(etc, "statd", names, () -> nanos, warnings::add);
    }

    private void write(String file, String text) throws IOException {
        Files.writeString(etc.resolve(file), text.replace(';', '\n'));
    }

    @Test
    void withoutFilesEverybodyIsLetIn() {
        assertTrue(access().allows(address("198.51.100.7")));
        assertEquals(0, names.questions);
    }

    /** Each line: hosts.allow, hosts.deny, the caller, whether it is let in without a look-up. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "'' | statd: ALL | 198.51.100.7 | no",
                "'' | ALL: ALL | 198.51.100.7 | no",
                "'' | mountd: ALL | 198.51.100.7 | yes",
                "'' | mountd,statd nfsd: all | 198.51.100.7 | no",
                "'' | stat?: ALL | 198.51.100.7 | no",
                "'' | ALL EXCEPT statd: ALL | 198.51.100.7 | yes",
                "'' | ALL EXCEPT mountd: ALL | 198.51.100.7 | no",
                "'' | statd: ALL | 127.0.0.1 | yes",
                "'' | statd: ALL | 127.8.8.8 | yes",
                "'' | statd: ALL | ::1 | yes",
                "statd: 198.51.100.7 | ALL: ALL | 198.51.100.7 | yes",
                "statd: 198.51.100.7 | ALL: ALL | 198.51.100.8 | no",
                "statd: 198.51.100. | ALL: ALL | 198.51.100.8 | yes",
                "statd: 198.51.1. | ALL: ALL | 198.51.100.8 | no",
                "statd: 198.51.100.0/24 | ALL: ALL | 198.51.100.255 | yes",
                "statd: 198.51.100.0/24 | ALL: ALL | 198.51.101.0 | no",
                "statd: 198.51.100.0/255.255.254.0 | ALL: ALL | 198.51.101.0 | yes",
                "statd: 198.51.101.0/255.255.254.0 | ALL: ALL | 198.51.101.0 | no",
                "statd: 0.0.0.0/0 | ALL: ALL | 198.51.101.0 | yes",
                "statd: 198.51.100.7/32 | ALL: ALL | 198.51.100.7 | yes",
                "statd: [2001:db8::]/32 | ALL: ALL | 2001:db8:7::1 | yes",
                "statd: [2001:db8::1]/33 | ALL: ALL | 2001:db8:8000::1 | no",
                "statd: [2001:db8::1] | ALL: ALL | 2001:db8::1 | yes",
                "statd: [2001:db8::1] | ALL: ALL | 198.51.100.7 | no",
                "statd: 198.51.*.7 | ALL: ALL | 198.51.100.7 | yes",
                "statd: 198.51.100.? | ALL: ALL | 198.51.100.77 | no",
                "statd: ALL EXCEPT 198.51.100.7 | ALL: ALL | 198.51.100.7 | no",
                "statd: ALL EXCEPT 198.51.100.7 | ALL: ALL | 198.51.100.8 | yes",
                "statd: ALL EXCEPT 198.51. EXCEPT 198.51.100.7 | ALL: ALL | 198.51.100.7 | yes",
                "statd: ALL EXCEPT 198.51. EXCEPT 198.51.100.7 | ALL: ALL | 198.51.100.8 | no",
                "statd: 198.51.100.7: deny;statd: ALL | '' | 198.51.100.7 | no",
                "statd: 198.51.100.7: DENY;statd: ALL | '' | 198.51.100.8 | yes",
                "'' | statd: 198.51.100.7: allow;ALL: ALL | 198.51.100.7 | yes",
                "ALL: 198.51.100.7: severity auth.info: ALLOW | ALL: ALL | 198.51.100.7 | yes",
                "ALL: 198.51.100.7: twist /bin/echo | '' | 198.51.100.7 | no",
                "ALL: 198.51.100.7: spawn (date \\: now) & | ALL: ALL | 198.51.100.7 | yes",
                "statd: @group | ALL: ALL | 198.51.100.7 | no",
                "'' | statd: @group | 198.51.100.7 | yes",
                "'' | ALL@198.51.100.7: ALL | 198.51.100.7 | yes",
                "'' | statd: ALL@198.51.100.7 | 198.51.100.7 | no",
                "'' | statd: root@198.51.100.7 | 198.51.100.7 | yes",
                "# ALL: ALL: deny;;  # x | # nothing | 198.51.100.7 | yes",
                "'' | sta\\;td: 198.51.\\;100.7 | 198.51.100.7 | no"
            })
    void rulesOfAddressesDecideAtOnce(String allow, String deny, String caller, String letIn)
            throws IOException {
        write("hosts.allow", allow);
        write("hosts.deny", deny);
        HostAccess access = access();
        assertEquals(Decision.of(letIn.equals("yes")), access.decide(address(caller)));
        assertEquals(0, names.questions, "nobody asked a name server");
    }

    /** Checks 68 and 69, and each line as above but for the names. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "statd: far.example.test | ALL: ALL | 198.51.100.1 | yes",
                "statd: FAR.Example.TEST | ALL: ALL | 198.51.100.1 | yes",
                "statd: near.example.test | ALL: ALL | 198.51.100.1 | no",
                "statd: .example.test | ALL: ALL | 198.51.100.1 | yes",
                "statd: .ample.test | ALL: ALL | 198.51.100.1 | no",
                "statd: far.* | ALL: ALL | 198.51.100.1 | yes",
                "statd: far. | ALL: ALL | 198.51.100.1 | yes",
                "statd: LOCAL | ALL: ALL | 198.51.100.1 | no",
                "statd: LOCAL | ALL: ALL | 198.51.100.2 | yes",
                "statd: KNOWN | ALL: ALL | 198.51.100.2 | yes",
                "statd: KNOWN | ALL: ALL | 198.51.100.3 | no",
                "statd: KNOWN | ALL: ALL | 198.51.100.4 | no",
                "'' | ALL: UNKNOWN | 198.51.100.3 | no",
                "'' | ALL: UNKNOWN | 198.51.100.2 | yes",
                "'' | ALL: PARANOID | 198.51.100.4 | no",
                "'' | ALL: PARANOID | 198.51.100.5 | no",
                "'' | ALL: PARANOID | 198.51.100.1 | yes",
                "statd: far.example.test | ALL: ALL | 198.51.100.4 | no",
                "ALL: ALL EXCEPT .example.test: deny | '' | 198.51.100.1 | yes",
                "ALL: ALL EXCEPT .example.test: deny | '' | 198.51.100.2 | no"
            })
    void rulesOfNamesDecideOnceTheNameIsKnown(
            String allow, String deny, String caller, String letIn) throws IOException {
        names.add("far.example.test", "198.51.100.1");
        names.add("near", "198.51.100.2");
        // .3 has no name; .4 claims to be far, but far says otherwise; .5 has a name that is none.
        names.byAddress.put("198.51.100.4", "far.example.test");
        names.byAddress.put("198.51.100.5", "a b\n");
        names.slow = true;
        write("hosts.allow", allow);
        write("hosts.deny", deny);
        HostAccess access = access();
        Decision.Ask ask = assertInstanceOf(Decision.Ask.class, access.decide(address(caller)));
        assertFalse(ask.allowed().isDone());
        assertFalse(access.allows(address(caller)), "not before it is known");
        names.answerAll();
        assertEquals(letIn.equals("yes"), ask.allowed().getNow(null));
        assertEquals(letIn.equals("yes"), access.allows(address(caller)));
    }

    @Test
    void oneCallersNameIsLookedUpOnce() throws IOException {
        names.slow = true;
        write("hosts.deny", "statd: .example.test");
        HostAccess access = access();
        for (int i = 0; i < 100; i++) {
            access.decide(address("198.51.100.1"));
        }
        assertEquals(1, names.questions);
    }

    @Test
    void ourOwnAddressesAreAlwaysLetIn() throws Exception {
        write("hosts.deny", "ALL: ALL");
        HostAccess access = access();
        for (NetworkInterface one : Collections.list(NetworkInterface.getNetworkInterfaces())) {
            for (InterfaceAddress address : one.getInterfaceAddresses()) {
                assertTrue(access.allows(address.getAddress()), address.toString());
            }
        }
    }

    @Test
    void filesAreReadAgainWhenTheyChange() throws IOException {
        InetAddress caller = address("198.51.100.7");
        HostAccess access = access();
        assertTrue(access.allows(caller));
        write("hosts.deny", "ALL: ALL");
        assertTrue(access.allows(caller), "not looked at within the same second");
        nanos += TimeUnit.SECONDS.toNanos(1);
        assertFalse(access.allows(caller));
        // The same length and another time; a changed file counts at once for those decided.
        write("hosts.deny", "ALL: NON");
        Files.setLastModifiedTime(etc.resolve("hosts.deny"), FileTime.fromMillis(1_000_000));
        write("hosts.allow", "ALL: 198.51.100.");
        nanos += TimeUnit.SECONDS.toNanos(1);
        assertTrue(access.allows(caller));
        Files.delete(etc.resolve("hosts.allow"));
        write("hosts.deny", "ALL: ALL EXCEPT LOCAL");
        nanos += TimeUnit.SECONDS.toNanos(1);
        assertFalse(access.allows(caller));
        Files.delete(etc.resolve("hosts.deny"));
        nanos += TimeUnit.SECONDS.toNanos(1);
        assertTrue(access.allows(caller));
    }

    @Test
    void whatIsNotSupportedOrNotReadableIsSaidWithItsPlace() throws IOException {
        write(
                "hosts.deny",
                "statd: @group;;no colon;statd: 10.0.0.0/99 host/24: banners /x;mountd: @g\u0007");
        access();
        String all =
                warnings.stream()
                        .map(warning -> warning.replace(etc.toString(), ""))
                        .collect(Collectors.joining("\n"));
        assertEquals(
                """
                /hosts.deny:1: matches nobody, as it is not supported: @group
                /hosts.deny:3: no rule: no colon
                /hosts.deny:4: matches nobody, as it is not supported: host/24
                /hosts.deny:4: matches nobody, as it is not supported: 10.0.0.0/99
                /hosts.deny:4: not done: banners /x\
                """,
                all);
    }

    @Test
    void aFileThatCannotBeReadIsSaidOnceAndChangesNothing() throws IOException {
        Files.createDirectory(etc.resolve("hosts.deny"));
        HostAccess access = access();
        for (int i = 0; i < 5; i++) {
            nanos += TimeUnit.SECONDS.toNanos(2);
            assertTrue(access.allows(address("198.51.100.7")));
        }
        assertEquals(1, warnings.size(), warnings.toString());
    }

    @Test
    void aFileThatIsTooLongIsReadToItsBound() throws IOException {
        write("hosts.deny", "ALL: ALL\n" + "#".repeat(1 << 20));
        assertFalse(access().allows(address("198.51.100.7")));
        assertEquals(1, warnings.size());
    }

    @Test
    void anAddressWithAZoneIsItsAddress() throws IOException {
        write("hosts.allow", "ALL: [fe80::]/10");
        write("hosts.deny", "ALL: ALL");
        byte[] bytes = address("fe80::7").getAddress();
        assertTrue(access().allows(Inet6Address.getByAddress(null, bytes, 2)));
    }
}
