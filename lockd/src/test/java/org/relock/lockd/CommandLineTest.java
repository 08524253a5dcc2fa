package org.relock.lockd;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.relock.lockd.accesslog.AccessLogOptions;
import org.relock.lockd.hosts.Identity;
import org.relock.lockd.locks.LockService.ReclaimRule;
import org.relock.state.conf.NfsConf;
import org.relock.state.names.NumericAddress;
import org.relock.state.os.Release;
import org.relock.state.rpcbind.RpcbindPolicy;

/** What rpc.lockd makes of its words. */
class CommandLineTest {

    private static final List<String> LEAST = List.of("--opaque-handles", "--allow", "10.0.0.0/8");

    @TempDir Path root;

    @BeforeEach
    void makeTheUsualDirectory() throws IOException {
        Files.createDirectories(root.resolve("var/lib/nfs/sm"));
    }

    private CommandLine.Outcome read(String... words) {
        return CommandLine.read(NfsConf.read(root, Map.of()), root, words);
    }

    private CommandLine.Outcome.Serve serve(String... words) {
        List<String> all = new ArrayList<>(LEAST);
        all.addAll(List.of(words));
        return assertInstanceOf(CommandLine.Outcome.Serve.class, read(all.toArray(new String[0])));
    }

    private LockdConfig config(String... words) {
        return serve(words).config();
    }

    private CommandLine.Outcome.Exit exit(String... words) {
        return assertInstanceOf(CommandLine.Outcome.Exit.class, read(words));
    }

    private void conf(String text) throws IOException {
        Files.createDirectories(root.resolve("etc"));
        Files.writeString(root.resolve("etc/nfs.conf"), text);
    }

    @Test
    void whatNobodySaysIsAsUsual() {
        LockdConfig config = config();
        assertEquals(root.resolve("var/lib/nfs"), config.stateDirectory());
        assertEquals(0, config.serving().udpPort());
        assertEquals(RpcbindPolicy.REQUIRED, config.serving().rpcbind());
        assertEquals(Duration.ofSeconds(90), config.rules().grace());
        assertEquals("mapped", config.keeping().journal());
        assertEquals(ReclaimRule.RECORDED, config.keeping().reclaim());
        assertTrue(config.clients().monitoring().required());
        assertEquals(Identity.By.ADDRESS_AND_NAME, config.clients().identity().by());
        assertEquals(root.resolve("run/relock/lockd.sock"), config.control().socket());
        assertEquals(OptionalInt.empty(), config.control().metricsPort());
    }

    /** NLM check 10: nfs-utils' own keys name the ports, and the command line goes first. */
    @Test
    void portsComeFromTheCommandLineOrElseFromNfsConf() throws IOException {
        conf("[lockd]\nport=4001\nudp-port=4002\n");
        assertEquals(4002, config().serving().udpPort());
        assertEquals(4001, config().serving().tcpPort());
        assertEquals(4003, config("--tcp-port=4003").serving().tcpPort());
        assertEquals(4005, config("-p", "4005", "--udp-port", "4004").serving().tcpPort());
        assertEquals(4004, config("-p", "4005", "--udp-port", "4004").serving().udpPort());
    }

    @Test
    void everyRuleCanBeChosen() {
        LockdConfig config =
                config(
                        "--no-grace",
                        "--journal=none",
                        "--reclaim=not-others",
                        "--monitor=best-effort",
                        "--monitor-name=caller-name",
                        "--identity=name",
                        "--alias",
                        "db=10.0.0.1,10.0.0.2",
                        "--grant-ack-timeout=7",
                        "--idle-unmonitor=8",
                        "--locks-per-client=1",
                        "--waiters-per-client=2",
                        "--shares-per-client=3",
                        "--locks=4",
                        "--privileged-ports-only",
                        "--handle-mask=ff00",
                        "--file-system-bytes=4+2",
                        "--ha-callout-protocol=2",
                        "--metrics=9100");
        assertEquals(Duration.ZERO, config.rules().grace());
        assertEquals("none", config.keeping().journal());
        assertEquals(ReclaimRule.NOT_ANOTHERS, config.keeping().reclaim());
        assertEquals(false, config.clients().monitoring().required());
        assertEquals(true, config.clients().monitoring().byCallerName());
        assertEquals(
                List.of(
                        NumericAddress.parse("10.0.0.1").orElseThrow(),
                        NumericAddress.parse("10.0.0.2").orElseThrow()),
                config.clients().identity().aliases().get("db"));
        assertEquals(Duration.ofSeconds(7), config.rules().grantAckTimeout());
        assertEquals(Duration.ofSeconds(8), config.clients().monitoring().idle());
        assertEquals(4, config.rules().limits().locks());
        assertTrue(config.serving().privilegedPortsOnly());
        assertEquals("ff00", config.serving().handleShape().mask().toString());
        assertEquals(4, config.serving().handleShape().slice().orElseThrow().offset());
        assertEquals(2, config.callout().protocol());
        assertEquals(OptionalInt.of(9100), config.control().metricsPort());
    }

