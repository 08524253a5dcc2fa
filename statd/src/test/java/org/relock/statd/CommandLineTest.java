package org.relock.statd;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.relock.state.conf.NfsConf;
import org.relock.state.os.Release;
import org.relock.state.rpcbind.RpcbindPolicy;

/** Options, nfs.conf and environment together. */
class CommandLineTest {

    @TempDir Path root;

    @BeforeEach
    void makeTheUsualDirectory() throws IOException {
        Files.createDirectories(root.resolve("var/lib/nfs/sm"));
        Files.createDirectories(root.resolve("etc"));
    }

    private CommandLine.Outcome read(Map<String, String> environment, String line) {
        String[] words = line.isEmpty() ? new String[0] : line.split(" ");
        return CommandLine.read(NfsConf.read(root, environment), environment, root, words);
    }

    private StatdConfig config(String line) {
        return assertInstanceOf(CommandLine.Outcome.Serve.class, read(Map.of(), line)).config();
    }

    private CommandLine.Outcome.Exit exit(String line) {
        return assertInstanceOf(CommandLine.Outcome.Exit.class, read(Map.of(), line));
    }

    private void conf(String... lines) throws IOException {
        Files.write(root.resolve("etc/nfs.conf"), List.of(lines));
    }

    /** Check 18. */
    @ParameterizedTest
    @ValueSource(strings = {"-v", "-V", "--version", "-Fv", "--vers"})
    void theVersionGoesToStandardOutput(String line) {
        CommandLine.Outcome.Exit exit = exit(line);
        assertEquals(0, exit.status());
        assertTrue(exit.onStandardOutput());
        assertEquals("rpc.statd version " + Release.VERSION + "\n", exit.text());
    }

    @ParameterizedTest
    @ValueSource(strings = {"-h", "-?", "--help"})
    void helpGoesToStandardError(String line) {
        CommandLine.Outcome.Exit exit = exit(line);
        assertEquals(0, exit.status());
        assertFalse(exit.onStandardOutput());
        assertEquals(CommandLine.USAGE, exit.text());
    }

    /** Check 19. */
    @ParameterizedTest
    @ValueSource(strings = {"-p 0", "-p 70000", "-p abc", "-o -1", "-T x", "-U 65536", "--port="})
    void aBadPortIsAnError(String line) {
        CommandLine.Outcome.Exit exit = exit(line);
        assertEquals(1, exit.status());
        assertTrue(exit.text().contains("bad port number"), exit.text());
        assertTrue(exit.text().contains("usage:"), exit.text());
    }

    /** Check 20. */
    @Test
    void listeningAndSendingFromOnePortIsAnError() {
        assertEquals(255, exit("-p 4000 -o 4000").status());
        config("-p 4000 -o 4001");
    }

    /** Check 21, and K17. */
    @Test
    void anUnknownOptionShowsTheUsageAndFailsOnlyWhenStrict() {
        assertEquals(0, exit("--bogus").status());
        assertEquals(0, exit("-p").status());
        assertEquals(1, exit("--bogus --strict").status());
        assertTrue(exit("--bogus").text().contains("unrecognized option '--bogus'"));
    }

    /** Check 22. */
    @Test
    void longNamesMayBeShortened() {
        StatdConfig config = config("--no-n --por 4046");
        assertTrue(config.noNotify());
        assertEquals(OptionalInt.of(4046), config.port());
    }

    /** Check 23. */
    @Test
    void theUdpPortOfTheLockManagerIsItsTcpPortUnlessSaid() {
        assertEquals(OptionalInt.of(4045), config("-T 4045").nlmUdpPort());
        assertEquals(OptionalInt.of(4047), config("-T 4045 -U 4047").nlmUdpPort());
        assertEquals(OptionalInt.empty(), config("-U 4047").nlmTcpPort());
    }

    /** Check 24. */
    @Test
    void theEnvironmentCanSwitchSmNotifyOff() {
        CommandLine.Outcome outcome = read(Map.of("RPC_STATD_NO_NOTIFY", "1"), "");
        assertTrue(assertInstanceOf(CommandLine.Outcome.Serve.class, outcome).config().noNotify());
        outcome = read(Map.of("RPC_STATD_NO_NOTIFY", "0"), "");
        assertFalse(assertInstanceOf(CommandLine.Outcome.Serve.class, outcome).config().noNotify());
    }

    @Test
    void ourOwnOptionsHaveKeysToo() throws IOException {
        conf(
                "[statd]",
                "strict = yes",
                "rpcbind = Embed",
                "callout-timeout = 7",
                "callback-timeout = 90");
        StatdConfig config = config("");
        assertEquals(RpcbindPolicy.EMBED, config.rpcbind());
        assertEquals(
                new StatdConfig.Rules(true, Duration.ofSeconds(7), Duration.ofMinutes(90)),
                config.rules());
        assertEquals(1, exit("--bogus").status(), "strict about the command line, too");
        config = config("--rpcbind retry --callout-timeout 8 --callback-timeout 0");
        assertEquals(RpcbindPolicy.RETRY, config.rpcbind());
        assertEquals(
                new StatdConfig.Rules(true, Duration.ofSeconds(8), StatdConfig.FOREVER),
                config.rules());
    }

