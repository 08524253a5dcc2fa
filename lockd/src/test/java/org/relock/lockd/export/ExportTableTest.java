package org.relock.lockd.export;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.NoSuchFileException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.relock.state.names.NumericAddress;
import org.relock.state.rpc.Gate;

/** Who has which rights where, and what a reload leaves as it was. */
class ExportTableTest {

    private final FakeNames names = new FakeNames();
    private final Map<String, CompletableFuture<Optional<Netgroup>>> groups = new HashMap<>();
    private final AtomicLong nanos = new AtomicLong(1);
    private final List<Runnable> later = new ArrayList<>();
    private final Map<String, FewFiles> opened = new HashMap<>();
    private final ExportTable table =
            new ExportTable(
                    new SignedHandles(new byte[16]),
                    (path, id, synchronous, subtreeCheck) -> open(path),
                    new ClientNames(names, this::group, nanos::get),
                    (delay, task) -> later.add(task));

    private org.relock.lockd.vfs.FileSystem open(String path) throws IOException {
        if (path.contains("missing")) {
            throw new NoSuchFileException(path);
        }
        FewFiles files = new FewFiles(path + "/");
        files.root = path + "/";
        opened.put(path, files);
        return files.files();
    }

    private CompletableFuture<Optional<Netgroup>> group(String name) {
        return groups.computeIfAbsent(name, any -> new CompletableFuture<>());
    }

    private void answer(String group, String text) {
        group(group).complete(Optional.of(Netgroup.parse(text)));
    }

    private ExportTable.Change load(String text) {
        ExportsReader reader = new ExportsReader();
        reader.file("exports", text);
        return table.load(reader.list());
    }

    private static InetAddress address(String text) {
        return NumericAddress.parse(text).orElseThrow();
    }

    /** Returns "ro", "rw" or "-". */
    private String rights(String path, String client) {
        return table.containing(path)
                .flatMap(export -> export.rights(address(client)))
                .map(rights -> rights.readOnly() ? "ro" : "rw")
                .orElse("-");
    }

    @Test
    void theMostSpecificRuleBindsWhereverItStands() {
        load(
                """
                /a *(ro) 10.0.0.0/8(rw) 10.1.0.1(ro)
                /b 10.0.0.0/8(ro) 10.1.0.0/16(rw)
                /c 10.0.0.0/255.255.0.0(rw)
                """);
        assertEquals("ro", rights("/a", "10.1.0.1"));
        assertEquals("rw", rights("/a", "10.1.0.2"));
        assertEquals("ro", rights("/a", "192.0.2.1"));
        assertEquals("ro", rights("/a", "2001:db8::1"));
        // Of one kind, the first.
        assertEquals("ro", rights("/b", "10.1.0.1"));
        assertEquals("-", rights("/b", "11.0.0.1"));
        assertEquals("rw", rights("/c", "10.0.9.9"));
        assertEquals("-", rights("/c", "10.1.0.0"));
    }

    @Test
    void nobodyIsLetInByARuleBehindANameThatIsBeingLookedUp() {
        names.host("trusted.example", "10.0.0.1");
        names.host("pc7.example", "10.0.0.7");
        load("/a trusted.example(ro) *.example(rw) *(ro)\n");
        assertEquals("-", rights("/a", "10.0.0.1"));
        assertEquals("-", rights("/a", "10.0.0.7"));
        names.answer();
        assertEquals("ro", rights("/a", "10.0.0.1"));
        assertEquals("-", rights("/a", "10.0.0.7")); // Now its own name is asked for.
        names.answer();
        assertEquals("rw", rights("/a", "10.0.0.7"));
    }

    @Test
    void aNameThatItsOwnerDoesNotConfirmIsNone() {
        names.addresses.put(address("10.0.0.66"), "pc7.example");
        names.host("pc7.example", "10.0.0.7");
        load("/a *.example(rw)\n");
        rights("/a", "10.0.0.66");
        names.answer();
        assertEquals("-", rights("/a", "10.0.0.66"));
    }

    @Test
    void namesAreAskedAgainAfterAMinuteWhileTheOldAnswerHolds() {
        names.host("trusted.example", "10.0.0.1");
        load("/a trusted.example(rw)\n");
        rights("/a", "10.0.0.1");
        assertEquals(1, names.answer());
        assertEquals("rw", rights("/a", "10.0.0.1"));
        assertEquals(0, names.answer());
        nanos.addAndGet(TimeUnit.SECONDS.toNanos(61));
        names.host("trusted.example", "10.0.0.2");
        assertEquals("rw", rights("/a", "10.0.0.1"));
        assertEquals(1, names.answer());
        assertEquals("-", rights("/a", "10.0.0.1"));
        assertEquals("rw", rights("/a", "10.0.0.2"));
    }