    @Test
    void theSameNamesAreKeysOfNfsConfAndNonsenseThereIsOnlyReported() throws IOException {
        conf("[lockd]\ngrace=30\nno-grace=no\njournal=paper\nallow=10.1.0.0/16, fd00::/8\n");
        CommandLine.Outcome.Serve serve = serve();
        assertEquals(Duration.ofSeconds(30), serve.config().rules().grace());
        assertEquals("mapped", serve.config().keeping().journal());
        assertEquals(1, serve.warnings().size());
        assertTrue(serve.warnings().get(0).contains("journal"), serve.warnings()::toString);
        assertEquals(3, serve.config().serving().allow().size());
    }

    private FileServing serving(String... words) {
        List<String> all = new ArrayList<>(List.of("--export=/srv"));
        all.addAll(List.of(words));
        CommandLine.Outcome outcome = read(all.toArray(new String[0]));
        return assertInstanceOf(CommandLine.Outcome.Serve.class, outcome)
                .config()
                .serving()
                .files()
                .orElseThrow();
    }

    @Test
    void nfsHasItsUsualPortAndMountThatOfTheLockManagerUnlessTold() {
        assertEquals(2049, serving().nfsPort());
        assertEquals(OptionalInt.empty(), serving().mountdPort());
        FileServing told = serving("--nfs-port=2050", "--mountd-port=20048");
        assertEquals(2050, told.nfsPort());
        assertEquals(OptionalInt.of(20_048), told.mountdPort());
        assertEquals(1, exit("--export=/srv", "--nfs-port=20048", "--mountd-port=20048").status());
    }

    @Test
    void groupsAreTheClientsWordUnlessTold() {
        assertFalse(serving().manageGids());
        assertTrue(serving("--manage-gids").manageGids());
    }

    @Test
    void theOneVersionOfNfsMustBeAmongThoseAskedFor() {
        serving("--nfs-min-version=3", "--nfs-max-version=3");
        serving("--nfs-min-version=2", "--nfs-max-version=4");
        CommandLine.Outcome.Exit newer = exit("--export=/srv", "--nfs-min-version=4");
        assertTrue(newer.text().contains("NFS version 3 is the only one"), newer.text());
        assertEquals(1, exit("--export=/srv", "--nfs-max-version=2").status());
        assertEquals(1, exit("--export=/srv", "--nfs-max-version=5").status());
    }

    @Test
    void accessesAreLoggedOnlyIfAFileIsNamed() {
        assertEquals(Optional.empty(), serving().accessLog());
        AccessLogOptions log =
                serving(
                                "--access-log=/var/log/accesses",
                                "--access-log-size=2",
                                "--access-log-files=3",
                                "--access-log-export=/srv/")
                        .accessLog()
                        .orElseThrow();
        assertEquals(
                new AccessLogOptions(Path.of("/var/log/accesses"), 2 << 20, 3, Set.of("/srv")),
                log);
        assertEquals(1, exit("--export=/srv", "--access-log-export=srv").status());
    }

    @Test
    void logsGoToStandardErrorOnlyInTheForeground() {
        assertTrue(config("-F", "-d").debugToStandardError());
        assertTrue(config("-F", "--no-syslog").debugToStandardError());
        assertEquals(false, config("-F", "--no-syslog").debug());
        assertEquals(false, config("-d").debugToStandardError());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "--port=0",
                "--port=65536",
                "--port=nlm",
                "--grace=-1",
                "--grace=3601",
                "--journal=paper",
                "--monitor=never",
                "--identity=face",
                "--alias=db",
                "--alias==10.0.0.1",
                "--allow=example.org",
                "--allow=10.0.0.0/33",
                "--handle-mask=f",
                "--file-system-bytes=62+4",
                "--ha-callout-protocol=3",
                "--rpcbind=maybe",
                "--locks=0",
                "--no-such-option",
                "stray"
            })
    void nonsenseEndsTheStart(String word) {
        CommandLine.Outcome.Exit exit = exit("--opaque-handles", "--allow", "10.0.0.0/8", word);
        assertEquals(1, exit.status());
        assertTrue(exit.text().startsWith("rpc.lockd: "), exit.text());
    }

    @Test
    void withoutAFileServiceHandlesAndClientsHaveToBeNamed() {
        assertTrue(exit().text().contains("--opaque-handles"));
        assertTrue(exit("--opaque-handles").text().contains("--allow"));
    }

    @Test
    void helpAndVersionGoToStandardOutput() {
        assertEquals(0, exit("--help").status());
        assertTrue(exit("-h").onStandardOutput());
        assertEquals("rpc.lockd version " + Release.VERSION + "\n", exit("-v").text());
    }
}