    @Test
    void whatOurKeysCannotMeanIsReportedAndIsTheDefault() throws IOException {
        conf(
                "[statd]",
                "strict = perhaps",
                "rpcbind = sometimes",
                "callout-timeout = -1",
                "callback-timeout = soon");
        NfsConf conf = NfsConf.read(root, Map.of());
        CommandLine.Outcome outcome = CommandLine.read(conf, Map.of(), root);
        StatdConfig config = assertInstanceOf(CommandLine.Outcome.Serve.class, outcome).config();
        assertEquals(RpcbindPolicy.REQUIRED, config.rpcbind());
        assertEquals(StatdConfig.Rules.COMPATIBLE, config.rules());
        assertEquals(4, conf.warnings().size(), conf.warnings().toString());
    }

    /** Check 25. */
    @Test
    void smNotifyIsToldWhatConcernsIt() {
        assertEquals(
                List.of("-d", "-p5055", "-v", "other"),
                PeerNotifier.arguments(config("-F -n other -o 5055")));
        assertEquals(List.of(), PeerNotifier.arguments(config("")));
    }

    /** K12. */
    @Test
    void smNotifyIsToldADirectoryThatItWouldNotFind() throws IOException {
        Path elsewhere = Files.createDirectory(root.resolve("elsewhere"));
        assertEquals(
                List.of("-P", elsewhere.toString()),
                PeerNotifier.arguments(config("-P " + elsewhere)));
        conf("[statd]", "state-directory-path = " + elsewhere);
        assertEquals(List.of(), PeerNotifier.arguments(config("")));
        assertEquals(elsewhere, config("").stateDirectory());
    }

    @Test
    void debuggingToStandardErrorIsForTheForegroundOnly() {
        assertFalse(config("-d").debugToStandardError());
        assertTrue(config("-dF").debugToStandardError());
        assertTrue(config("-dF").debug());
    }

    @Test
    void theStateDirectoryIsWhereAListIs() throws IOException {
        assertEquals(root.resolve("var/lib/nfs"), config("").stateDirectory());
        Files.createDirectories(root.resolve("var/lib/nfs/statd/sm"));
        assertEquals(root.resolve("var/lib/nfs/statd"), config("").stateDirectory());
    }

    @Test
    void aMissingStateDirectoryIsAnError() {
        assertEquals(1, exit("-P /nonexistent/directory").status());
    }

    @Test
    void everyKeyOfTheConfigurationCounts() throws IOException {
        conf(
                "[statd]",
                "port = 4046",
                "outgoing-port = 4047",
                "name = vip",
                "ha-callout = callout.sh",
                "no-notify = yes",
                "debug = general",
                "[lockd]",
                "port = 4048",
                "udp-port = 4049");
        StatdConfig config = config("");
        assertEquals(OptionalInt.of(4046), config.port());
        assertEquals(OptionalInt.of(4047), config.outgoingPort());
        assertEquals(Optional.of("vip"), config.name());
        assertEquals(
                Optional.of(root.resolve("var/lib/nfs/callout.sh")),
                config.haCallout(),
                "a relative program is in the state directory, where we run");
        assertTrue(config.noNotify());
        assertTrue(config.debug());
        assertEquals(OptionalInt.of(4048), config.nlmTcpPort());
        assertEquals(OptionalInt.of(4049), config.nlmUdpPort());
        assertEquals(OptionalInt.of(5000), config("-p 5000").port(), "options come first");
    }

    /** K17. */
    @Test
    void aPortOutOfRangeInTheConfigurationIsAsGoodAsNone() throws IOException {
        conf("[statd]", "port = 70000");
        assertEquals(OptionalInt.empty(), config("").port());
    }

    @Test
    void ourOwnOptionsAreUnderstood() {
        StatdConfig config =
                config("--strict --rpcbind=embed --callout-timeout 0 --callback-timeout=60");
        assertTrue(config.rules().strict());
        assertEquals(RpcbindPolicy.EMBED, config.rpcbind());
        assertEquals(Duration.ZERO, config.rules().calloutLimit());
        assertEquals(Duration.ofHours(1), config.rules().callbackGiveUp());
        assertEquals(1, exit("--rpcbind=maybe").status());
        assertEquals(1, exit("--callout-timeout=soon").status());
    }

    @Test
    void theOldWayToNotifyIsUnderstood() {
        assertInstanceOf(CommandLine.Outcome.Notify.class, read(Map.of(), "-N -P " + root));
    }
}