    @Test
    void theGateKeepsCallsUntilNamesAreKnown() {
        names.host("trusted.example", "10.0.0.1");
        Gate gate = new NamesGate(Gate.OPEN, table);
        load("/a 10.0.0.0/8(rw)\n");
        assertTrue(gate.undecided(address("10.0.0.1")).isEmpty());
        load("/a trusted.example(rw) *.example(ro)\n");
        CompletionStage<Boolean> known = gate.undecided(address("10.0.0.1")).orElseThrow();
        assertFalse(known.toCompletableFuture().isDone());
        names.answer();
        assertTrue(known.toCompletableFuture().join());
        assertTrue(gate.undecided(address("10.0.0.1")).isEmpty());
        assertTrue(new NamesGate(remote -> false, table).undecided(address("10.0.0.9")).isEmpty());
    }

    @Test
    void netgroupsComeAfterWildcardsAndBeforeEverybody() {
        names.host("pc7.example", "10.0.0.7");
        names.host("pc8.example", "10.0.0.8");
        load("/a *(ro,anonuid=4) @all(rw,anonuid=3) *.example(rw,anonuid=2)\n/b @all(rw) *(ro)\n");
        assertEquals("-", rights("/b", "10.0.0.7"));
        answer("all", "all (pc7.example,,) (192.0.2.5,-,-)");
        assertEquals("-", rights("/b", "10.0.0.7")); // Its name is not known yet.
        names.answer();
        assertEquals("rw", rights("/b", "10.0.0.7"));
        assertEquals(2, anonymous("10.0.0.7"));
        rights("/b", "10.0.0.8");
        rights("/a", "192.0.2.5");
        names.answer();
        assertEquals("ro", rights("/b", "10.0.0.8"));
        assertEquals(3, anonymous("192.0.2.5"));
        rights("/a", "192.0.2.6");
        names.answer();
        assertEquals(4, anonymous("192.0.2.6"));
    }

    private int anonymous(String client) {
        return table.containing("/a")
                .orElseThrow()
                .rights(address(client))
                .orElseThrow()
                .anonymousUid();
    }

    @Test
    void aHostIsInANetgroupByItsNameItsAddressAndItsNameWithoutADomain() {
        names.host("PC7.example", "10.0.0.7");
        for (String member : List.of("pc7.EXAMPLE", "10.0.0.7", "pc7", "")) {
            groups.clear();
            load("/a @g" + member.length() + "(rw)\n");
            answer("g" + member.length(), "g (inner,,) ( " + member + ", -, -)");
            rights("/a", "10.0.0.7");
            names.answer();
            assertEquals("rw", rights("/a", "10.0.0.7"), member);
        }
        assertEquals(Netgroup.EMPTY, Netgroup.parse("g (no comma) ("));
        assertFalse(Netgroup.parse("g (-,bob,)").contains("10.0.0.7"));
    }

    @Test
    void whoIsInNoNetgroupGoesOnToTheNextRuleEvenIfThereIsNoSuchGroup() {
        load("/a @gone(rw) *(ro)\n");
        rights("/a", "10.0.0.7");
        group("gone").complete(Optional.empty());
        names.answer();
        assertEquals("ro", rights("/a", "10.0.0.7"));
    }

    @Test
    void theGateWaitsForANetgroupOnceAndNotAgainWhenItIsLookedUpAnew() {
        Gate gate = new NamesGate(Gate.OPEN, table);
        load("/a @all(rw)\n");
        CompletionStage<Boolean> known = gate.undecided(address("10.0.0.1")).orElseThrow();
        names.answer();
        assertFalse(known.toCompletableFuture().isDone());
        answer("all", "all (10.0.0.1,,)");
        assertTrue(known.toCompletableFuture().isDone());
        groups.clear();
        nanos.addAndGet(TimeUnit.SECONDS.toNanos(61));
        assertEquals("rw", rights("/a", "10.0.0.1"));
        assertTrue(groups.containsKey("all"), "it is looked up again");
        assertTrue(gate.undecided(address("10.0.0.1")).isEmpty());
    }

    @Test
    void aNameThatIsNotFoundAnyMoreHoldsForTenMinutesAndIsTriedAgain() {
        names.host("trusted.example", "10.0.0.1");
        load("/a trusted.example(rw)\n");
        names.answer();
        assertEquals("rw", rights("/a", "10.0.0.1"));
        names.hosts.clear();
        nanos.addAndGet(TimeUnit.SECONDS.toNanos(61));
        rights("/a", "10.0.0.1");
        assertEquals(1, names.answer());
        assertEquals("rw", rights("/a", "10.0.0.1"));
        nanos.addAndGet(TimeUnit.SECONDS.toNanos(9));
        rights("/a", "10.0.0.1");
        assertEquals(0, names.answer());
        nanos.addAndGet(TimeUnit.SECONDS.toNanos(2));
        rights("/a", "10.0.0.1");
        assertEquals(1, names.answer());
        nanos.addAndGet(TimeUnit.MINUTES.toNanos(10));
        rights("/a", "10.0.0.1");
        names.answer();
        assertEquals("-", rights("/a", "10.0.0.1"));
        names.host("trusted.example", "10.0.0.1");
        nanos.addAndGet(TimeUnit.SECONDS.toNanos(11));
        rights("/a", "10.0.0.1");
        names.answer();
        assertEquals("rw", rights("/a", "10.0.0.1"));
    }

    @Test
    void thePathFindsTheNearestExportAboveIt() {
        load("/srv *\n/srv/deep/er *\n");
        assertEquals("/srv", table.containing("/srv/deep").orElseThrow().path());
        assertEquals("/srv/deep/er", table.containing("/srv/deep/er/x").orElseThrow().path());
        assertEquals("/srv", table.containing("/srv/deep/erx").orElseThrow().path());
        assertTrue(table.containing("/srvx").isEmpty());
        assertTrue(table.containing("/").isEmpty());
        assertTrue(table.containing("srv").isEmpty());
        assertTrue(table.containing("/srv/../etc").isEmpty());
        load("/ *\n");
        assertEquals("/", table.containing("/any/thing").orElseThrow().path());
    }

    @Test
    void numbersStayTheSameWhateverElseIsExported() {
        load("/a *\n/b *(fsid=7)\n");
        int a = table.containing("/a").orElseThrow().id();
        load("/0 *\n/b *(fsid=7)\n/a 10.0.0.1\n");
        assertEquals(a, table.containing("/a").orElseThrow().id());
        assertEquals("/b", table.byId(7).orElseThrow().path());
        // Pinned, as clients keep it in their handles for years.
        assertEquals(ExportNumbers.of("/a"), a);
        assertTrue(a < 0);
        assertNotEquals(ExportNumbers.of("/b"), a);
    }

    @Test
    void aReloadKeepsWhatStaysAndClosesTheRestAWhileLater() {
        load("/a *(ro)\n/b *\n");
        Export before = table.containing("/a").orElseThrow();
        int b = table.containing("/b").orElseThrow().id();
        FewFiles gone = opened.get("/b");
        ExportTable.Change change = load("/a *(rw)\n/c *\n");
        assertSame(before.files(), table.containing("/a").orElseThrow().files());
        assertEquals("rw", rights("/a", "10.0.0.1"));
        assertEquals(Set.of(b), change.unexported());
        assertEquals(Set.of(table.containing("/c").orElseThrow().id()), change.exported());
        assertEquals(Set.of("retired"), gone.closed);
        later.forEach(Runnable::run);
        assertEquals(Set.of("closed", "retired"), gone.closed);
        assertEquals(Set.of(), opened.get("/a").closed);
    }

    @Test
    void aDirectoryThatWasMadeAgainIsOpenedAgain() {
        load("/a *\n");
        FewFiles old = opened.get("/a");
        old.remove("/a/");
        load("/a *\n");
        assertNotEquals(old, opened.get("/a"));
    }

    @Test
    void aNumberThatAnotherDirectoryGetsIsGoneAndNew() {
        load("/a *(fsid=1)\n/b *(fsid=2)\n");
        FileHandle before = FileHandle.in(table.byId(1).orElseThrow(), FewFiles.id("/f"));
        assertEquals("/a", table.of(before).orElseThrow().path());
        ExportTable.Change change = load("/c *(fsid=1)\n/b *(fsid=2)\n");
        assertEquals(Set.of(1), change.unexported());
        assertEquals(Set.of(1), change.exported());
        assertEquals(Optional.empty(), table.of(before));
    }

    @Test
    void whatCannotBeExportedIsSaidAndTheRestIsServed() {
        ExportTable.Change change =
                load("/a *(fsid=1)\n/missing *\n/b *(fsid=1)\n/a *(rw)\n/a 10.0.0.1(rw)\n");
        assertEquals(1, table.all().size());
        assertEquals(List.of("*", "10.0.0.1"), reversed(table.all().get(0).clients()));
        assertEquals("rw", rights("/a", "10.0.0.1"));
        assertEquals("ro", rights("/a", "10.0.0.2"));
        assertEquals(
                List.of(
                        "exports:4: /a is exported to * before; the first counts",
                        "exports:2: /missing cannot be exported: NoSuchFileException:/missing",
                        "exports:3: /b has the number of /a; give one of them an fsid of its own."
                                + " It is left out"),
                change.complaints());
    }

    @Test
    void groupsAreThoseOfMountd() {
        names.host("in.example", "10.0.0.1");
        load(
                """
                /a 10.0.0.1 192.0.2.1 in.example out.example 10.0.0.0/8 @g
                /b * 10.0.0.1
                /c *
                """);
        names.answer();
        assertEquals(
                List.of("@g", "10.0.0.0/8", "out.example", "192.0.2.1"),
                table.containing("/a").orElseThrow().groups());
        assertEquals(List.of(), table.containing("/b").orElseThrow().groups());
        assertEquals(List.of("*"), table.containing("/c").orElseThrow().groups());
    }

    private static List<String> reversed(List<String> list) {
        List<String> reversed = new ArrayList<>(list);
        java.util.Collections.reverse(reversed);
        return reversed;
    }
}
